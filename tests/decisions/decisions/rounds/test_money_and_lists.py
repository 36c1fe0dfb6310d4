"""What decisions reserve, and finding what waits for whom."""

from datetime import timedelta
from decimal import Decimal

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.round_closing import close_due
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, FRIDAY, MONDAY, NO_OBJECTION, OBJECTION, TIME, decision_of
from tests.factories import a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_general_circle_cannot_adopt_beyond_the_budget(ada: User, bo: User) -> None:
    project = a_project(ada, budget=1_000)
    project.circles.general().admit(bo, by=ada)
    for cost in (900, 200):
        take_position(a_round(circle=project.circles.general(), by=ada, cost=cost), NO_OBJECTION, by=bo)
    assert [d.cost for d in Decision.objects.in_project(project)] == [900]
    second = Proposal.objects.get(project=project, cost=200)
    with pytest.raises(Refused, match="budget"):
        adopt(second, by=ada)
    project.budget = 1_100
    project.save()
    assert adopt(second, by=ada).reference == "D-2"


def test_a_decision_that_is_replaced_frees_what_it_reserved(circle: Circle, ada: User, bo: User) -> None:
    circle.allow(Decimal(9_000), "costly", by=ada)
    first = a_round(circle=circle, by=ada, cost=8_000)
    take_position(first, NO_OBJECTION, by=bo)
    old = Decision.objects.get()
    second = a_round(circle=circle, by=ada, cost=2_000, replaces=old)
    take_position(second, NO_OBJECTION, by=bo)
    old.refresh_from_db()
    assert old.superseded_by == Decision.objects.get(number=2)
    third = a_round(circle=circle, by=ada, cost=8_000)
    take_position(third, NO_OBJECTION, by=bo)
    assert decision_of(third.proposal)


def test_many_silent_bring_the_review_forward(circle: Circle, ada: User, bo: User) -> None:
    for _ in range(2):
        circle.admit(a_person(), by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=bo, at=FRIDAY)
    close_due(round_, at=MONDAY)
    assert Decision.objects.get().review_on == MONDAY.date() + timedelta(days=14)


def test_what_waits_for_bo_stops_waiting_when_he_has_spoken(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    take_position(round_, TIME, by=bo)
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    take_position(round_, CONCERN, by=bo, words="Lead time.")
    assert not Proposal.objects.waiting_for(bo).exists()
    assert list(Proposal.objects.waiting_for(eve)) == [round_.proposal]
    take_position(round_, TIME, by=bo)  # said after it: he asks for time again, and counts as silent
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]


def test_an_objection_waits_for_who_has_to_integrate_it(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada)
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    assert list(Proposal.objects.to_integrate_by(ada)) == [round_.proposal]
    assert not Proposal.objects.to_integrate_by(bo).exists()
    assert not Proposal.objects.waiting_for(bo).exists()


def test_who_objects_and_then_asks_for_time_is_waited_for_at_the_next_text_as_well(
    circle: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    for one in (bo, eve):
        take_position(round_, OBJECTION, by=one, objection_tests=valid_objection_tests(an_element(project)))
    take_position(round_, TIME, by=bo)
    next_round = revise(round_.proposal, by=ada, text="Two seals.")
    assert next_round is not None
    assert [one.user for one in next_round.participants() if one.is_silent] == [bo]
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    assert not Proposal.objects.waiting_for(eve).exists()  # an objection speaks to every text


def test_the_general_sync_finds_what_waits_for_it(circle: Circle, power: Circle, ada: User, project: Project) -> None:
    local, wide = a_round(circle=circle, by=ada), a_round(circle=circle, by=ada, named=[power])
    assert list(Proposal.objects.undecided().concerning(project.circles.general())) == [wide.proposal]
    assert list(Proposal.objects.undecided().concerning(circle).exclude(pk=wide.proposal.pk)) == [local.proposal]


def test_a_proposal_of_another_project_cannot_be_found(circle: Circle, ada: User, eve: User) -> None:
    a_proposal(circle=circle, by=ada)
    assert Proposal.objects.visible_to(ada).count() == 1
    assert not Proposal.objects.visible_to(eve).exists()


def test_every_change_stands_in_the_record_and_the_chain_holds(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    take_position(round_, NO_OBJECTION, by=bo)
    event_types = set(Entry.objects.of_project(project.pk).values_list("event", flat=True))
    assert {"proposal.created", "proposal.round_opened", "position.taken", "proposal.adopted"} <= event_types
    assert list(Entry.breaks_of(project.pk)) == []
