"""What is asked about many things at once is what is said of each: the numbers beside the sidebar's links, at any time;
what is unread; which texts one may find.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from across.search.models import Text
from across.search.visibility import visible_keys, visible_to
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.contexts.unread import unread_by_topic
from chat.chat.models import Topic
from chat.chat.models.read_marker import unread_by, unread_in
from circles.navigation.entries import nav_tallies
from circles.navigation.nav_counts import numbers_for
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Attention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_language")]


@pytest.mark.both_databases
def test_the_sidebars_numbers_are_those_that_each_app_counts() -> None:
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


def test_who_may_find_a_text_is_whom_the_rules_name() -> None:
    keys, seen = set(Text.objects.values_list("pk", flat=True)), set()
    for person in User.objects.all():
        visible = visible_keys(person, keys)
        assert visible == set(Text.objects.filter(visible_to(person)).values_list("pk", flat=True)), person
        assert visible_keys(person, ()) == set()
        seen.add(len(visible))
    assert len(seen) > 2, "it is the same for everyone"


def test_what_is_unread_is_what_the_rules_count() -> None:
    project, counted = Project.objects.get(), 0
    for person in User.objects.all():
        topics = Topic.objects.visible_to(person).filter(project=project)
        assert set(topics_for(person, project)) == set(topics), person
        waiting: Any = unread_by(person, topics)
        expected = dict(waiting.values_list("pk", "unread"))
        assert unread_by_topic(project, person) == expected, person
        for topic in topics[:5]:
            assert unread_in(topic, person) == expected.get(topic.pk, 0)
        counted += len(expected)
    assert counted


def test_who_follows_or_mutes_a_thing_or_its_place() -> None:
    project, (ada, bo, marc) = Project.objects.get(), User.objects.order_by("pk")[:3]
    elsewhere = uuid4()
    for user, what, there, thing in (
        (ada, "follow", project.pk, "proposal:1"),
        (bo, "mute", project.pk, "circle:field"),
        (marc, "follow", project.pk, "action:1"),
        (marc, "follow", elsewhere, "circle:field"),
    ):
        Attention.attend(user, what, project=there, thing=thing, title="One", address="/")
    assert Attention.split(project.pk, "proposal:1", "circle:field") == ({ada.pk}, {bo.pk})
    assert Attention.split(project.pk, "proposal:1") == ({ada.pk}, set())
    assert Attention.split(project.pk, "proposal:2", "circle:moon") == (set(), set())
    assert Attention.split(elsewhere, "proposal:1", "circle:field") == ({marc.pk}, set())
