"""A decision is looked at again: kept, or amended or revoked by a decision; and what became of each concern."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from circles.circles.models import Circle
from circles.money.models import Purse, Reservation
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Move
from decisions.decisions.models import ConcernLook, Decision, Review
from decisions.decisions.routing import Because
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.reviews import hold_review, look_at_concern
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import DEAR, a_deciding_sync
from tests.factories import a_circle, a_proposal, a_round

pytestmark = pytest.mark.django_db

LAST_YEAR = datetime.now(UTC).date() - timedelta(days=400)


@pytest.fixture
def decision(circle: Circle, ada: User, bo: User) -> Decision:
    """A decision of Hydraulics that costs 40, with a concern of bo's."""
    round_ = a_round(circle=circle, by=ada, cost=Decimal(40))
    take_position(round_, "concern", by=bo, words="Six weeks of lead time.")
    return Decision.objects.get(proposal=round_.proposal)


def looked_at(decision: Decision, came_true: str = "no") -> dict[int, tuple[str, str]]:
    return {one.position.pk: (came_true, "") for one in decision.concerns()}


def adopt_after(review: Review, *people: User) -> Decision:
    """Have the proposal that a review led to adopted in its own circle."""
    assert review.proposal
    round_ = review.proposal.open_round or open_round(review.proposal, by=review.held_by)
    for person in people:
        take_position(round_, "no_objection", by=person)
    return Decision.objects.get(proposal=review.proposal)


@pytest.mark.both_databases
def test_kept_it_is_looked_at_again_after_the_same_span(decision: Decision, project: Project, ada: User) -> None:
    review = hold_review(decision, "kept", by=ada, helped="Two farms run.", concerns=looked_at(decision))

    decision.refresh_from_db()
    assert (decision.state, decision.is_in_force) == ("kept", True)
    assert decision.review_on == review.next_on == decision.next_review(project.day_of(review.held_at))
    assert list(Decision.objects.kept_at_review()) == [decision]
    assert not Decision.objects.due_for_review(project.day_of(review.held_at)).exists()
    assert Entry.objects.get(event="decision.reviewed_kept").facts["next_on"] == review.next_on.isoformat()


def test_nobody_keeps_it_until_a_year_that_cannot_be_meant(decision: Decision, ada: User) -> None:
    with pytest.raises(Refused, match="look at the year"):
        hold_review(decision, "kept", by=ada, helped="Yes.", concerns=looked_at(decision), next_on=date(9999, 12, 31))


def test_until_its_next_review_comes_it_is_not_due_and_then_it_is(
    decision: Decision, ada: User, project: Project
) -> None:
    today = project.day_of(decision.adopted_at)
    day = today + timedelta(days=30)
    hold_review(decision, "kept", by=ada, helped="Yes.", concerns=looked_at(decision), next_on=day)
    assert not Decision.objects.due_for_review(day - timedelta(days=1)).exists()
    assert Decision.objects.due_for_review(day).get() == decision


def test_a_review_says_of_each_concern_whether_it_came_true(decision: Decision, ada: User, bo: User) -> None:
    with pytest.raises(Refused, match="each concern"):
        hold_review(decision, "kept", by=ada, helped="Yes.", concerns={})
    assert not Review.objects.exists()

    hold_review(decision, "kept", by=ada, helped="Yes.", concerns=looked_at(decision, "yes"))

    (kept,) = decision.concerns()
    assert kept.came_true
    listed: Any = Decision.objects.for_lists().get()
    assert listed.worried == bo.name
    assert list(Decision.objects.with_what_came_true()) == [decision]
    assert Notice.objects.filter(user=bo, event="decision.reviewed_kept").exists()


def test_a_concern_may_come_true_before_the_review_and_the_last_look_counts(decision: Decision, bo: User) -> None:
    position = decision.concerns()[0].position
    look_at_concern(decision, position, "yes", by=bo, words="Nine weeks, not six.")
    assert decision.concerns()[0].came_true
    assert Entry.objects.get(event="concern.reviewed").facts["came_true"] == "yes"

    look_at_concern(decision, position, "no", by=bo)
    assert not decision.concerns()[0].came_true
    assert not Decision.objects.with_what_came_true().exists()


def test_what_is_to_be_amended_stays_in_force_until_the_proposal_that_replaces_it_is_adopted(
    decision: Decision, project: Project, ada: User, bo: User
) -> None:
    review = hold_review(
        decision, "amended", by=ada, helped="Half.", better="A softer seal.", concerns=looked_at(decision)
    )

    assert review.proposal
    assert (review.proposal.replaces, review.proposal.text) == (decision, decision.text)
    assert review.proposal.tension == "A softer seal."
    decision.refresh_from_db()
    assert decision.state == "in_force"
    assert decision.review_on == project.day_of(review.held_at) + timedelta(days=14)  # and comes back if nothing comes

    successor = adopt_after(review, bo)
    decision.refresh_from_db()
    assert (decision.state, decision.superseded_by) == ("amended", successor)
    assert list(Decision.objects.amended()) == [decision]
    assert not Decision.objects.superseded().exists()


