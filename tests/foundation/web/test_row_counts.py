"""The rows of several querysets are counted in one statement."""

from typing import Any

import pytest

from circles.circles.models import Circle, Membership
from foundation.accounts.models import User
from foundation.web.row_counts import count_rows
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_counts_are_those_of_each_queryset_by_itself(ada: User, bo: User, django_assert_num_queries: Any) -> None:
    circle = a_circle(ada, bo)
    a_circle(ada, inside=circle.project.circles.general(), name="Another")
    wanted = {
        "seats": Membership.objects.filter(user=ada),
        "ordered": Circle.objects.order_by("name"),
        "people": User.objects.filter(memberships__circle__in=Circle.objects.all()).distinct(),
        "none": Circle.objects.none(),
        "impossible": Circle.objects.filter(pk__in=[]),
    }
    expected = {name: rows.count() for name, rows in wanted.items()}
    with django_assert_num_queries(1):
        assert count_rows(User.objects.filter(pk=ada.pk), **wanted) == expected
    assert 0 < expected["people"] < Membership.objects.count()
    a_person("Fay")
    assert count_rows(Circle.objects.filter(pk=circle.pk), all=User.objects.all()) == {"all": User.objects.count()}
