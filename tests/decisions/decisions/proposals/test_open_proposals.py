"""The list of open proposals: what waits for one first, and how far each round has come."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.decisions.contexts.round_progress import RoundProgress, with_progress
from decisions.decisions.models import Round
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from tests.decisions.decisions.people import Cast, page
from tests.factories import a_proposal, a_round, an_element, valid_objection_tests
from tests.markup import compact
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def shown_to(cast: Cast, name: str, rest: str = "proposals/") -> str:
    return compact(at_browser(cast[name]).get(page(cast, rest)).text)


def progress_of(round_: Round, cast: Cast, name: str) -> RoundProgress:
    return RoundProgress.of(with_progress(Round.objects.filter(pk=round_.pk), cast[name]).get())


@pytest.mark.both_databases
def test_decisions_opens_on_open_proposals_beside_the_register(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    open_, register = page(cast, "proposals/"), page(cast, "decisions/")
    for address in (open_, register):
        shown = shown_to(cast, "bo", address.removeprefix(page(cast, "")))
        rail = shown.split('id="rail"')[1].split("</nav>")[0]
        current = re.findall(r'data-goes="(\w+)" aria-current="page"', rail)
        assert (current, f'href="{open_}" data-goes="decisions"' in rail) == (["decisions"], True)
        tabs = shown.split("decisions__views")[1].split("</nav>")[0]
        assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [address]
        assert 'title="one waits for you">1<' in tabs


def test_what_waits_for_me_comes_first(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada, title="Change the seal")
    open_round(a_proposal(circle=cast.circle, by=cast.bo, title="Change the hose"), by=cast.bo)
    shown = shown_to(cast, "bo")
    assert shown.index("Your position is requested") < shown.index("Change the seal") < shown.index("Change the hose")
    assert shown.count("Change the seal") == 1
    assert "you have not responded" in shown
    assert "Your position is requested" not in shown_to(cast, "eve")


def test_a_line_says_how_many_have_responded_and_what_i_said(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, "concern", by=cast.bo, words="Six weeks of lead time.")
    shown = shown_to(cast, "bo")
    assert "1 of 2 have responded" in shown
    assert "no objection from you, but a concern" in shown
    assert f'data-left="{Round.objects.get().closes_at:%Y-%m-%dT%H:}' in shown


def test_a_standing_objection_is_told_instead_of_a_count(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, "objection", by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)))
    revise(round_.proposal, by=cast.ada, text="We change the seal and the screw.")
    shown = shown_to(cast, "fay")
    assert "1 objection stands, 1 silent" in shown
    assert "have responded" not in shown
    assert "1 objection stands, 1 silent" in shown_to(cast, "fay", "")


def test_silence_is_counted_by_who_is_asked(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, "time", by=cast.bo)
    found = progress_of(round_, cast, "bo")
    assert (found.asked, found.spoken, found.silent, found.waits) == (2, 0, 2, True)
    take_position(round_, "no_objection", by=cast.bo)
    found = progress_of(round_, cast, "bo")
    assert (found.spoken, found.silent, found.waits) == (1, 1, False)
    assert not progress_of(round_, cast, "eve").waits, "who is not asked owes nothing"


def test_the_list_takes_the_same_queries_whatever_waits(cast: Cast) -> None:
    browser, counts = at_browser(cast.bo), []
    for _ in range(3):
        a_round(circle=cast.circle, by=cast.ada)
        browser.get(page(cast, "proposals/"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(page(cast, "proposals/"))
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 30
