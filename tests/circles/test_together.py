"""Several lists are read with one question, and come out as if each had been asked for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import User
from actions.models import Action
from circles.models import Circle, Membership, Project
from circles.together import read_together
from decisions.models import Proposal, Round
from tests.factories import a_proposal, a_round, an_action, an_element
from web.collation import Alphabetical

pytestmark = pytest.mark.django_db


def lists(circle: Circle) -> list[QuerySet[Any, Any]]:
    """Give one of each kind: rows with their neighbours, values, numbers, money, days, JSON, nothing."""
    seats = Membership.objects.current().filter(circle=OuterRef("pk"))
    return [
        Circle.objects.select_related("project", "parent").annotate(inside=Exists(seats)).order_by("-pk"),
        User.objects.order_by("-name"),
        Proposal.objects.in_project(circle.project).select_related("owner").prefetch_related("rounds"),
        Round.objects.filter(proposal__circle=circle).order_by("pk"),
        Action.objects.in_circle(circle).values("pk", "due_on", "circle__project", "circle__name"),
        Project.objects.values_list("id", "budget", "created_at"),
        Circle.objects.order_by("pk").values_list("key", flat=True),
        Circle.objects.values_list("parent").annotate(Count("pk")).order_by("parent"),
        Circle.objects.none(),
        Circle.objects.filter(key="nobody"),
        Circle.objects.order_by("name")[:1],
        Membership.objects.select_related("user").order_by(Alphabetical("user__name")).distinct(),
    ]


def told(rows: QuerySet[Any, Any]) -> list[Any]:
    """Write rows out, whole."""
    return [
        {key: value for key, value in vars(row).items() if key != "_state"} if hasattr(row, "_state") else row
        for row in rows
    ]


def test_lists_come_out_as_if_each_had_been_asked_for(
    circle: Circle, ada: User, bo: User, django_assert_num_queries: Any
) -> None:
    an_element(circle.project)
    a_round(circle=circle, by=ada, cost=Decimal("1234.50"), text='Says "60 €" and \\ and\nmore')
    a_proposal(circle=circle, by=bo)
    an_action(circle, by=ada, due_on=date(2026, 12, 24))
    apart = [told(rows) for rows in lists(circle)]

    together = lists(circle)
    with django_assert_num_queries(2):  # one more is the rounds that are prefetched
        read_together(*together, None)
        found = [told(rows) for rows in together]

    # neighbours and what was prefetched are other objects that are equal
    assert [[_plain(row) for row in rows] for rows in found] == [[_plain(row) for row in rows] for rows in apart]
    assert found[0]
    assert apart[3][0]["cost"] == Decimal("1234.50")


def _plain(row: Any) -> Any:
    return {key: value for key, value in row.items() if key[0] != "_"} if isinstance(row, dict) else row


def test_neighbours_and_what_is_prefetched_come_along(
    circle: Circle, ada: User, django_assert_num_queries: Any
) -> None:
    a_round(circle=circle, by=ada)
    proposals = Proposal.objects.select_related("owner", "circle__project").prefetch_related("rounds")
    circles = Circle.objects.in_project(circle.project).select_related("parent").order_by("pk")
    read_together(proposals, circles)
    with django_assert_num_queries(0):
        assert [one.owner for one in proposals] == [ada]
        assert proposals[0].circle.project == circle.project
        assert len(proposals[0].rounds.all()) == 1
        assert [one.parent and one.parent.key for one in circles] == [None, "general"]


def test_what_was_read_is_not_read_again(circle: Circle, django_assert_num_queries: Any) -> None:
    circles = Circle.objects.all()
    list(circles)
    with django_assert_num_queries(0):
        read_together(circles, Circle.objects.none(), None)
