"""Whoever is affected says so from where they see the proposal, without any script, and is led back there."""

from datetime import timedelta
from html import unescape

import pytest

from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import Claim, Round
from decisions.decisions.workflows.claims import claim, release_claim
from decisions.decisions.workflows.proposals import open_round
from foundation.audit import clock
from tests.decisions.decisions.people import Cast, adopted, page
from tests.factories import a_proposal, a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def shown(cast: Cast, who: str, rest: str, status: int = 200) -> str:
    answer = at_browser(cast[who]).get(page(cast, rest))
    assert answer.status_code == status
    return unescape(answer.content.decode())


def offers(cast: Cast, who: str, rest: str) -> bool:
    return f'href="{page(cast, "proposals/1/claims/")}?back=' in shown(cast, who, rest)


@pytest.mark.parametrize("rest", ["proposals/", "circles/hydraulics/", "map/hydraulics/"])
def test_every_list_offers_a_claim_to_those_of_other_circles_only(cast: Cast, rest: str) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    assert offers(cast, "pia", rest)
    assert not offers(cast, "bo", rest)  # it is of their own circle


def in_the_general_sync(cast: Cast) -> Round:
    """Open a round a while ago that the next general sync decides."""
    at = clock.now() - timedelta(days=12)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.project.circles.general()], at=at)
    return open_round(proposal, by=cast.ada, at=at)


@pytest.mark.parametrize("rest", ["", "sync/"])
def test_the_agenda_of_the_next_sync_offers_it_too(cast: Cast, rest: str) -> None:
    in_the_general_sync(cast)
    assert offers(cast, "pia", rest)
    assert not offers(cast, "bo", rest)


@pytest.mark.both_databases
def test_the_room_of_a_sync_and_its_phone_offer_it_for_the_point_at_hand(cast: Cast) -> None:
    in_the_general_sync(cast)
    sync = open_sync(cast.project.circles.general(), by=cast.fay)
    sync.turn_to(sync.points.get(reference="P-1"), by=cast.fay)
    for rest in ("sync/1/", "sync/1/hand/"):
        assert offers(cast, "pia", rest)
        assert not offers(cast, "bo", rest)


def test_today_offers_it_to_who_is_asked_for_one_circle_and_sits_in_another(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    assert not offers(cast, "bo", "")
    cast.power.admit(cast.bo, by=cast.pia)
    assert offers(cast, "bo", "")


def test_who_is_affected_already_is_not_offered_it(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada, named=[cast.power])
    assert not offers(cast, "pia", "proposals/")


def test_what_is_decided_is_not_offered(cast: Cast) -> None:
    adopted(cast)
    assert not offers(cast, "pia", "proposals/?state=all")
    assert "decided already" in shown(cast, "pia", "proposals/1/claims/")


def test_a_claim_made_from_a_list_leads_back_to_it_and_the_route_has_changed(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    back = page(cast, "proposals/?state=all")
    form = shown(cast, "pia", f"proposals/1/claims/?back={back}")
    assert f'name="back" value="{back}"' in form
    sent = {"circle": cast.power.pk, "what": "PWR-OUT", "back": back}
    answer = at_browser(cast.pia).post(page(cast, "proposals/1/claims/"), sent)
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert Round.objects.get().sync_of == cast.project.circles.general()


def test_nobody_is_led_to_another_site(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    sent = {"circle": cast.power.pk, "what": "PWR-OUT", "back": "https://elsewhere.example/"}
    answer = at_browser(cast.pia).post(page(cast, "proposals/1/claims/"), sent)
    assert answer["Location"] == page(cast, "proposals/1/")


def test_a_form_that_says_nothing_is_shown_again_with_what_is_missing(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    answer = at_browser(cast.pia).post(page(cast, "proposals/1/claims/"), {"circle": cast.power.pk, "what": ""})
    assert answer.status_code == 422
    assert not Claim.objects.exists()
    assert "This affects us" in unescape(answer.content.decode())
    assert "Name a thing of yours that it affects" in answer.text


def test_who_has_no_other_circle_reads_why_there_is_nothing_to_claim(cast: Cast) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    assert "are among the affected ones already" in shown(cast, "ada", "proposals/1/claims/")
    shown(cast, "eve", "proposals/1/claims/", status=404)


def test_a_claim_that_was_settled_no_longer_moves_the_route_that_is_shown_while_one_types(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    made = claim(proposal, cast.power, by=cast.pia, names="PWR-OUT", what="Our cable is too thin.")
    address = page(cast, "proposals/route/?circle=hydraulics&proposal=1")

    def said() -> str:
        return unescape(at_browser(cast.ada).post(address, {"text": "A thicker cable."}).text)

    assert "PWR-OUT: Our cable is too thin." in said()
    release_claim(made, by=cast.pia, settled="The old one is enough.")
    assert "in a round of its own" in said()
    assert "PWR-OUT" not in said()
