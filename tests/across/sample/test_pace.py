"""How the sample's decisions were taken: mostly without waiting for a sync, by few people."""

from statistics import median

import pytest

from circles.projects.models import Project
from decisions.decisions.models import Decision, Proposal, Round

FEW, MANY = 4, 8


def asked_in(round_: Round) -> int:
    return round_.asked.values("user").distinct().count()


@pytest.mark.both_databases
def test_four_in_five_decisions_waited_for_no_sync(project: Project) -> None:
    taken = Decision.objects.in_project(project).filter(small_act=None)
    assert sum(not one.sync_address for one in taken) / taken.count() >= 0.8


def test_few_people_are_asked(project: Project) -> None:
    taken = Decision.objects.in_project(project).filter(small_act=None).select_related("round")
    asked = {one.reference: (asked_in(one.round), one.round.grave) for one in taken}
    assert median(number for number, _grave in asked.values()) <= FEW, asked
    assert max(number for number, grave in asked.values() if not grave) <= MANY, asked


@pytest.mark.parametrize("number", [26, 27])
def test_the_newest_small_ones_ask_three_people_at_most(project: Project, number: int) -> None:
    round_ = Proposal.objects.get(project=project, number=number).open_round
    assert round_ is not None
    assert round_.is_synchronised
    assert asked_in(round_) <= 3
