"""What is composed once, for nobody, and asked about everybody (`web.composed_query`) is what the models say of each:
the numbers beside the sidebar's links, at any time; what is unread; which texts one may find.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from audit import clock
from chat.contexts.unread import unread_by_topic
from chat.models import ReadMarker, Topic
from chat.models.read_marker import unread_by, unread_in
from decisions.models import Proposal
from decisions.models.proposals.touched_clause import holders_of_touched
from decisions.workflows import round_closing
from inbox.models import Attention
from navigation.entries import nav_tallies
from navigation.nav_counts import numbers_for
from projects.models import Project
from search.models import Text
from search.visibility import visible_keys, visible_to
from specification.models import ClauseCircle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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
    assert len(seen) > 2, "it is the same for everybody"


def test_what_is_unread_is_what_the_rules_count() -> None:
    project, counted = Project.objects.get(), 0
    for person in User.objects.all():
        topics = Topic.objects.visible_to(person).filter(project=project)
        waiting: Any = unread_by(person, topics)
        expected = dict(waiting.values_list("pk", "unread"))
        assert unread_by_topic(project, person) == expected, person
        for topic in topics[:5]:
            assert unread_in(topic, person) == expected.get(topic.pk, 0)
        counted += len(expected)
    assert counted


def test_what_every_act_asks_is_what_the_models_say() -> None:
    project, now, seen = Project.objects.get(), clock.now(), set[tuple[Any, bool]]()
    for person in User.objects.all():
        is_in = project.memberships.current().filter(user=person).exists()
        assert project.has(person) == is_in, person
        for topic in Topic.objects.filter(project=project)[:5]:
            marker = ReadMarker.objects.filter(topic=topic, user=person).first()
            if marker:
                with transaction.atomic():
                    read = ReadMarker.of(topic, person)
                names = ("pk", "topic_id", "user_id", "seq", "read_at", "followed_at")
                assert [getattr(read, name) for name in names] == [getattr(marker, name) for name in names]
        seen.add((is_in, bool(marker)))
    assert len(seen) > 2, "it is the same for everybody"
    for days in (0, 20):
        at = now + timedelta(days=days)
        for proposal in Proposal.objects.all():
            due = set(proposal.rounds.due(at).values_list("pk", flat=True))
            assert {pk for (pk,) in round_closing._due.rows(proposal=proposal.pk, now=at)} == due
            held = ClauseCircle.objects.filter(clause__touched_by__proposal=proposal.pk).order_by("clause", "pk")
            assert holders_of_touched(proposal) == list(held.values_list("clause__key", "circle"))
            seen.update({("due", bool(due)), ("holders", held.exists())})
    assert {("due", True), ("due", False), ("holders", True), ("holders", False)} <= seen


def test_who_follows_or_mutes_a_thing_or_its_place() -> None:
    project, (ada, bo, marc) = Project.objects.get(), User.objects.order_by("pk")[:3]
    for user, what, thing in (
        (ada, "follow", "proposal:1"),
        (bo, "mute", "circle:field"),
        (marc, "follow", "action:1"),
    ):
        Attention.attend(user, what, project=project.pk, thing=thing, title="One", address="/")
    assert Attention.split(project.pk, "proposal:1", "circle:field") == ({ada.pk}, {bo.pk})
    assert Attention.split(project.pk, "proposal:1") == ({ada.pk}, set())
    assert Attention.split(project.pk, "proposal:2", "circle:moon") == (set(), set())
