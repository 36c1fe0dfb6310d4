"""What came of the points of a sync stands in its minutes, also where nobody wrote it down."""

from datetime import timedelta

import pytest

from actions.models import Action
from audit import clock
from meetings.models import Sync
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db


def test_the_minutes_say_what_came_of_each_late_action() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada).general
    general.admit(bo, by=ada)
    for what in ("Order the seals", "Weigh the pack", "Ask the supplier"):
        Action.make(general, what, by=ada, owner=bo, due_on=clock.now().date() - timedelta(days=3))
    sync = Sync.hold(general, by=ada)
    first, second, _third = sync.points.filter(kind="action").order_by("place")
    sync.turn_to(first, by=ada)
    Action.objects.get(number=1).finish(how="They came on Monday.", by=bo)
    sync.turn_on(by=ada)
    Sync.objects.get(pk=sync.pk).make_action("Borrow a scale", by=ada, owner=bo, point=second)
    Sync.objects.get(pk=sync.pk).turn_on(by=ada)
    Sync.objects.get(pk=sync.pk).turn_on(by=ada)
    assert [point.outcome for point in sync.points.filter(kind="action").order_by("place")] == [
        "They came on Monday.",
        "A-4",
        "still open",
    ]
