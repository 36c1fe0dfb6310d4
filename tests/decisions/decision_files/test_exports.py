"""People take the register away: as a spreadsheet that runs nothing, as minutes, as PDF; and keep what they ask for."""

import re
from csv import reader
from datetime import timedelta
from io import StringIO
from itertools import product
from typing import Any

import pytest
from django.test import Client

from decisions.decision_files.exports import pdf
from decisions.decision_files.tasks import clear_printouts, print_register
from decisions.decisions.models import Printout, SavedFilter
from decisions.decisions.models.register.printout import MADE_WITHIN
from decisions.decisions.workflows.proposals import revise
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.csv_safe import guarded, lines_of, unguarded
from tests.decisions.decisions.people import a_cast, adopted, operation, page
from tests.factories import a_proposal
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def rows_in(text: str) -> list[list[str]]:
    """Read what `lines_of` wrote."""
    return [[unguarded(cell) for cell in row] for row in reader(StringIO(text.removeprefix("\ufeff"), newline=""))]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "'=1", "plain", "", 'a "b", c', "＝1", "＋1", "－1", "＠x"]
)
def test_no_cell_is_a_formula_and_each_reads_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguarded(guarded(cell)) == cell
    assert rows_in("".join(lines_of([[cell, "x"]]))) == [[cell, "x"]]


def test_each_cell_reads_back_whatever_stands_where() -> None:
    for cell in map("".join, product("=-;\t\n'x＠", repeat=4)):
        assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("said", ["a;=1+1", "a;-1+1", "a;@x", "a\n=1+1", "a\r\n＝1", "a\t=1", "a;\t=1", "a\n'=1;=2"])
def test_no_part_of_a_cell_is_a_formula_where_semicolons_part_cells(said: str) -> None:
    for cell in re.split("[;\t\r\n]", guarded(said)):
        assert not cell.startswith(("=", "-", "@", "＝"))


def test_a_list_in_the_words_of_people_stays_as_it_is() -> None:
    assert guarded("We do:\n- the seal\n- the pump") == "We do:\n- the seal\n- the pump"


def test_the_sheet_has_what_was_asked_for_and_the_mark_of_utf8() -> None:
    cast = a_cast()
    adopted(cast, title="=HYPERLINK(1)", text="Été")
    adopted(cast, title="Enclosure")
    answer: Any = at_browser(cast.bo).get(page(cast, "decisions/sheet.csv?q=été"))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert [row[:2] for row in rows_in(text)[1:]] == [["D-1", "=HYPERLINK(1)"]]
    assert ",=HYPERLINK" not in text


def test_the_minutes_to_print_name_who_said_what() -> None:
    cast = a_cast()
    adopted(cast, title="Seal")
    shown = at_browser(cast.ada).get(page(cast, "decisions/minutes/")).text
    assert "Six weeks of lead time." in shown
    assert "Bo Nguyen" in shown


def test_one_decision_is_a_pdf_and_without_pango_a_page_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = a_cast()
    adopted(cast, title="Seal")
    answer = at_browser(cast.ada).get(page(cast, "decisions/1/pdf/"))
    assert answer.content.startswith(b"%PDF")
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    answer = at_browser(cast.ada).get(page(cast, "decisions/1/pdf/"))
    assert "lacks the library Pango" in answer.text
    assert "Seal" in answer.text


