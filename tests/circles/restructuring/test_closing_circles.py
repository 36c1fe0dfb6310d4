"""A closed circle leaves its work to the circle around it, stays readable, and can be opened again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from circles.circles.models import Circle, Domain
from circles.invitations.models import Invitation, JoinLink
from circles.money.models import Purse
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Merger, Reopening
from decisions.actions.models import Action
from decisions.decisions.models import Decision
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.circles.circles.checks import assert_money_adds_up, names_in
from tests.factories import a_circle, a_person, a_round, an_action
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


@replayed
def adopted(circle: Circle, by: User, cost: int) -> Decision:
    """Have something adopted in the circle by all who are asked."""
    for one in circle.ancestors(include_self=True).exclude(parent=None):
        one.allow(Decimal(cost), "costly", by=by)  # a limit binds the circles inside as well
    round_ = a_round(circle=circle, by=by, cost=Decimal(cost))
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    return Decision.objects.get(proposal=round_.proposal)


@pytest.mark.both_databases
def test_the_circle_around_a_closed_one_takes_over_what_lives_in_it(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    seals = a_circle(bo, inside=hydraulics, name="Seals", money=500)
    round_, action = a_round(circle=hydraulics, by=bo), an_action(hydraulics, by=bo)
    paper = Document.create(hydraulics, "Inlet tests", by=bo)

    Closing(hydraulics, "the pump is bought").apply(by=ada)

    round_.refresh_from_db()
    action.refresh_from_db()
    seals.refresh_from_db()
    paper.refresh_from_db()
    hydraulics.refresh_from_db()
    assert hydraulics.is_closed
    assert (seals.parent, action.circle, paper.circle) == (design, design, hydraulics)
    assert (round_.proposal.circle, round_.decides) == (design, design)
    assert Domain.objects.get(key="HYD-IN").circle == design
    assert names_in(design) == ["Ada Mercier", "Bo Nguyen", "Fay Lemoine"]
    assert names_in(hydraulics) == []
    assert Purse.of(design).in_hand == 5_500
    assert_money_adds_up(project)


def test_a_closing_does_and_records_what_its_preview_says(hydraulics: Circle, ada: User, bo: User) -> None:
    a_round(circle=hydraulics, by=bo)

    said = list(Closing(hydraulics).preview())
    Closing(hydraulics, "the pump is bought").apply(by=ada)

    assert said == [
        "Everything in it stays readable. Nothing new can begin in it.",
        "1 person goes on in Design.",
        "HYD-IN goes to Design.",
        "€4,000 go back to Design; what decisions have reserved stays with them.",
        "1 open proposal goes on in Design; who is asked already still is.",
    ]
    entry = Entry.objects.get(event="circle.closed")
    assert (entry.scope, entry.facts["why"], entry.facts["proposals"]) == ("hydraulics", "the pump is bought", 1)
    assert Notice.objects.filter(event="circle.closed", user__name="Fay Lemoine").exists()
    assert not list(Entry.breaks_of(hydraulics.project_id))


def test_links_and_invitations_into_a_closed_circle_let_nobody_in_even_once_it_is_open_again(
    hydraulics: Circle, ada: User, bo: User
) -> None:
    eve, until = a_person("Eve Martin"), timezone.localdate() + timedelta(days=30)
    link = JoinLink.make(hydraulics, by=bo, ends_on=until)
    Invitation.send(hydraulics, str(eve.email), by=bo)
    Closing(hydraulics).apply(by=ada)
    with pytest.raises(Refused, match="no one can join"):
        Invitation.send(hydraulics, str(eve.email), by=ada)
    Reopening(hydraulics).apply(by=ada)
    with pytest.raises(Refused):
        JoinLink.objects.get(pk=link.pk).join(by=eve)
    with pytest.raises(Refused):
        Invitation.objects.get().accept(by=eve)


def test_what_waits_for_people_of_a_closed_circle_still_waits(hydraulics: Circle, ada: User, bo: User) -> None:
    action = an_action(hydraulics, by=ada, owner=bo)
    Closing(hydraulics).apply(by=ada)
    notice = bo.notices.waiting(clock.now()).get(reference=action.reference, event="action.created")
    assert notice.address == Action.objects.get(pk=action.pk).get_absolute_url()


def test_a_decision_of_a_closed_circle_keeps_its_money_and_can_still_be_paid(
    project: Project, hydraulics: Circle, ada: User, bo: User
) -> None:
    decision = adopted(hydraulics, bo, cost=1_000)

    Closing(hydraulics).apply(by=ada)

    assert Purse.of(hydraulics).reserved == 1_000
    assert_money_adds_up(project)
    Purse.free(decision, by=ada)
    assert [Purse.of(hydraulics).in_hand, Purse.of(hydraulics.parent or hydraulics).in_hand] == [0, 6_000]
    assert_money_adds_up(project)


def test_neither_the_general_circle_nor_a_closed_one_can_be_closed(project: Project, hydraulics: Circle) -> None:
    with pytest.raises(Refused, match="stays as long as the project"):
        Closing(project.circles.general()).apply(by=None)
    Closing(hydraulics).apply(by=None)
    with pytest.raises(Refused, match="closed"):
        Closing(hydraulics).apply(by=None)


def test_a_circle_is_reopened_with_its_people(hydraulics: Circle, design: Circle, ada: User) -> None:
    Closing(hydraulics).apply(by=ada)
    hydraulics.refresh_from_db()

    assert next(Reopening(hydraulics).preview()) == "In it again: Bo Nguyen and Fay Lemoine."
    Reopening(hydraulics).apply(by=ada)

    hydraulics.refresh_from_db()
    assert not hydraulics.is_closed
    assert names_in(hydraulics) == ["Bo Nguyen", "Fay Lemoine"]
    with pytest.raises(Refused, match="is open"):
        Reopening(hydraulics).apply(by=ada)


def test_a_merged_circle_is_reopened_once_the_one_around_it_is_open(
    design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    Merger(hydraulics, a_circle(bo, inside=design.project.circles.general(), name="Field")).apply(by=ada)
    Closing(design).apply(by=ada)
    with pytest.raises(Refused, match="open that one first"):
        Reopening(Circle.objects.get(pk=hydraulics.pk)).apply(by=ada)

    for circle in (design, hydraulics):
        Reopening(Circle.objects.get(pk=circle.pk)).apply(by=ada)
    hydraulics.refresh_from_db()
    assert (hydraulics.is_closed, hydraulics.merged_into) == (False, None)
    assert names_in(hydraulics) == ["Bo Nguyen", "Fay Lemoine"]
