from typing import Any

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

# By this word the index knows the rows that have all words of a document.
OURS = "w_document"


def tell_whole_documents(apps: Any, _schema_editor: Any) -> None:
    texts = apps.get_model("search", "Text").objects.filter(kind="document", part="*")
    texts.update(stems=Concat(Value(f"{OURS} "), "stems"))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_no_pending_list")]

    operations = [migrations.RunPython(tell_whole_documents, migrations.RunPython.noop)]