def test_what_is_to_be_revoked_is_so_when_the_proposal_that_says_so_is_adopted(
    decision: Decision, project: Project, circle: Circle, ada: User, bo: User
) -> None:
    assert Purse.objects.get(circle=circle).reserved == 40
    review = hold_review(
        decision, "revoked", by=ada, helped="No.", drop="The school lends us its bench.", concerns=looked_at(decision)
    )
    decision.refresh_from_db()
    assert decision.is_in_force

    revocation = adopt_after(review, bo)

    decision.refresh_from_db()
    assert (decision.state, decision.revoked_by) == ("revoked", revocation)
    assert decision.revoked_because == "The school lends us its bench."
    assert Purse.objects.get(circle=circle).reserved == 0
    held = Reservation.objects.of(project, decision.reference)
    assert held
    assert held.freed_at
    assert list(revocation.revoked.all()) == [decision]
    told = Entry.objects.get(event="decision.revoked")
    assert told.facts["revoked_by"] == revocation.reference
    assert Notice.objects.filter(user=bo, event="decision.revoked").exists()
    assert list(Entry.breaks_of(project.pk)) == []


def test_what_is_revoked_is_neither_reviewed_nor_ended_again(decision: Decision, ada: User, bo: User) -> None:
    amending = a_proposal(circle=decision.circle, by=ada, replaces=decision)
    adopt_after(hold_review(decision, "revoked", by=ada, helped="No.", drop="Lent.", concerns=looked_at(decision)), bo)

    with pytest.raises(Refused, match="no longer in force"):
        hold_review(decision, "kept", by=ada, helped="Yes.", concerns=looked_at(decision))
    take_position(open_round(amending, by=ada), "no_objection", by=bo)
    assert not Decision.objects.filter(proposal=amending).exists()
    assert Entry.objects.get(event="round.changes_impossible").facts["why"]


@pytest.mark.parametrize(
    ("outcome", "said", "match"),
    [
        ("amended", {}, "how it could be better"),
        ("revoked", {}, "why it is to be dropped"),
        ("forgotten", {}, "kept, to be amended"),
        ("kept", {"next_on": LAST_YEAR}, "day to come"),
    ],
)
def test_a_review_from_which_nothing_clear_comes_is_refused(
    decision: Decision, ada: User, outcome: str, said: dict[str, object], match: str
) -> None:
    with pytest.raises(Refused, match=match):
        hold_review(decision, outcome, by=ada, helped="Yes.", concerns=looked_at(decision), **said)  # type: ignore[arg-type]
    assert not Review.objects.exists()


def test_what_others_were_asked_about_is_not_ended_without_them(
    project: Project, circle: Circle, power: Circle, ada: User, eve: User, fay: User
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power], cost=DEAR)
    for asked in round_.asked.select_related("user").distinct():
        take_position(round_, "no_objection", by=asked.user)
    decision = adopt(round_.proposal, by=fay, sync=a_deciding_sync(project.circles.general()))

    for terms in ({"revokes": decision}, {"replaces": decision}):
        again = a_round(circle=circle, by=ada, **terms)
        assert (again.decides, again.in_sync) == (project.circles.general(), True)
        assert again.asked.filter(user=eve, voice_of=power).exists()
        assert Because.UNDOES in {reason.code for reason in again.proposal.route().reasons}


def test_what_the_circle_around_decided_is_not_ended_below_it(
    project: Project, circle: Circle, ada: User, fay: User
) -> None:
    circle.unit_limit = Decimal(20)
    circle.save()
    round_ = a_round(circle=circle, by=ada, cost=Decimal(40))
    for asked in round_.asked.select_related("user").distinct():
        take_position(round_, "no_objection", by=asked.user)
    decision = adopt(round_.proposal, by=fay, sync=a_deciding_sync(project.circles.general()))

    again = a_round(circle=circle, by=ada, revokes=decision)

    assert (again.decides, again.in_sync) == (project.circles.general(), True)


@pytest.mark.parametrize("end", ["revokes", "replaces"])
@pytest.mark.parametrize("how", ["by its sync", "by limit, and its circle is closed since"])
def test_what_another_circle_decided_is_not_ended_lower_once_its_circle_hangs_elsewhere(
    project: Project, fay: User, ada: User, bo: User, eve: User, end: str, how: str
) -> None:
    design = a_circle(inside=project.circles.general(), name="Design", money=1_000)
    design.admit(eve, by=fay, roles=["pilot"])
    circle = a_circle(ada, bo, inside=design, name="Hydraulics", money=100, unit_limit=20)
    round_ = a_round(circle=circle, by=ada, cost=Decimal(40))
    for asked in round_.asked.select_related("user").distinct():
        take_position(round_, "no_objection", by=asked.user)
    decision = adopt(round_.proposal, by=eve, sync=a_deciding_sync(design))
    assert decision.decided_by == design

    Move(circle, a_circle(inside=project.circles.general(), name="Narrow")).apply(by=fay)
    if how != "by its sync":
        Closing(design).apply(by=fay)
    again = a_round(circle=Circle.objects.get(pk=circle.pk), by=ada, **{end: decision})

    assert (again.decides, again.in_sync) == (project.circles.general(), True)
    assert again.may_be_spoken_to_by(eve)
    assert Because.UNDOES in {reason.code for reason in again.proposal.route().reasons}


@pytest.mark.parametrize(("model", "words"), [(Review, {"helped": "No."}), (ConcernLook, {"words": "It did."})])
def test_what_was_found_is_never_changed(
    decision: Decision, ada: User, model: type[Review | ConcernLook], words: dict[str, str]
) -> None:
    hold_review(decision, "kept", by=ada, helped="Yes.", concerns=looked_at(decision))
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        model._default_manager.update(**words)