def test_the_register_as_pdf_is_made_aside_and_the_inbox_tells() -> None:
    cast = a_cast()
    adopted(cast, title="Seal")
    browser = at_browser(cast.ada)
    answer: Any = browser.post(page(cast, "decisions/printouts/"))
    order = Printout.objects.get()
    assert "0 of 1" in browser.get(answer.url).text
    print_register(str(order.pk))
    print_register(str(order.pk))
    assert Notice.objects.filter(user=cast.ada, address=order.get_absolute_url()).count() == 1
    file: Any = browser.get(f"{order.get_absolute_url()}file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert at_browser(cast.bo).get(order.get_absolute_url()).status_code == 404


def test_one_pdf_at_a_time_is_made_for_a_person_and_one_that_nobody_makes_is_given_up() -> None:
    cast = a_cast()
    adopted(cast, title="Seal")
    browser, where = at_browser(cast.ada), operation(cast, "decision-printouts")
    assert browser.post(page(cast, "decisions/printouts/")).status_code == 302
    assert browser.post(page(cast, "decisions/printouts/")).status_code == 409
    assert Client().post(where, headers=by_token(cast.ada)).status_code == 409
    assert Client().post(where, headers=by_token(cast.bo)).status_code == 202

    Printout.objects.filter(by=cast.ada).update(asked_at=clock.now() - MADE_WITHIN - timedelta(seconds=1))
    assert (clear_printouts(), clear_printouts()) == (1, 0)
    assert Notice.objects.filter(user=cast.ada, event="register.pdf_failed").count() == 1
    assert browser.post(page(cast, "decisions/printouts/")).status_code == 302


def test_what_was_printed_for_somebody_is_not_theirs_to_take_once_they_have_left() -> None:
    cast = a_cast()
    adopted(cast, title="Seal")
    browser = at_browser(cast.ada)
    browser.post(page(cast, "decisions/printouts/"))
    order = Printout.objects.get()
    print_register(str(order.pk))
    for membership in cast.project.memberships.current().filter(user=cast.ada):
        membership.end(by=cast.ada)
    assert browser.get(f"{order.get_absolute_url()}file/").status_code == 404


def test_a_filter_is_kept_under_a_name_for_oneself_on_page_and_by_api() -> None:
    cast = a_cast()
    browser = at_browser(cast.ada)
    browser.post(page(cast, "decisions/filters/?undo=easy&least=100"), {"name": "Cheap"})
    assert SavedFilter.objects.get().query == "least=100&undo=easy"
    assert "Cheap" in browser.get(page(cast, "decisions/")).text
    where = operation(cast, "decision-filters")
    assert [one["name"] for one in Client().get(where, headers=by_token(cast.ada)).json()] == ["Cheap"]
    assert Client().get(where, headers=by_token(cast.bo)).json() == []
    browser.post(page(cast, f"decisions/filters/{SavedFilter.objects.get().pk}/removal/"))
    assert not SavedFilter.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize(("asked", "numbers"), [("sort=cost", [2, 1]), ("sort=-cost", [1, 2]), ("least=100", [2]),
    ("most=99", [1]), ("year=1999", []), ("undo=costly", [2]), ("touches=power", [2]), ("sort=undo", [1, 2]),
    ("state=revoked", []), ("since=2000-01-01&until=nonsense", [2, 1])])  # fmt: skip
def test_the_register_gives_what_the_address_asks_in_its_order(asked: str, numbers: list[int]) -> None:
    from decisions.decisions.models import Decision
    from decisions.decisions.register.filters import RegisterFilters
    from decisions.decisions.register.sorting import Sorting

    cast = a_cast()
    adopted(cast, title="Seal")
    other = adopted(cast, title="Bench", cost=150, reversibility="costly")
    other.proposal.named.add(cast.power)
    filters = RegisterFilters.of(asked)
    found = filters.among(Decision.objects.in_project(cast.project), cast.project)
    first = Sorting(filters.sort).page(found, "", read=lambda rows: rows, size=1)
    rest = Sorting(filters.sort).page(found, first.next, read=lambda rows: rows).rows if first.next else []
    assert [one.number for one in [*first.rows, *rest]] == numbers


def test_what_others_name_explains_a_circle() -> None:
    cast = a_cast()
    seal = adopted(cast, title="Seal")
    adopted(cast, title="Nobody names it")
    draft = a_proposal(circle=cast.circle, by=cast.ada, title="Bench", text=f"After {seal.reference}.")
    where = operation(cast, f"circles/{cast.circle.key}/explaining")
    assert [one["number"] for one in Client().get(where, headers=by_token(cast.bo)).json()] == [1]
    revise(draft, by=cast.ada, text="After nothing.")
    assert Client().get(where, headers=by_token(cast.bo)).json() == []
