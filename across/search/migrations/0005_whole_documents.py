from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

# By this word the index knows the rows that have all words of a document; it stands where `tokens_of` writes it.
KIND, TOKEN = "k_document", "w_document"


def mark_whole_documents(apps: Any, _schema_editor: Any) -> None:
    texts = apps.get_model("search", "Text").objects.filter(kind="document", part="*")
    texts.update(stems=Replace(F("stems"), Value(f"{KIND} "), Value(f"{KIND} {TOKEN} ")))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_no_pending_list")]

    operations = [migrations.RunPython(mark_whole_documents, migrations.RunPython.noop)]
