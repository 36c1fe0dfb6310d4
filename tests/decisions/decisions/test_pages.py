"""What the pages of decisions say, and the API as a story."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from decisions.decisions.models import DecidingSync, Decision, Proposal, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests
from tests.markup import compact
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


# What the pages say ---------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_form_says_while_typing_who_decides_and_why(cast: Cast) -> None:
    typed = {"tension": "Clouds.", "text": "A new battery on PWR-OUT.", "cost": "3200", "reversibility": "easy"}
    ask = page(cast, "proposals/route/?circle=hydraulics")
    said = at_browser(cast.ada).post(ask, typed).content.decode()
    assert "may commit €2,000 at once; this is €3,200" in said
    assert "2 people are asked." in said
    assert "Power holds it: " in said
    ticked = typed | {"domains": [cast.power.domains.get().pk]}
    said = at_browser(cast.ada).post(ask, ticked).content.decode()
    assert "Goes to the general sync" in said
    assert f'<a href="{cast.power.get_absolute_url()}">PWR-OUT</a>' in said
    small = typed | {"cost": "10", "text": "A new seal."}
    said = at_browser(cast.ada).post(ask, small).text
    assert "In force as soon as all have answered, at the latest on " in said
    said = at_browser(cast.ada).post(ask, small | {"named": [cast.power.pk]}).text
    assert "In force as soon as the circles affected have answered" in said
    assert not Proposal.objects.exists()


def test_an_amount_in_the_text_asks_for_its_cost_until_it_is_said(cast: Cast) -> None:
    ask = page(cast, "proposals/route/?circle=hydraulics")
    said = at_browser(cast.ada).post(ask, {"text": "Ten packs: €3,200.", "cost": "3200"}).content.decode()
    assert "Your text names" not in said
    assert "Your text names" not in at_browser(cast.ada).post(ask, {"text": "48 V, 20 Ah"}).content.decode()


def test_half_a_form_still_has_a_route(cast: Cast) -> None:
    said = (
        at_browser(cast.ada).post(page(cast, "proposals/route/?circle=hydraulics"), {"cost": "much"}).content.decode()
    )
    assert "Hydraulics decides" in said


def test_the_verdict_is_said_while_typing(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    answers = valid_objection_tests(element) | {"element": element.pk, "fix_days": 40}
    ask = page(cast, "proposals/1/verdict/")
    assert (
        "takes 40 working days: more than the 10 working days"
        in at_browser(cast.bo).post(ask, answers).content.decode()
    )
    light = answers | {"certainty": "possible_in_time"}
    assert "does not block the decision" in at_browser(cast.bo).post(ask, light).content.decode()
    assert "does not block the decision" in at_browser(cast.bo).post(ask, {"harm": "It melts."}).content.decode()


def test_while_nothing_is_answered_no_verdict_is_said(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    said = at_browser(cast.bo).post(page(cast, "proposals/1/verdict/"), {"harm": ""}).content.decode()
    assert "appears here as you type" in said
    assert "block the decision" not in said


def test_an_objection_through_the_page_blocks_and_is_shown_with_its_answers(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    form = page(cast, "proposals/1/rounds/1/objections/")
    browser = at_browser(cast.bo)
    assert browser.get(form).status_code == 200
    browser.post(form, valid_objection_tests(element) | {"element": element.pk})
    shown = browser.get(page(cast, "proposals/1/")).content.decode()
    assert "Objection by Bo Nguyen" in shown
    assert "This blocks the decision." in shown
    assert "Only Bo lifts it." in shown


def test_a_concern_needs_words(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    answer = at_browser(cast.bo).post(page(cast, "proposals/1/rounds/1/positions/"), {"kind": "concern"})
    assert answer.status_code == 422


def test_a_new_text_is_shown_with_what_changed(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text="We change the seal.")
    revise(round_.proposal, by=cast.ada, text="We change the tested seal.")
    shown = at_browser(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "added: </span>tested </ins>" in shown


def test_the_rail_shows_the_circle_in_which_something_is_proposed(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    browser = at_browser(cast.bo)
    marked = r'<a class="rail__item[^"]*" href="([^"]+)" aria-current="true">'
    shown = compact(browser.get(page(cast, "proposals/1/")).text)
    assert re.findall(marked, shown) == [cast.circle.get_absolute_url()]
    assert not re.findall(marked, compact(browser.get(page(cast, "proposals/")).text))


def test_a_decision_reads_like_minutes(cast: Cast) -> None:
    adopted(cast, cost=1_200)
    shown = at_browser(cast.pia).get(page(cast, "decisions/1/")).content.decode()
    for words in ("Six weeks of lead time.", "€1,200 of Hydraulics", "Fay Lemoine", "Entry "):
        assert words in shown


def test_silence_is_shown_as_silence(cast: Cast) -> None:
    start = datetime.now(UTC) - timedelta(days=20)
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada, at=start), by=cast.ada, at=start)
    take_position(round_, "no_objection", by=cast.bo, at=start)
    write_due_outcomes(Proposal.objects.get())
    shown = at_browser(cast.pia).get(page(cast, "decisions/1/")).content.decode()
    assert "Silent" in shown


def test_the_register_filters_by_address(cast: Cast) -> None:
    adopted(cast, title="A new seal")
    adopted(cast, title="A new hose", reversibility="costly")
    browser = at_browser(cast.pia)

    def titles(query: str) -> set[str]:
        shown = browser.get(page(cast, f"decisions/{query}")).content.decode()
        return {title for title in ("A new seal", "A new hose") if f">{title}</a>" in shown}

    assert titles("") == {"A new seal", "A new hose"}
    assert titles("?state=cheap") == {"A new seal"}
    assert titles("?q=hose") == {"A new hose"}
    assert titles("?circle=power") == set()
    assert titles("?state=concern&circle=hydraulics") == {"A new seal", "A new hose"}
    assert titles("?state=past") == set()


@pytest.mark.parametrize("rest", ["decisions/", "proposals/?state=all", "circles/hydraulics/"])
def test_lists_take_the_same_queries_whatever_the_rows(
    cast: Cast, rest: str, django_assert_max_num_queries: Any
) -> None:
    browser = at_browser(cast.pia)
    counts = []
    for _ in range(3):
        adopted(cast)
        browser.get(page(cast, rest))  # the frame around the page is kept until the next change
        with django_assert_max_num_queries(30) as asked:
            browser.get(page(cast, rest))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_in_french_for_who_reads_french(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    cast.bo.language = "fr"
    cast.bo.save()
    answer = at_browser(cast.bo).get(page(cast, "proposals/1/"))
    assert answer.headers["Content-Language"] == "fr"
    assert 'cx="136.0"' in answer.content.decode()  # numbers of the picture are not for reading


def test_a_reference_leads_to_its_page(cast: Cast) -> None:
    adopted(cast)
    browser = at_browser(cast.bo)
    assert browser.get(page(cast, "go/D-1/"), follow=True).status_code == 200
    assert browser.get(page(cast, "go/P-1/"), follow=True).status_code == 200


def test_the_api_tells_a_story_from_proposal_to_decision(cast: Cast) -> None:
    ada, bo, fay = (Client(headers=by_token(cast[who])) for who in ("ada", "bo", "fay"))
    sent = {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal.", "cost": "20", "open_round": True}
    made = ada.post(operation(cast, "proposals"), sent, content_type="application/json").json()
    assert (made["reference"], made["route"]["decides"], made["route"]["in_sync"]) == ("P-1", "hydraulics", False)
    for person in (bo, fay):
        person.post(operation(cast, "proposals/1/positions"), {"kind": "no_objection"}, content_type="application/json")
    assert ada.get(operation(cast, "proposals/1")).json()["decision"] == "D-1"
    assert [row["reference"] for row in ada.get(operation(cast, "decisions")).json()["rows"]] == ["D-1"]


def test_a_facilitator_records_by_the_api_what_was_said_aloud(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    sent = {"kind": "no_objection", "person": str(cast.bo.pk)}
    address = operation(cast, "proposals/1/positions")
    assert Client(headers=by_token(cast.ada)).post(address, sent, content_type="application/json").status_code == 403
    assert Client(headers=by_token(cast.fay)).post(address, sent, content_type="application/json").status_code == 201
    assert round_.positions.get().recorded_by == cast.fay


def test_the_sync_is_the_only_way_in(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, cost=Decimal(2_600))
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    with pytest.raises(Refused):
        adopt(round_.proposal, by=cast.fay)
    deciding_sync = DecidingSync(cast.project.circles.general(), datetime.now(UTC), "General sync", "/sync/1/")
    assert adopt(round_.proposal, by=cast.fay, sync=deciding_sync).reference == "D-1"
    assert Round.objects.get().outcome == Round.Outcome.CONSENTED


@pytest.mark.parametrize(
    ("text", "amount", "cost"),
    [
        ("Ten packs (€2,600,: see the offer).", "€2,600", "2600"),
        ("At most 3 200 € in all.", "3 200 €", "3200"),
        ("Ten at 12.50 EUR, no more.", "12.50 EUR", "12.50"),
    ],
)
def test_an_amount_ends_with_its_figures_and_the_form_asks_whether_it_is_the_cost(
    cast: Cast, text: str, amount: str, cost: str
) -> None:
    said = at_browser(cast.ada).post(page(cast, "proposals/route/?circle=hydraulics"), {"text": text}).text
    assert f"Your text names {amount}. Is that what it costs?" in said
    assert set(re.findall(r'name="effect-amount-([^"]*)"', said)) == {cost}


def test_the_route_says_where_the_named_amount_leads_once_it_is_the_cost(cast: Cast) -> None:
    browser, here = at_browser(cast.ada), page(cast, "proposals/route/?circle=hydraulics")
    assert "Hydraulics decides" in browser.post(here, {"text": "Packs, €2,600."}).text
    assert "Goes to" in browser.post(here, {"text": "Packs, €2,600.", "effect-amount-2600": "yes"}).text


def test_each_circle_on_the_way_says_what_it_does(cast: Cast) -> None:
    typed = {"tension": "Clouds.", "text": "Packs.", "cost": "2600", "reversibility": "easy"}
    said = at_browser(cast.ada).post(page(cast, "proposals/route/?circle=hydraulics"), typed).text
    assert "proposes it" not in said
    assert "decides what Hydraulics may not decide alone" in said


def test_what_asks_nobody_else_is_adopted_at_once_and_says_so_before(ada: User) -> None:
    general = a_project(ada).circles.general()
    browser = at_browser(ada)
    here = f"/p/{general.project.slug}/"
    asked = "You are the only person asked, so it is adopted at once."
    assert asked in browser.get(f"{here}proposals/new/?circle=general").text
    sent = {"tension": "Dark", "text": "A lamp.", "reversibility": "irreversible", "review_months": "3", "open": "yes"}
    browser.post(f"{here}proposals/new/?circle=general", sent)
    assert Decision.objects.get().title == "A lamp"
    general.admit(a_person(), by=ada)
    assert asked not in browser.get(f"{here}proposals/new/?circle=general").text
