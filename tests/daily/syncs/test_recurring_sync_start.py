"""From when a recurring sync is there."""

from datetime import timedelta

import pytest

from daily.syncs.models import RecurringSync
from foundation.audit import clock
from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_one_begun_in_the_past_has_been_there_since() -> None:
    ada = a_person("Ada")
    begun = clock.now() - timedelta(days=7)
    recurring_sync = RecurringSync.begin(a_circle(ada, inside=a_project(ada).circles.general()), by=ada, at=begun)
    assert (recurring_sync.created_at, recurring_sync.starts_on) == (begun, recurring_sync.project.day_of(begun))
