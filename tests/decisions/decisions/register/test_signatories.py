"""A decision's page ends like signed minutes: who facilitated and who wrote, as far as that is known; and is taken."""

import re
from datetime import timedelta

import pytest

from circles.circles.models import Membership, Role
from daily.syncs.models import Sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.small_acts import record_small_act
from foundation.audit import clock
from tests.decisions.decisions.people import Cast, adopted, page
from tests.factories import a_proposal
from tests.markup import compact
from tests.support.entry_points import at_browser
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


def foot(cast: Cast, number: int = 1) -> str:
    """Return what stands beside the seal of a decision, as bo reads it."""
    shown = compact(at_browser(cast.bo).get(page(cast, f"decisions/{number}/")).text)
    signed = re.search(r'<footer class="minutes__signed"><div><p>(.*?)</p>', shown, re.DOTALL)
    assert signed
    return " ".join(signed[1].split())


def in_hydraulics(cast: Cast, person: str) -> Membership:
    return cast.circle.memberships.get(user=cast[person])


@replayed
def taken_in_a_sync(cast: Cast, *, led_by: str = "fay") -> Sync:
    """Have what only the general sync decides taken there: fay facilitates unless she hands it on, bo writes."""
    general, begun = cast.project.circles.general(), clock.now() - timedelta(days=10)
    general.admit(cast.bo, by=cast.fay, roles=["secretary"])
    proposal = a_proposal(circle=general, by=cast.ada, reversibility="irreversible", at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    for one in round_.participants():
        take_position(round_, "no_objection", by=one.user)
    sync = open_sync(general, by=cast.fay)
    if led_by != "fay":
        sync.hand_to(cast[led_by], by=cast.fay)
    adopt_agreement(sync, sync.points.get(reference="P-1"), by=cast.fay)
    return sync


@pytest.mark.both_databases
def test_what_a_circle_decided_by_itself_names_who_held_the_roles_there_then(cast: Cast) -> None:
    in_hydraulics(cast, "bo").take_role("secretary", by=cast.fay)
    adopted(cast)
    in_hydraulics(cast, "fay").leave_role("facilitator", by=cast.fay)
    in_hydraulics(cast, "ada").take_role("facilitator", by=cast.fay)
    assert foot(cast).startswith("Facilitator Fay Lemoine. Secretary Bo Nguyen. Entry ")


def test_a_role_whose_term_was_over_by_then_signs_nothing(cast: Cast) -> None:
    in_hydraulics(cast, "bo").take_role("secretary", by=cast.fay)
    Role.objects.filter(kind="secretary").update(lapses_at=clock.now() - timedelta(minutes=1))
    adopted(cast)
    assert foot(cast).startswith("Facilitator Fay Lemoine. Entry ")


def test_where_nobody_held_the_roles_nobody_is_named(cast: Cast) -> None:
    in_hydraulics(cast, "fay").leave_role("facilitator", by=cast.fay)
    adopted(cast)
    assert foot(cast).startswith("Entry ")


def test_nobody_signs_what_was_done_first_and_recorded_after(cast: Cast) -> None:
    record_small_act(cast.circle, by=cast.ada, text="Replaced the tap of the test bench.")
    assert foot(cast).startswith("Entry ")


def test_what_a_sync_took_names_who_facilitated_and_wrote_in_it(cast: Cast) -> None:
    taken_in_a_sync(cast)
    assert foot(cast).startswith("Facilitator Fay Lemoine. Secretary Bo Nguyen. Entry ")


def test_who_facilitated_is_left_out_where_that_was_handed_on_after_it_was_taken(cast: Cast) -> None:
    taken_in_a_sync(cast).hand_to(cast.bo, by=cast.fay)
    assert foot(cast).startswith("Secretary Bo Nguyen. Entry ")


def test_who_facilitated_is_named_where_that_was_handed_on_before(cast: Cast) -> None:
    taken_in_a_sync(cast, led_by="pia")
    assert foot(cast).startswith("Facilitator Pia Roy. Secretary Bo Nguyen. Entry ")


def test_from_its_page_a_decision_is_printed_and_taken_as_pdf(cast: Cast) -> None:
    adopted(cast)
    browser = at_browser(cast.bo)
    shown = compact(browser.get(page(cast, "decisions/1/")).text)
    assert re.search(r"<button[^>]* data-prints><svg.*?</svg>Print</button>", shown)
    address = re.search(r'href="([^"]+)"><svg[^>]*><use[^>]*></use></svg>PDF</a>', shown)
    assert address
    assert browser.get(address[1]).content.startswith(b"%PDF")
