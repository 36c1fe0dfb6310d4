"""A folder of Markdown files is imported whole, once, under the rules, or not at all."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.coediting.models import Log, Update
from documents.documents.models import Document
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return a_project(a_person("Ada Mercier"), name="Orchard")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "texts" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "texts" / "pump_notes.md").write_text("# The pump\n\nTurns **well**.\n")
    (inner / "0002-valve.md").write_text("# Summary\n\nOpens.\n")
    (inner / "0003-seal.md").write_text("# Summary\n\nCloses.\n")
    return tmp_path / "texts"


def run_import(folder: Path, **options: Any) -> str:
    output = StringIO()
    call_command("import_documents", folder, project="Orchard", stdout=output, **options)
    return output.getvalue().strip()


def everything() -> list[list[Any]]:
    models: tuple[Any, ...] = (Document, Document.history.model, Log, Update, Entry, Project, Circle)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.both_databases
def test_files_become_documents_with_their_text(project: Project, folder: Path) -> None:
    assert run_import(folder) == "Orchard: 3 documents came in."
    found = Document.objects.in_project(project).exclude(source="").order_by("source")
    assert [(d.source, d.title) for d in found] == [
        ("deep/0002-valve.md", "0002 valve"),
        ("deep/0003-seal.md", "0003 seal"),
        ("pump_notes.md", "The pump"),
    ]
    assert [node.text() for node in found[2].nodes()] == ["The pump", "Turns well."]
    assert [d.reference for d in found] == ["DOC-2", "DOC-3", "DOC-4"]


def test_an_import_makes_one_record_entry_and_each_document_has_history(project: Project, folder: Path) -> None:
    before = Entry.objects.count()
    run_import(folder)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.facts["documents"], entry.facts["last"]) == ("document.imported", 3, "DOC-4")
    assert Document.history.exclude(source="").count() == 3
    assert list(Entry.breaks_of(project.pk)) == []


def test_a_second_import_changes_nothing(project: Project, folder: Path) -> None:
    run_import(folder)
    before = everything()
    assert run_import(folder) == "Orchard: nothing new, all 3 documents were there already."
    assert everything() == before


def test_a_new_file_is_imported_and_what_people_changed_stays(project: Project, folder: Path) -> None:
    run_import(folder)
    ada = project.created_by
    assert ada is not None
    Document.objects.get(source="pump_notes.md").rename("Ours", by=ada)
    (folder / "new.md").write_text("New.")
    assert run_import(folder) == "Orchard: 1 documents came in, 3 were there already."
    assert Document.objects.filter(title__in=["Ours", "new"]).count() == 2


def test_invalid_files_are_reported_by_line_and_nothing_is_imported(project: Project, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"fine\nfine\n\xff\xfe broken")
    (folder / "worse.md").write_bytes(b"\x80")
    before = everything()
    with pytest.raises(CommandError) as error:
        run_import(folder)
    report = str(error.value)
    assert f"{folder / 'bad.md'}:3: not text in UTF-8" in report
    assert f"{folder / 'worse.md'}:1: not text in UTF-8" in report
    assert report.endswith("Nothing was imported.")
    assert everything() == before


def test_a_file_name_that_is_not_utf_8_is_reported_with_replacement_characters(project: Project, folder: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md"))).write_text("fine")
    except OSError:
        return  # this file system keeps no such names
    before = everything()
    with pytest.raises(CommandError, match=r"caf\?\.md:1: the file's name is not text in UTF-8"):
        run_import(folder)
    assert everything() == before


def test_a_broken_index_is_reported_by_line(project: Project, folder: Path) -> None:
    (folder / "texts_index.json").write_text('{"documents": [\n{"file": "a.md",}\n]}')
    with pytest.raises(CommandError, match=r"texts_index\.json:2: this is not JSON"):
        run_import(folder)
    (folder / "texts_index.json").write_text("[" * 200_000)
    with pytest.raises(CommandError, match=r"texts_index\.json:1: this is nested too deeply"):
        run_import(folder)


@pytest.mark.parametrize("half", ["\\u0000", "\\ud800"])
def test_a_title_with_unstorable_characters_is_reported_by_line(project: Project, folder: Path, half: str) -> None:
    index = '{"documents": [\n{"file": "pump_notes.md",\n"feature_name": "A %s"}\n]}'
    (folder / "texts_index.json").write_text(index % half)
    before = everything()
    with pytest.raises(CommandError, match=r"texts_index\.json:3: feature_name: text with a NUL"):
        run_import(folder)
    assert everything() == before


def test_an_index_gives_titles_where_it_has_real_ones(project: Project, folder: Path) -> None:
    rows = [("pump_notes.md", "N/A"), ("deep/0002-valve.md", "`safety` valve"), ("deep/0003-seal.md", None)]
    index = {"documents": [{"file": file, "feature_name": name} for file, name in rows]}
    (folder / "texts_index.json").write_text(json.dumps(index))
    (folder / "README.md").write_text("About this folder.")
    run_import(folder)
    titles = Document.objects.exclude(source="").order_by("source").values_list("title", flat=True)
    assert list(titles) == ["safety valve", "0003 seal", "The pump"]


def test_front_matter_gives_a_title_where_no_index_does(project: Project, folder: Path) -> None:
    for name in ("0002-valve", "0003-seal"):
        (folder / "deep" / f"{name}.md").write_text('---\ntitle: "Seals: all"\n---\n\n# Summary\n\nOpens.\n')
    (folder / "texts_index.json").write_text('[{"file": "deep/0003-seal.md", "feature_name": "Seal"}]')
    run_import(folder)
    found = Document.objects.exclude(source="").order_by("source")
    assert [one.title for one in found] == ["Seals: all", "Seal", "The pump"]
    assert [node.text() for node in found[0].nodes()] == ["Summary", "Opens."]


def test_documents_are_imported_into_the_named_circle(project: Project, folder: Path) -> None:
    circle = a_circle(inside=project.circles.general(), name="Trees")
    run_import(folder, circle=circle.key)
    assert Document.objects.in_circle(circle).count() == 3
    with pytest.raises(CommandError, match="Orchard has no circle nowhere"):
        run_import(folder, circle="nowhere")


def test_nothing_is_imported_into_a_closed_circle(project: Project, folder: Path) -> None:
    circle = a_circle(inside=project.circles.general(), name="Trees")
    circle.closed_at = circle.created_at
    circle.save()
    with pytest.raises(CommandError, match="closed"):
        run_import(folder, circle=circle.key)


def test_an_unknown_circle_leaves_no_project_behind(folder: Path) -> None:
    a_person("Ada Mercier", email="ada@ronde.example")
    with pytest.raises(CommandError):
        run_import(folder, circle="nowhere", by="ada@ronde.example")
    assert not Project.objects.filter(name="Orchard").exists()


def test_a_huge_file_is_refused_unread(project: Project, folder: Path) -> None:
    (folder / "endless.md").touch()
    os.truncate(folder / "endless.md", 2**42)
    with pytest.raises(CommandError, match=r"endless\.md:1: larger than 8 MB"):
        run_import(folder)


def test_a_link_out_of_the_folder_is_not_followed(project: Project, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    assert run_import(folder) == "Orchard: 3 documents came in."


def test_an_empty_folder_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no \*\.md file"):
        run_import(tmp_path)
