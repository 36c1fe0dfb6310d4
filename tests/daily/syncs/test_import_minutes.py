"""Minutes are imported as they were written: whole, once, in the circle that met, or not at all."""

import json
import os
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from circles.projects.models import Project
from daily.syncs.models import ImportedMinutes, Minutes, Sync
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data" / "minutes"
COUNCIL, DESIGN = "rust-leadership-council/2026-08-14.md", "rust-compiler-design/2019-07-08-triage-wg.md"


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada, name="Orchard")


@pytest.fixture
def council(project: Project, ada: User) -> Circle:
    return a_circle(ada, inside=project.circles.general(), name="Leadership Council")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(DATA, tmp_path / "minutes")


def run_import(folder: Path, project: str = "Orchard", **options: Any) -> str:
    output = StringIO()
    call_command("import_minutes", folder, project=project, stdout=output, **options)
    return output.getvalue().strip()


def everything() -> list[list[Any]]:
    models: tuple[Any, ...] = (ImportedMinutes, Minutes, Sync, Entry, Project, Circle)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.both_databases
def test_each_file_becomes_minutes_with_day_group_title_and_circle(council: Circle, folder: Path) -> None:
    assert run_import(folder) == "Orchard: 3 minutes (2 in general, 1 in leadership-council) came in."
    assert list(
        ImportedMinutes.objects.order_by("number").values_list("number", "source", "title", "group", "circle__key")
    ) == [
        (1, DESIGN, "Triage Working Group Discussion", "rust-compiler-design", "general"),
        (
            2,
            "rust-compiler-triage-2019/2019-08-01.md",
            "rust compiler triage 2019",  # its title and its heading are only a day
            "rust-compiler-triage-2019",
            "general",
        ),
        (3, COUNCIL, "Council meeting agenda", "rust-leadership-council", "leadership-council"),
    ]
    assert [str(one.held_on) for one in ImportedMinutes.objects.order_by("number")] == [
        "2019-07-08",
        "2019-08-01",
        "2026-08-14",
    ]
    assert not Sync.objects.exists()
    assert not Minutes.objects.exists()


def test_a_group_is_placed_by_the_longest_key_in_its_name(project: Project, folder: Path) -> None:
    for name in ("Triage", "Compiler"):
        a_circle(inside=project.circles.general(), name=name)
    run_import(folder)
    assert ImportedMinutes.objects.get(title="rust compiler triage 2019").circle.key == "compiler"
    ImportedMinutes.objects.all().delete()
    a_circle(inside=project.circles.general(), name="Compiler triage")
    run_import(folder)
    assert ImportedMinutes.objects.get(title="rust compiler triage 2019").circle.key == "compiler-triage"


def test_imported_minutes_are_shown_as_they_were_written(council: Circle, folder: Path, ada: User) -> None:
    run_import(folder)
    page = at_browser(ada).get(ImportedMinutes.objects.get(source=COUNCIL).get_absolute_url()).text
    assert "Friday 14 August" in page
    assert '<h2 id="h-attendance">Attendance</h2>' in page
    assert "Facilitator: lqd" in page
    assert page.count("Council meeting agenda</h1>") == 1
    assert "no sync of ours, and no seal" in page


def test_a_day_that_is_not_stated_is_shown_so(council: Circle, folder: Path, ada: User) -> None:
    (folder / "notes.md").write_text("# Notes\n\nWe met.\n")
    run_import(folder)
    undated = ImportedMinutes.objects.get(source="notes.md")
    assert (undated.held_on, undated.group, undated.number) == (None, "", 1)
    assert "day not stated" in at_browser(ada).get(undated.get_absolute_url()).text


def test_imported_minutes_are_listed_after_past_syncs_and_on_the_circles_page(
    project: Project, council: Circle, folder: Path, ada: User
) -> None:
    browser, found = at_browser(ada), f"/p/{project.slug}/sync/elsewhere/"
    assert "elsewhere" not in browser.get(f"/p/{project.slug}/sync/").text
    run_import(folder)
    address = ImportedMinutes.objects.get(source=COUNCIL).get_absolute_url()
    for page in (f"/p/{project.slug}/sync/past/", council.get_absolute_url(), found):
        assert f'href="{address}"' in browser.get(page).text, page
    assert f'href="{found}"' in browser.get(f"/p/{project.slug}/sync/").text

    def lines(asked: str) -> int:
        return browser.get(f"{found}{asked}").text.count('class="line__name"')

    assert (lines(""), lines("?q=TRIAGE"), lines("?q=nothing")) == (3, 2, 0)
    assert (lines("?circle=leadership-council"), lines("?group=rust-compiler-design")) == (1, 1)


def test_nobody_outside_the_project_sees_imported_minutes(
    project: Project, council: Circle, folder: Path, eve: User
) -> None:
    run_import(folder)
    browser = at_browser(eve)
    assert browser.get(ImportedMinutes.objects.all()[0].get_absolute_url()).status_code == 404
    assert browser.get(f"/api/v1/projects/{project.slug}/minutes-elsewhere").status_code == 404


def test_the_api_and_search_find_imported_minutes(project: Project, council: Circle, folder: Path, ada: User) -> None:
    run_import(folder)
    browser, home = at_browser(ada), f"/api/v1/projects/{project.slug}"
    rows = browser.get(f"{home}/minutes-elsewhere?circle=leadership-council", headers=by_token(ada)).json()["minutes"]
    assert [(row["held_on"], row["source"]) for row in rows] == [("2026-08-14", COUNCIL)]
    whole = browser.get(f"{home}/minutes-elsewhere/{rows[0]['number']}").json()
    assert whole["text"] == (folder / COUNCIL).read_text()
    hits = browser.get(f"{home}/search?q=triage+working").json()
    found = ["Triage Working Group Discussion", "rust compiler triage 2019"]  # the second has the words in its text
    assert [(hit["kind"], hit["title"]) for hit in hits] == [("pastminutes", title) for title in found]


