"""A moved circle takes its people, its money and its open work along."""

from decimal import Decimal

import pytest

from circles.circles.models import Circle
from circles.money.models import Purse
from circles.projects.models import Project
from circles.restructuring.changes import Merger, Move
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.circles.circles.checks import assert_money_adds_up
from tests.factories import a_circle, a_round

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_moved_circle_takes_its_money_along_and_nobody_else_has_less(
    project: Project, design: Circle, hydraulics: Circle, ada: User
) -> None:
    test = a_circle(ada, inside=project.circles.general(), name="Prototype", money=1_000)
    before = {circle.pk: Purse.of(circle).in_hand for circle in project.circles.select_related("project")}

    Move(hydraulics, test).apply(by=ada)

    hydraulics.refresh_from_db()
    assert hydraulics.parent == test
    assert {circle.pk: Purse.of(circle).in_hand for circle in project.circles.select_related("project")} == before
    assert Purse.of(test).allotted == 5_000
    assert Purse.of(design).allotted == 2_000
    assert_money_adds_up(project)


def test_a_move_or_merger_across_branches_affects_the_circles_between(
    project: Project, hydraulics: Circle, ada: User
) -> None:
    field = a_circle(ada, inside=project.circles.general(), name="Field")
    farm = a_circle(ada, inside=field, name="Farm")
    for change in (Move(hydraulics, farm), Merger(hydraulics, farm)):
        assert {one.name for one in change.affects()} == {"Hydraulics", "Design", "Farm", "Field"}


def test_an_open_round_follows_its_circle_to_the_limits_of_its_new_place(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    hydraulics.allow(Decimal(10), "costly", by=ada)
    round_ = a_round(circle=hydraulics, by=bo, cost=Decimal(100))
    design.allow(Decimal(1_000), "costly", by=ada)
    round_.refresh_from_db()
    assert round_.decides == design

    Move(hydraulics, project.circles.general()).apply(by=ada)

    round_.refresh_from_db()
    assert round_.decides == project.circles.general()


def test_a_circle_cannot_move_into_itself_or_to_where_it_is(design: Circle, hydraulics: Circle, ada: User) -> None:
    for to, why in ((hydraulics, "inside itself"), (design, "inside itself"), (design.parent, "already")):
        assert to is not None
        with pytest.raises(Refused, match=why):
            Move(design, to).apply(by=ada)
    with pytest.raises(Refused, match="into itself"):
        Merger(design, hydraulics).apply(by=ada)
