"""Decision processes are imported as what they were: whole, once, in their own words, or not at all."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Decision, ImportedProcess
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person
from tests.markup import compact
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data"
LANG, COMPILER = DATA / "lang_decisions.json", DATA / "compiler_proposals.json"


@pytest.fixture
def lang(project: Project, ada: User) -> Circle:
    return a_circle(ada, inside=project.circles.general(), name="Lang")


def run_import(path: Path, project: str, **options: Any) -> str:
    output = StringIO()
    call_command("import_decisions", path, project=project, stdout=output, **options)
    return output.getvalue().strip()


def everything() -> list[list[Any]]:
    models: tuple[Any, ...] = (ImportedProcess, Decision, Entry, Project, Circle)
    return [list(model.objects.order_by("pk").values()) for model in models]


def page_of(user: User, project: Project, key: str) -> str:
    found = ImportedProcess.objects.get(key=key)
    return at_browser(user).get(found.get_absolute_url()).text


@pytest.mark.both_databases
def test_an_import_counts_processes_by_the_states_of_their_source(project: Project, lang: Circle) -> None:
    assert run_import(LANG, project.slug) == (
        f"{project.name}: 2 processes (1 finished-disposition-merge, 1 unknown) with 3 concerns, 5 check-offs and "
        "2 notes of meetings came in."
    )
    assert run_import(COMPILER, project.slug) == (
        f"{project.name}: 3 processes (1 accepted, 1 finalized-merge, 1 new) with 1 concerns, 0 check-offs and "
        "0 notes of meetings came in."
    )


def test_an_imported_process_is_no_decision_of_the_register(project: Project, lang: Circle, ada: User) -> None:
    run_import(LANG, project.slug)
    assert not Decision.objects.exists()
    assert {process.reference for process in ImportedProcess.objects.all()} == {""}
    assert "rust-lang" not in at_browser(ada).get(f"/p/{project.slug}/decisions/").text


def test_a_process_stands_in_the_circle_of_its_team_and_else_in_the_general_one(project: Project, lang: Circle) -> None:
    run_import(LANG, project.slug)
    run_import(COMPILER, project.slug)
    circles = dict(ImportedProcess.objects.values_list("key", "circle__key"))
    assert circles["rust-lang/rust#95565"] == circles["rust-lang/rust#75502"] == "lang"  # “lang”, “T-lang”
    assert circles["rust-lang/compiler-team#270"] == "general"
    assert ImportedProcess.objects.get(key="rust-lang/compiler-team#270").team == ""


def test_a_process_without_a_team_stands_in_the_circle_of_its_repositorys_team(project: Project) -> None:
    compiler = a_circle(inside=project.circles.general(), name="Compiler")
    run_import(COMPILER, project.slug)
    assert ImportedProcess.objects.get(key="rust-lang/compiler-team#270").circle == compiler


def test_nothing_is_imported_into_a_closed_circle(project: Project, lang: Circle) -> None:
    lang.closed_at = lang.created_at
    lang.save()
    run_import(LANG, project.slug)
    assert set(ImportedProcess.objects.values_list("circle__key", flat=True)) == {"general"}


def test_its_page_says_what_the_source_says_in_its_words(project: Project, lang: Circle, ada: User) -> None:
    run_import(LANG, project.slug)
    page = page_of(ada, project, "rust-lang/rust#95565")
    for words in ("finished-disposition-merge", "confirm-no-other-regressions", "pull-request", "@joshtriplett"):
        assert words in page
    assert "never seen checked" in page  # scottmcm's box
    link = 'href="https://github.com/rust-lang/rust/pull/95565" rel="noopener noreferrer nofollow"'
    assert link in compact(page)


def test_what_the_source_does_not_say_is_shown_as_not_stated(project: Project, ada: User, lang: Circle) -> None:
    run_import(COMPILER, project.slug)
    page = page_of(ada, project, "rust-lang/compiler-team#270")
    assert "The text of the proposal is not stated." in page
    assert page.count("not stated") + page.count("Not stated") >= 6
    assert "None, says the source." in page  # concerns: stated as none


def test_agendas_that_show_the_same_are_one_stretch_of_the_course(
    project: Project, lang: Circle, ada: User, tmp_path: Path
) -> None:
    rows = json.loads(LANG.read_text())
    row, shown = rows["decisions"][0], rows["decisions"][0]["snapshots"][0]
    row["snapshots"] = [{**shown, "date": f"2022-05-{day}"} for day in (10, 17, 24)]
    row["lifecycle"] = [{"date": "2022-05-10", "stage": "proposed"}]
    path = tmp_path / "same.json"
    path.write_text(json.dumps({**rows, "decisions": [row]}))
    run_import(path, project.slug)
    page = page_of(ada, project, row["id"])
    assert page.count('class="course__stretch"') == 1
    assert "3 agendas" in page
    assert len(ImportedProcess.objects.get().process.course) == 3


def test_the_handle_of_a_member_leads_to_them(project: Project, lang: Circle, ada: User) -> None:
    josh = a_person("Josh Triplett", handle="JoshTriplett")
    lang.admit(josh, by=ada)
    a_person("Scott Elsewhere", handle="scottmcm")  # in no circle of this project
    run_import(LANG, project.slug)
    page = page_of(ada, project, "rust-lang/rust#95565")
    assert "Josh Triplett" in page
    assert "@joshtriplett" not in page
    assert "@scottmcm" in page


def test_the_register_links_to_the_list_which_filters_by_title_state_and_circle(
    project: Project, lang: Circle, ada: User
) -> None:
    browser, home = at_browser(ada), f"/p/{project.slug}/decisions/"
    assert "elsewhere" not in browser.get(home).text
    run_import(LANG, project.slug)
    run_import(COMPILER, project.slug)
    assert f'href="{home}elsewhere/"' in browser.get(home).text

    def titles(asked: str) -> int:
        return browser.get(f"{home}elsewhere/{asked}").text.count('class="line__name"')

    assert titles("") == 5
    assert titles("?q=CRANELIFT") == titles("?state=accepted") == 1
    assert titles("?circle=lang") == 3
    assert titles("?q=no+such+words") == titles("?state=adopted") == 0


def test_nobody_outside_the_project_sees_imported_processes(project: Project, lang: Circle) -> None:
    run_import(LANG, project.slug)
    zoe, process = a_person("Zoe Outside"), ImportedProcess.objects.all()[0]
    assert at_browser(zoe).get(process.get_absolute_url()).status_code == 404
    assert at_browser(zoe).get(f"/api/v1/projects/{project.slug}/decisions-elsewhere").status_code == 404


def test_the_api_returns_null_for_what_the_source_does_not_say(project: Project, lang: Circle, ada: User) -> None:
    run_import(COMPILER, project.slug)
    browser, home = at_browser(ada), f"/api/v1/projects/{project.slug}/decisions-elsewhere"
    rows = browser.get(f"{home}?q=cranelift", headers=by_token(ada)).json()["rows"]
    assert [(row["final_state"], row["team"], row["circle"]) for row in rows] == [("accepted", "", "general")]
    process = browser.get(f"{home}/{rows[0]['number']}").json()["process"]
    assert (process["text"], process["reviewers"], process["concerns"]) == (None, None, [])
    assert process["course"][1]["state"] == "in-fcp"


def test_search_finds_an_imported_process_by_title(project: Project, lang: Circle, ada: User) -> None:
    run_import(COMPILER, project.slug)
    hits = at_browser(ada).get(f"/api/v1/projects/{project.slug}/search?q=cranelift").json()
    process = ImportedProcess.objects.get(title__contains="Cranelift")
    assert [(hit["kind"], hit["reference"], hit["address"]) for hit in hits] == [
        ("pastprocess", "", process.get_absolute_url())
    ]


def test_an_import_makes_one_record_entry(project: Project, lang: Circle, fay: User) -> None:
    before = Entry.objects.count()
    run_import(LANG, project.slug, by=fay.email)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.facts["processes"], entry.actor) == ("register.processes_imported", 2, fay.pk)
    assert list(Entry.breaks_of(project.pk)) == []


def test_a_second_import_changes_nothing_and_a_longer_file_adds_what_is_new(
    project: Project, lang: Circle, tmp_path: Path
) -> None:
    rows = json.loads(COMPILER.read_text())
    shorter = tmp_path / "shorter.json"
    shorter.write_text(json.dumps({**rows, "proposals": rows["proposals"][:2]}))
    run_import(shorter, project.slug)
    before = everything()
    assert run_import(shorter, project.slug).endswith("nothing new, all 2 processes were there already.")
    assert everything() == before
    assert run_import(COMPILER, project.slug).endswith("came in, 2 were there already.")
    assert list(ImportedProcess.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_imported_text_is_escaped(project: Project, ada: User, lang: Circle, tmp_path: Path) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))\n\n**bold**"
    rows = json.loads(LANG.read_text())
    row = {**rows["decisions"][0], "title": "<script>alert(4)</script>", "proposal_text": text}
    row["meeting_notes"] = [{"date": None, "text": text}]
    row["outcome"] = {"value": "<b>done</b>", "date": None, "evidence": "<i>seen</i> javascript:alert(5)"}
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps({**rows, "decisions": [row]}))
    run_import(hostile, project.slug)
    page = page_of(ada, project, row["id"])
    assert "<strong>bold</strong>" in page
    assert not [bad for bad in ("<script>alert", "<img src", 'href="javascript:', "<b>done", "<i>seen") if bad in page]


def test_an_anchor_stands_once_on_a_page(project: Project, lang: Circle, ada: User, tmp_path: Path) -> None:
    rows = json.loads(LANG.read_text())
    row = rows["decisions"][0]
    row["proposal_text"] = "# Why"
    row["meeting_notes"] = [{"date": None, "text": "> # Said *so*"}, {"date": None, "text": "# And so"}]
    path = tmp_path / "headings.json"
    path.write_text(json.dumps(rows))
    run_import(path, project.slug)
    page = page_of(ada, project, row["id"])
    assert re.findall(r'id="(h-[^"]*)"', page) == ["h-why"]
    assert "<strong>Said </strong>" in page


def test_pages_make_a_fixed_number_of_queries(project: Project, lang: Circle, ada: User) -> None:
    run_import(LANG, project.slug)
    run_import(COMPILER, project.slug)
    browser, home = at_browser(ada), f"/p/{project.slug}/decisions/elsewhere/"
    process = ImportedProcess.objects.get(key="rust-lang/rust#95565").get_absolute_url()
    for page in (home, process):
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        assert len(asked) <= MOST, page


INVALID: dict[str, tuple[str, str, str]] = {
    "a word for a day": ('"2020-10-15"', '"yesterday"', "this is no day"),
    "a day of no calendar of ours": ('"2020-10-15"', '"0001-01-01"', "no calendar of ours has this day"),
    "a number for a title": ('"Integration of the Cranelift backend with rustc"', "7", "title: input should be a"),
    "words for a list": ('"earlier_titles": []', '"earlier_titles": "x"', "earlier_titles: input should be a valid l"),
    "a huge number": ('"meetings": 12', f'"meetings": {"9" * 30}', "meetings: input should be"),
    "NUL": ('"Integration of', '"\\u0000Integration of', "title: string should match"),
    "half a surrogate": ('"Integration of', '"\\ud800Integration of', "title: input should be a valid string"),
    "an address that is none": ('"tracking_comment": null', '"tracking_comment": "javascript:alert(1)"', "tracking_c"),
    "an id twice": ('"rust-lang/compiler-team#935"', '"rust-lang/compiler-team#270"', "is there twice"),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_file_is_reported_by_line_and_nothing_is_imported(tmp_path: Path, case: str) -> None:
    old, new, why = INVALID[case]
    text = COMPILER.read_text()
    assert old in text
    path = tmp_path / "proposals.json"
    path.write_text(text.replace(old, new, 1))
    line = text.count("\n", 0, text.index(old)) + 1
    with pytest.raises(CommandError) as error:
        run_import(path, "Orchard")
    first, *_, last = str(error.value).splitlines()
    assert first.startswith(f"{path}:{line}: ")
    assert why in first
    assert last == "Nothing was imported."
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (COMPILER.read_bytes()[:900], r":\d+: this is not JSON"),
        (b'{"source":\n\xff\xfe}', ":2: this is not UTF-8 text"),
        (b'{"source": {"repository": "x"},\n"proposals": ' + b"[" * 100_000, ":1: this is nested too deeply"),
        (b'{"proposals":\n ' + b"9" * 5000 + b"}", ":2: there is a number with too many digits"),
        (b'{"source": {"repository": "x"}}', ":1: .*neither “decisions” nor “proposals” is there"),
        (b"[]", ":1: "),
        (b'{"source": {"repository": "x"}, "decisions": [{"id": "a"}]}', ":1: title: field required"),
    ],
)
def test_a_broken_file_is_reported_by_line(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=rf"broken\.json{why}"):
        run_import(path, "Orchard")
    assert not Project.objects.exists()


def test_a_text_too_intricate_to_parse_is_refused(tmp_path: Path) -> None:
    rows = json.loads(LANG.read_text())
    rows["decisions"][0]["proposal_text"] = "<!" * 1000
    path = tmp_path / "intricate.json"
    path.write_text(json.dumps(rows, indent=1))
    with pytest.raises(CommandError, match=r"intricate\.json:\d+: This text has too many parts"):
        run_import(path, "Orchard")
    with pytest.raises(CommandError, match="No such file"):
        run_import(tmp_path / "nothing.json", "Orchard")
