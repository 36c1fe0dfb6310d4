"""How deciding goes, as pictures with a table behind each, and what another limit would have changed."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from daily.pace.contexts.past_register import register_of
from daily.pace.contexts.tuner import MOVES_SHOWN, domain_tuner
from daily.pace.tuning import PastDecision
from decisions.decisions import routing
from decisions.decisions.models import Claim, Decision, Round
from decisions.decisions.workflows.claims import claim, release_claim
from foundation.audit import clock
from tests.decisions.decisions.people import Cast, a_cast, adopted, operation, page
from tests.factories import a_circle, a_person, a_round
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def dear(cast: Cast) -> Decision:
    """A decision that Hydraulics took itself, of more than it commits alone by now."""
    decision = adopted(cast, cost=Decimal(1_500))
    cast.circle.allow(Decimal(1_000), "costly", by=cast.fay)
    return decision


@pytest.mark.both_databases
def test_pictures_say_in_words_what_they_draw(cast: Cast) -> None:
    adopted(cast)
    answer = at_browser(cast.bo).get(page(cast, "pace/"))
    words = unescape(answer.text)
    assert "1 of 1 by the circle itself, 0 synchronised, 0 together." in words
    assert words.count("<figure") == words.count("As a table") == 4
    assert "nobody" not in words


def test_another_limit_is_proposed_in_one_press(cast: Cast) -> None:
    decision = dear(cast)
    browser = at_browser(cast.ada)
    words = unescape(browser.get(page(cast, "pace/?circle=hydraulics&limit=1500")).text)
    assert "With €1,500 Hydraulics would have decided 1 of 1 itself." in words
    assert decision.reference in words
    address = re.search(r'href="([^"]*proposals/new/[^"]*carry[^"]*)"', words)
    assert address
    form = browser.get(f"{urlsplit(address[1]).path}?{urlsplit(address[1]).query}")
    assert form.status_code == 200
    assert "Change what Hydraulics decides alone" in unescape(form.text)
    assert "€1,500" in unescape(form.text)


def about_the_bus(cast: Cast) -> Decision:
    """A decision of Hydraulics that needed the word of Power, which holds the bus."""
    decision = adopted(cast)
    decision.proposal.domains.add(Domain.objects.get(key="PWR-OUT"))
    Round.objects.filter(pk=decision.round_id).update(affected=[cast.circle.pk, cast.power.pk])
    return decision


def test_a_domain_in_other_hands_is_played_again_too(cast: Cast) -> None:
    about_the_bus(cast)
    found = register_of(cast.project).moved("PWR-OUT", cast.power, cast.circle)
    assert (found.gains.before, found.gains.itself, found.losses.fewer) == (0, 1, ())


def test_another_holder_of_a_domain_is_proposed_in_one_press(cast: Cast) -> None:
    decision = about_the_bus(cast)
    browser = at_browser(cast.ada)
    words = unescape(browser.get(page(cast, "pace/")).text)
    assert "If it held PWR-OUT, Hydraulics would have decided 1 of 1 itself." in words
    assert "Today Power holds it, and Hydraulics decides 0 itself." in words
    assert decision.reference in words
    address = re.search(r'href="([^"]*proposals/new/[^"]*handover[^"]*)"', words)
    assert address
    form = unescape(browser.get(address[1]).text)
    assert "Hand PWR-OUT to Hydraulics" in form
    asked = unescape(browser.get(page(cast, "pace/?domain=PWR-OUT&to=hydraulics")).text)
    assert asked.count("If it held PWR-OUT, Hydraulics") == 2, "as it was asked for, and as it is offered"


def test_programs_play_again_with_a_domain_elsewhere(cast: Cast) -> None:
    about_the_bus(cast)
    program = Client(headers=by_token(cast.bo))
    tuned = program.get(operation(cast, "tuning?circle=hydraulics&domain=PWR-OUT")).json()
    assert (tuned["limit"], tuned["holder"], tuned["itself"], tuned["fewer"]) == (None, "power", 1, [])
    assert program.get(operation(cast, "tuning?circle=power&domain=PWR-OUT")).status_code == 409


def test_a_holder_that_loses_decisions_is_told_which(cast: Cast) -> None:
    about_the_bus(cast)
    at_home = adopted(cast)
    at_home.proposal.domains.add(Domain.give(cast.circle, "HYD-FLOW", "The flow", by=cast.fay, sort="interface"))
    words = unescape(at_browser(cast.ada).get(page(cast, "pace/?domain=HYD-FLOW&to=power")).text)
    assert "Hydraulics would have decided 1 fewer itself." in words
    assert at_home.reference in words.partition("1 fewer itself.")[2].partition("</p>")[0]


def test_who_holds_a_domain_today_is_said(cast: Cast) -> None:
    about_the_bus(cast)
    assert "Power already holds PWR-OUT." in at_browser(cast.ada).get(page(cast, "pace/?domain=PWR-OUT&to=power")).text
    program = Client(headers=by_token(cast.bo))
    assert (
        program.get(operation(cast, "tuning?circle=power&domain=PWR-OUT")).json()["detail"]
        == "Power already holds PWR-OUT."
    )


@pytest.mark.parametrize("asked", ["domain=PWR-OUT", "limit=1500"])
def test_nothing_is_played_for_a_closed_circle(cast: Cast, asked: str) -> None:
    about_the_bus(cast)
    shop = a_circle(inside=cast.project.circles.general(), name="Shop")
    Circle.objects.filter(pk=shop.pk).update(closed_at=clock.now())
    answer = Client(headers=by_token(cast.bo)).get(operation(cast, f"tuning?circle=shop&{asked}"))
    assert (answer.status_code, answer.json()["detail"]) == (409, "This circle is closed.")


def test_what_is_offered_is_played_once(cast: Cast) -> None:
    keys = [f"PWR-{number}" for number in range(MOVES_SHOWN + 2)]
    for key in keys:
        Domain.give(cast.power, key, "A bus", by=cast.fay, sort="interface")
    touches = [routing.Touch(cast.power.pk, routing.Because.TOUCHES, key) for key in keys]
    past = [
        PastDecision(number, routing.ProposalFacts(cast.circle.pk, Decimal(0), touches=(touch,)))
        for number, touch in enumerate(touches)
    ]
    decisions = [Decision(number=one.number) for one in past]
    register = replace(register_of(cast.project), past=past, decisions=decisions)
    offered = domain_tuner(cast.project, register, "", "")["moves"]
    assert [id(tune.move) for tune in offered] == [id(one) for one in register.domain_moves[:MOVES_SHOWN]]


def test_claims_are_read_for_who_shows_them_alone(cast: Cast) -> None:
    def reads_claims(rest: str) -> bool:
        with CaptureQueriesContext(connection) as asked:
            assert Client(headers=by_token(cast.bo)).get(operation(cast, rest)).status_code == 200
        return any(f'FROM "{Claim._meta.db_table}"' in one["sql"] for one in asked)

    dear(cast)
    assert reads_claims("pace")
    assert not reads_claims("tuning?circle=hydraulics&limit=1500")


def test_claims_are_counted_by_who_claims_at_whom(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    claim(proposal, cast.power, by=cast.pia, what="The bus sags.")
    release_claim(Claim.objects.get(), by=cast.pia, settled="The bus is measured first.")
    claim(proposal, cast.power, by=cast.pia, what="The fuse is ours.")
    words = unescape(at_browser(cast.bo).get(page(cast, "pace/")).text)
    assert "Nothing was decided yet" in words
    adopted(cast)
    words = unescape(at_browser(cast.bo).get(page(cast, "pace/")).text)
    assert "Most often: Power → Hydraulics, 2." in words
    told = Client(headers=by_token(cast.bo)).get(operation(cast, "pace")).json()["claims"]
    assert told == [{"claimant": "power", "at": "hydraulics", "claims": 2, "released": 1, "mutual": False}]


def test_limits_that_change_something_are_offered(cast: Cast) -> None:
    dear(cast)
    register = register_of(cast.project)
    assert register.limits(cast.circle) == [1_500]
    assert register.limits(cast.power) == []


def test_pages_and_api_ask_a_fixed_number_of_queries(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert at_browser(cast.bo).get(page(cast, "pace/")).status_code == 200
        return len(asked)

    adopted(cast)
    few = queries()
    for _ in range(3):
        adopted(cast)
        a_round(circle=cast.circle, by=cast.ada)
    assert queries() <= few <= MOST + 4  # signing in among them
    with CaptureQueriesContext(connection) as asked:
        assert [one.get_absolute_url() for one in register_of(cast.project).decisions]
    assert not any(f'FROM "{Project._meta.db_table}"' in one["sql"] for one in asked), "to list decisions asks nothing"


def test_programs_read_the_pace_and_play_again(cast: Cast) -> None:
    dear(cast)
    program = Client(headers=by_token(cast.bo))
    told = program.get(operation(cast, "pace")).json()
    assert (told["decisions"], [one["way"] for one in told["ways"]]) == (1, ["own_scope"])
    assert told["ways"][0]["asked"] == 2
    tuned = program.get(operation(cast, "tuning?circle=hydraulics&limit=1500")).json()
    assert (tuned["of"], tuned["before"], tuned["itself"], tuned["more"]) == (1, 0, 1, ["D-1"])
    neither = program.get(operation(cast, "tuning?circle=hydraulics"))
    assert (neither.status_code, neither.json()["detail"]) == (409, "Give a limit as an amount, or a domain.")
    assert program.get(operation(cast, "tuning?circle=hydraulics&limit=much")).status_code == 409
    assert Client(headers=by_token(a_person("Zoe"))).get(operation(cast, "pace")).status_code == 404


def test_the_command_prints_the_tables(cast: Cast) -> None:
    dear(cast)
    out = StringIO()
    call_command("pace", cast.project.slug, stdout=out)
    assert "Who decides. 1 of 1 by the circle itself" in out.getvalue()
    assert "With €1,500 Hydraulics would have decided 1 of 1 itself." in out.getvalue()
    with pytest.raises(CommandError, match="no project"):
        call_command("pace", "nowhere")


def test_outsiders_find_no_pace(cast: Cast) -> None:
    assert at_browser(cast.eve).get(page(cast, "pace/")).status_code == 404
