"""Who owns a proposal and when it is looked at again: no text, so no new round, but nothing behind anyone's back."""

import pytest
from django.test import Client

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User
from foundation.audit.models import Entry, PersonalValue
from foundation.inbox.models import Notice
from tests.decisions.decisions.examples import NO_OBJECTION
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_proposal, a_round, a_topic
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
VERB = "proposal.details_changed"
ENTRY_POINTS = pytest.mark.parametrize("entry_point", ["page", "api"])


def changes(cast: Cast, entry_point: str, **manners: str) -> int:
    """Change these of P-1, by ada; returns the status."""
    proposal = Proposal.objects.get()
    if entry_point == "api":
        headers = by_token(cast.ada)
        address = operation(cast, "proposals/1")
        return Client().patch(address, manners, content_type="application/json", headers=headers).status_code
    kept = {name: getattr(proposal, name) for name in ("title", "tension", "text", "effect", "cost", "reversibility")}
    sent = {**kept, "owner": proposal.owner_id, "review_months": proposal.review_months, **manners}
    return at_browser(cast.ada).post(page(cast, "proposals/1/revision/"), sent).status_code


@ENTRY_POINTS
def test_an_earlier_review_date_opens_no_round_and_is_told_to_who_was_asked(cast: Cast, entry_point: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    assert changes(cast, entry_point, review_months="1") in (200, 302)
    round_.refresh_from_db()
    assert round_.closed_at is None
    assert round_.proposal.rounds.count() == 1
    assert Entry.objects.get(event=VERB).facts["review_months"] == 1
    assert not Entry.objects.filter(event="proposal.text_changed").exists()
    told = Notice.objects.filter(event=VERB).values_list("user__name", flat=True)
    assert set(told) == {"Bo Nguyen", "Fay Lemoine"}


@ENTRY_POINTS
def test_to_a_later_review_date_people_are_asked_anew(cast: Cast, entry_point: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, NO_OBJECTION, by=cast.bo)
    assert changes(cast, entry_point, review_months="60") in (200, 302)
    first, second = round_.proposal.rounds.order_by("number")
    assert (first.outcome, second.closed_at) == ("replaced", None)
    assert any(one.to_reconfirm for one in second.participants())


@ENTRY_POINTS
def test_another_owner_is_named_in_the_record_and_hears_of_it(cast: Cast, entry_point: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    assert changes(cast, entry_point, owner=str(cast.pia.pk)) in (200, 302)
    assert Proposal.objects.get().owner == cast.pia
    entry = Entry.objects.get(event=VERB)
    assert PersonalValue.objects.get(entry=entry, name="owner").value == "Pia Roy"
    assert Notice.objects.to(cast.pia).get(event=VERB).reason == Notice.Reason.OWNER


@pytest.mark.both_databases
def test_who_owned_it_before_hears_that_they_do_no_more(cast: Cast) -> None:
    revise(a_proposal(circle=cast.circle, by=cast.ada, owner=cast.bo), by=cast.ada, owner=cast.pia)
    assert Notice.objects.to(cast.bo).filter(event=VERB).exists()


@ENTRY_POINTS
def test_nobody_outside_owns_it(cast: Cast, entry_point: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    assert changes(cast, entry_point, owner=str(cast.eve.pk)) in (404, 422)
    assert Proposal.objects.get().owner == cast.ada


def test_a_text_that_changes_as_well_asks_anew(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    revise(round_.proposal, by=cast.ada, text="The blue seal.", review_months=12)
    assert round_.proposal.rounds.count() == 2
    assert Entry.objects.get(event="proposal.text_changed").facts["changed"] == ["text", "review_months"]


def test_a_name_that_nobody_gave_follows_the_text_and_one_that_was_given_stays(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    revise(proposal, by=cast.ada, text="The blue seal.", title=proposal.title)
    assert Proposal.objects.get().title == "The blue seal"
    revise(Proposal.objects.get(), by=cast.ada, title="Another seal")
    revise(Proposal.objects.get(), by=cast.ada, text="The red seal.")
    assert Proposal.objects.get().title == "Another seal"


def test_a_proposal_from_a_message_quotes_it(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=bo), "Farms run dry below **11 volts**.", by=bo)
    address = f"/p/{circle.project.slug}/proposals/new/?circle={circle.key}&from=message-{message.pk}"
    words = {"tension": "Dry farms", "text": "Switch off later.", "reversibility": "easy", "review_months": "3"}
    assert at_browser(ada).post(address, words).status_code == 302
    link = Link.objects.into(Proposal.objects.get()).get()
    assert (link.source, link.quote) == (str(message.pk), "Farms run dry below **11 volts**.")
