"""What a proposal names and what ended since is said, and nothing is adopted before a person looked."""

import pytest
from django.test import Client

from circles.circles.models import Circle
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import confirm_citations, open_round, revise
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import DEAR, NO_OBJECTION, a_deciding_sync, decision_of, taken
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_proposal
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(circle: Circle, ada: User, bo: User) -> Decision:
    """A decision of Hydraulics, D-1."""
    return taken(circle, ada, bo)


@pytest.mark.parametrize("how", ["replaces", "revokes"])
def test_what_ended_since_it_was_written_holds_its_adoption_up(
    named: Decision, circle: Circle, ada: User, bo: User, how: str
) -> None:
    relying = a_proposal(circle=circle, by=ada, text="Two more of what D-1 says.")
    assert not relying.outdated.exists()
    round_ = open_round(relying, by=ada)
    taken(circle, ada, bo, **{how: named})
    assert list(relying.outdated) == [named]

    take_position(round_, NO_OBJECTION, by=bo)  # all have spoken: it is agreed, and waits for who proposes
    assert decision_of(relying) is None
    with pytest.raises(Refused, match="D-1 no longer holds"):
        adopt(Proposal.objects.get(pk=relying.pk), by=ada)

    confirm_citations(relying, by=ada)
    assert Entry.objects.get(event="proposal.citations_reviewed").facts["names"] == "D-1"
    assert Notice.objects.to(bo).filter(event="proposal.citations_reviewed").exists()
    assert adopt(Proposal.objects.get(pk=relying.pk), by=ada)


@pytest.mark.both_databases
def test_another_text_is_a_look_and_asks_everybody_again(named: Decision, circle: Circle, ada: User, bo: User) -> None:
    relying = a_proposal(circle=circle, by=ada, text="Two more of what D-1 says.")
    open_round(relying, by=ada)
    taken(circle, ada, bo, revokes=named)
    round_ = revise(relying, by=ada, text="Two more, though D-1 ended.")
    assert not Proposal.objects.get(pk=relying.pk).outdated.exists()
    assert round_
    take_position(round_, NO_OBJECTION, by=bo)
    assert decision_of(relying)


def test_another_owner_is_no_look(named: Decision, circle: Circle, ada: User, bo: User) -> None:
    relying = a_proposal(circle=circle, by=ada, text="Two more of what D-1 says.")
    open_round(relying, by=ada)
    taken(circle, ada, bo, revokes=named)
    revise(relying, by=ada, owner=bo)
    assert list(Proposal.objects.get(pk=relying.pk).outdated) == [named]


def test_what_had_ended_before_it_was_written_is_history(named: Decision, circle: Circle, ada: User, bo: User) -> None:
    taken(circle, ada, bo, revokes=named)
    relying = a_proposal(circle=circle, by=ada, text="D-1 did not work: we do this.")
    assert not relying.outdated.exists()
    with pytest.raises(Refused, match="as it was"):
        confirm_citations(relying, by=ada)


def test_a_sync_is_told_why_it_cannot_adopt_and_goes_on_once_somebody_looked(
    named: Decision, circle: Circle, power: Circle, ada: User, bo: User, eve: User
) -> None:
    relying = a_proposal(circle=circle, by=ada, text="Two more of what D-1 says.", named=[power], cost=DEAR)
    round_ = open_round(relying, by=ada)
    take_position(round_, NO_OBJECTION, by=bo)
    take_position(round_, NO_OBJECTION, by=eve)
    taken(circle, ada, bo, revokes=named)
    sync = a_deciding_sync(round_.decides)
    with pytest.raises(Refused, match="D-1 no longer holds"):
        adopt(relying, by=bo, sync=sync)
    assert Proposal.objects.get(pk=relying.pk).open_round
    confirm_citations(relying, by=ada)
    assert adopt(Proposal.objects.get(pk=relying.pk), by=bo, sync=sync)


def test_the_page_the_form_and_the_api_say_it_and_one_click_confirms(cast: Cast) -> None:
    named = adopted(cast)
    relying = a_proposal(circle=cast.circle, by=cast.ada, text=f"Two more of what {named.reference} says.")
    open_round(relying, by=cast.ada)
    adopted(cast, revokes=named)
    ada, bo = at_browser(cast.ada), at_browser(cast.bo)
    address = page(cast, f"proposals/{relying.number}/looks/")
    assert address in ada.get(relying.get_absolute_url()).content.decode()
    said = bo.get(relying.get_absolute_url()).content.decode()
    assert "was revoked since this was written" in said
    assert address not in said
    assert "no longer holds since" in ada.get(f"{relying.get_absolute_url()}revision/").content.decode()
    assert bo.post(address).status_code == 403

    api = Client(headers=by_token(cast.ada))
    read = operation(cast, f"proposals/{relying.number}")
    assert api.get(read).json()["outdated"] == [named.reference]
    assert api.post(f"{read}/looks").json()["outdated"] == []
    assert address not in ada.get(relying.get_absolute_url()).content.decode()
    assert ada.post(address).status_code == 409  # nothing to look at any more