def test_an_import_makes_one_record_entry_and_a_second_changes_nothing(
    project: Project, council: Circle, folder: Path
) -> None:
    before = Entry.objects.count()
    run_import(folder)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.facts["minutes"]) == ("project.minutes_imported", 3)
    after = everything()
    assert run_import(folder, project.slug) == "Orchard: nothing new, all 3 minutes were there already."
    assert everything() == after
    (folder / "new.md").write_text("New.")
    assert run_import(folder) == "Orchard: 1 minutes (1 in general) came in, 3 were there already."
    assert list(Entry.breaks_of(project.pk)) == []


def test_imported_texts_and_titles_are_escaped(council: Circle, folder: Path, ada: User) -> None:
    (folder / "bad.md").write_text(
        "---\ntitle: <script>alert(1)</script>\n---\n\n<script>alert(2)</script>\n\n"
        "[x](javascript:alert(3)) <img src=x onerror=alert(4)>\n\n**bold** [out](https://example.org)\n"
    )
    run_import(folder)
    page = at_browser(ada).get(ImportedMinutes.objects.get(source="bad.md").get_absolute_url()).text
    assert "<strong>bold</strong>" in page
    assert '<a href="https://example.org" rel="noopener noreferrer">' in page
    assert not [bad for bad in ("<script>alert", "<img src", 'href="javascript:') if bad in page]


def test_pages_make_a_fixed_number_of_queries(project: Project, council: Circle, folder: Path, ada: User) -> None:
    run_import(folder)
    browser, home = at_browser(ada), f"/p/{project.slug}/sync"
    one = ImportedMinutes.objects.get(source=COUNCIL).get_absolute_url()
    for page in (f"{home}/elsewhere/", one, f"{home}/past/", f"{home}/", council.get_absolute_url()):
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        assert len(asked) <= MOST, page


def test_invalid_files_are_reported_by_line_and_nothing_is_imported(council: Circle, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"fine\nfine\n\xff\xfe broken")
    (folder / "nul.md").write_bytes(b"fine\n\0")
    (folder / "busy.md").write_text("<!" * 1000)
    (folder / f"{'g' * 130}").mkdir()
    (folder / f"{'g' * 130}" / "long.md").write_text("fine")
    before = everything()
    with pytest.raises(CommandError) as error:
        run_import(folder)
    report = str(error.value)
    assert f"{folder / 'bad.md'}:3: not text in UTF-8" in report
    assert f"{folder / 'nul.md'}:2: there is a NUL" in report
    assert f"{folder / 'busy.md'}:1: This text has too many parts" in report
    assert "long.md:1: the file's name is too long" in report
    assert report.endswith("Nothing was imported.")
    assert everything() == before


def test_a_file_name_that_is_not_utf_8_is_reported_with_replacement_characters(council: Circle, folder: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("fine")
    except OSError:
        return  # this file system keeps no such names
    before = everything()
    with pytest.raises(CommandError, match=r"caf\?\.md:1: the file's name is not text in UTF-8"):
        run_import(folder)
    assert everything() == before


@pytest.mark.parametrize(
    ("index", "why"),
    [
        ('{"documents": [\n{"file": "a.md"}]}', r"index\.json:2: “a\.md” is not in the folder"),
        ('{"documents": [\n{"file": "../../etc/passwd"}]}', r"index\.json:2: .* is not in the folder"),
        (json.dumps({"documents": [{"file": DESIGN}] * 2}), r"index\.json:1: .* or is named twice"),
        ('{"documents":\n[{"file": 7}]}', r"index\.json:2: file: input should be a valid string"),
        ('{"documents": [{"file": "a\\u0000"}]}', r"index\.json:1: file: string should match"),
        (f'{{"documents": [\n{{"file": "{DESIGN}",\n"date": "soon"}}]}}', r"index\.json:3: date: .*this is no day"),
        ('{"documents": [\n{"file": "a.md",}', r"index\.json:2: this is not JSON"),
        ("[" * 100_000, r"index\.json:1: this is nested too deeply"),
        ("9" * 5000, r"index\.json:1: there is a number with too many digits"),
    ],
)
def test_a_broken_index_is_reported_by_line(council: Circle, folder: Path, index: str, why: str) -> None:
    (folder / "index.json").write_text(index)
    with pytest.raises(CommandError, match=why):
        run_import(folder)
    assert not ImportedMinutes.objects.exists()


def test_a_link_out_of_the_folder_is_not_followed(council: Circle, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    run_import(folder)
    assert ImportedMinutes.objects.count() == 3


def test_an_empty_folder_a_nameless_project_and_an_unknown_person_are_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(CommandError, match=r"no \*\.md file"):
        run_import(tmp_path / "nowhere")
    for name in (" ", "\0", "x" * 500):
        with pytest.raises(CommandError, match="A project's name has"):
            run_import(folder, name)
    with pytest.raises(CommandError, match="Nobody here has the address"):
        run_import(folder, by="nobody@ronde.example")


def test_an_absent_project_is_made(folder: Path) -> None:
    a_person("Ada Mercier", email="ada@ronde.example")
    run_import(folder, "Vineyard", by="ada@ronde.example")
    assert ImportedMinutes.objects.filter(project__name="Vineyard").count() == 3
