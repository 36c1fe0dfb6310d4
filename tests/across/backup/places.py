"""What a place has, read so that two can be compared; and rows with all that databases write differently."""

import json
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from across.backup.archive import BackupReader, Rows
from decisions.decisions.models import EffectAnswer
from documents.coediting.models import Quarantine
from documents.documents.models import Document
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import write_tree
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_round, a_topic, an_action, an_element

ODD = "tab\t, line\n, return\r, back\\slash, \\N, \\., quote', «é», \U0001f6b0, \u2028"


def a_used_place() -> User:
    """Make people, circles, money, a round, a topic, a document and a file, with odd texts and bytes; return ada."""
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen", is_staff=True)
    circle = a_circle(ada, bo, money=2600)
    element = an_element(circle.project, ODD)
    kept = EffectAnswer("essential", element.reference, changes=False, why="The words are its own.")
    a_round(circle=circle, tension=ODD, text=ODD, effects=[kept])
    an_action(circle, by=ada)
    a_topic(circle, by=ada, name="Seal")
    document = Document.create(circle, "Pump", by=ada, content=write_tree(nodes_of(f"# Pump\n\n{ODD}")))
    for data in (bytes(range(256)), b"", b"\\x00\n"):
        Quarantine.objects.create(document=document, user=ada, size=len(data), data=data)
    default_storage.save("printouts/register.pdf", ContentFile(b"%PDF-1.7"))
    return ada


def rows_in(backup: Path) -> dict[str, list[str]]:
    """Return the rows of each table of a backup that has some, sorted: databases keep them in orders of their own."""
    found: dict[str, list[str]] = {}
    with backup.open("rb") as source:
        for item in BackupReader(source).contents():
            if isinstance(item, Rows):
                found.setdefault(item.table.name, []).extend(json.dumps(row, sort_keys=True) for row in item.rows)
    return {table: sorted(rows) for table, rows in found.items()}
