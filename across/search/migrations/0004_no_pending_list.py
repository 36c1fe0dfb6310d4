from typing import Any

from django.db import migrations

# PostgreSQL keeps new rows in a list beside the index until it is vacuumed, and every search reads that list.
STATEMENTS = (
    "ALTER INDEX search_text_index SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('search_text_index')",
)


def write_into_the_index_at_once(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_administration_names")]

    operations = [migrations.RunPython(write_into_the_index_at_once, migrations.RunPython.noop)]
