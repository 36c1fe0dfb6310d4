"""Documents with their drafts come in with a version for each, by its author."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from circles.projects.models import Project
from documents.documents.models import Document, Version
from documents.richtext.markdown_writer import markdown_of
from foundation.audit.models import Entry
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db

HISTORY: dict[str, Any] = {
    "kind": "document-revisions",
    "path": "text/0001-pump-stop.md",
    "startContent": "",
    "endContent": "# The pump stop\n\nIt stops softly.\n",
    "agents": ["Oli Scherer", "Jake Goulding"],
    "txns": [
        {"time": "2024-03-02T10:00Z", "agent": 0, "message": "Begin\n\nMore", "patches": [[0, 0, "# The stop\n"]]},
        {
            "time": "2024-03-01T10:00Z",
            "agent": 1,
            "message": "Pump",
            "patches": [[11, 0, "\nIt stops.\n"], [6, 0, "pump "]],
        },
        {"time": "2024-03-04T10:00Z", "agent": 1, "message": "Nothing seen", "patches": [[16, 1, "\n"]]},
        {"time": "2024-03-05T10:00Z", "agent": 0, "message": "Softly", "patches": [[25, 0, " softly"]]},
    ],
}


@pytest.fixture
def project() -> Project:
    return a_project(a_person("Ada Mercier"), name="Orchard")


def written(folder: Path, history: dict[str, Any]) -> Path:
    path = folder / "0001-pump-stop.json.gz"
    path.write_bytes(gzip.compress(json.dumps(history).encode()))
    return path


def run_import(path: Path) -> str:
    output = StringIO()
    call_command("import_revisions", path, project="Orchard", stdout=output)
    return output.getvalue().strip()


@pytest.mark.both_databases
def test_each_draft_is_a_version_of_its_author(project: Project, tmp_path: Path) -> None:
    assert run_import(written(tmp_path, HISTORY)) == "Orchard: 1 documents with 3 versions came in."
    document = Document.objects.get(source="0001-pump-stop.json.gz")
    assert document.title == "The pump stop"
    versions = list(document.versions.order_by("number"))
    assert [(one.number, one.writers[0].name, one.reason) for one in versions] == [
        (1, "Oli Scherer", "Begin"),
        (2, "Jake Goulding", "Pump"),
        (3, "Oli Scherer", "Softly"),
    ]
    assert [one.made_at.day for one in versions] == [2, 2, 5], "times never step back"
    assert markdown_of(versions[1].nodes()) == "# The pump stop\n\nIt stops.\n"
    assert markdown_of(document.nodes()) == HISTORY["endContent"]
    assert (document.log.seq, document.log.edited_at.day) == (3, 5)
    assert Version.history.count() == 3
    assert Entry.objects.filter(event="document.revisions_imported").count() == 1


def test_a_second_run_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path, HISTORY)
    run_import(path)
    assert run_import(tmp_path) == "Orchard: nothing new, all 1 documents were there already."


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agents": []}, "1:"),
        ({"endContent": "Other"}, "do not end in its last text"),
        ({"txns": []}, "txns"),
        ({"txns": [{"time": "2024-03-02T10:00:00Z", "agent": 0, "patches": [[9, 1, ""]]}]}, "outside of the text"),
    ],
)
def test_what_is_no_history_is_refused(project: Project, tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run_import(written(tmp_path, HISTORY | wrong))
    assert not Document.objects.exclude(source="").exists()
