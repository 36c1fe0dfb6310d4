"""The numbers beside the sidebar's links are those that each app counts, for everybody and at any time."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit import clock
from circles.extension_points import nav_tallies
from circles.models import Project
from circles.navigation.nav_counts import numbers_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_what_is_composed_for_nobody_counts_what_is_everybodys() -> None:
    project, seen = Project.objects.get(), set()
    for days in (-20, 0, 20):
        project.request_cache = {"now": clock.now() + timedelta(days=days)}
        for person in project.people():
            found = numbers_for(person, project)
            for link, tally in nav_tallies().items():
                counted = tally(project, person)
                number = sum(rows.count() for rows in counted.rows)
                is_new = counted.is_new if counted.new is None else counted.new.exists()
                assert (found[link].number, found[link].is_new) == (number, is_new), (person, link, days)
                seen.add((link, number > 0, is_new))
    for link in nav_tallies():
        assert {number for one, number, _new in seen if one == link} == {True, False}, f"{link}: always the same"


def test_the_inbox_counts_what_waits_now() -> None:
    project, numbers = Project.objects.get(), list[int]()
    for person in User.objects.filter(notices__done_at=None).distinct()[:5]:
        notices = person.notices.open()
        project.request_cache = {"now": clock.now()}
        before = numbers_for(person, project)["inbox"]
        assert (before.number, before.is_new) == (
            notices.waiting(clock.now()).last_of_things().count(),
            notices.waiting(clock.now()).unread().exists(),
        )
        notices.update(snoozed_until=clock.now() + timedelta(days=2))
        assert numbers_for(person, project)["inbox"].number == 0
        project.request_cache = {"now": clock.now() + timedelta(days=3)}
        assert numbers_for(person, project)["inbox"].number == before.number
        numbers.append(int(before.number))
    assert any(numbers)
