"""Every page makes a fixed number of queries, thirty at most, however much there is to show."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.models import Circle
from circles.projects.models import Project
from daily.syncs.models import AgendaItem
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from tests.e2e.page_addresses import FOR_PROGRAMS, SIGNED_OUT, addresses
from tests.factories import a_person, a_round
from tests.support.entry_points import at_browser
from tests.support.queries import MOST, queries_of
from tests.support.rotation import one_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_language")]

READER = "bo@heliopompe.example"
PARTS = 6
"""Each commit opens a sixth of all pages twice."""


def pages(browser: Client, paths: Iterable[str]) -> dict[str, int]:
    """Return how many queries each of these addresses makes, of those that answer with a page."""
    found = {path: queries_of(browser, path) for path in paths}
    return {path: len(queries) for path, queries in found.items() if queries is not None}


def fill(project: Project, circle: Circle, reader: User, number: int) -> None:
    """Let more of everything be there: people, circles, rounds and what comes of them, work, talk, texts, points."""
    newcomer = a_person(f"Newcomer {number}")
    circle.admit(newcomer, by=reader, roles=["gardener"])
    circle.open_circle(f"Inside {number}", by=reader).admit(newcomer, by=reader)
    a_round(circle=circle, by=newcomer)
    decided = a_round(circle=circle, by=newcomer)
    for asked in decided.asked.select_related("user"):
        take_position(decided, "no_objection", by=asked.user)
    Action.make(circle, f"Measure {number}", by=newcomer, owner=reader)
    post_message(open_topic(Room.of(circle), f"Pump {number}", by=newcomer), "It leaks.", by=newcomer)
    Document.create(circle, f"Note {number}", by=newcomer)
    AgendaItem.add(project.circles.general(), f"Photos {number}", by=newcomer)


# On each database: it is the one test that opens every page with much on it.
@pytest.mark.both_databases
@pytest.mark.parametrize("part", one_in(PARTS, "queries of pages", range(PARTS)))
def test_every_page_makes_as_many_queries_with_little_as_with_much_and_thirty_at_most(part: int) -> None:
    reader = User.objects.get(email=READER)
    project, browser = Project.objects.get(), at_browser(reader)
    circle = project.circles.open().of(reader).exclude(parent=None)[0]
    moment = (clock.now() + timedelta(hours=6)).astimezone(project.zone)  # none becomes due between the two readings
    for recurring_sync in project.recurring_syncs.all():
        recurring_sync.change(
            by=reader, recurrence="FREQ=DAILY", local_time=moment.time().replace(second=0, microsecond=0)
        )
    fill(project, circle, reader, 9)  # so that there is one of each kind
    named = {name: paths for name, paths in addresses(READER).items() if name not in (*SIGNED_OUT, *FOR_PROGRAMS)}
    browser.get(reverse("search:search", args=[project.slug]), {"q": "pump"})  # which looks at a sample once a day
    paths = [path for paths in named.values() for path in paths]
    first = pages(browser, paths[part::PARTS])
    for number in range(4):
        fill(project, circle, reader, number)
    then = pages(browser, first)

    assert len(first) > 60 / PARTS
    assert {path: number for path, number in first.items() if number > MOST} == {}
    assert {path: (first[path], number) for path, number in then.items() if number != first[path]} == {}
    assert set(then) == set(first)


def test_a_live_sync_makes_at_most_thirty_queries() -> None:
    reader = User.objects.get(email=READER)
    project, browser = Project.objects.get(), at_browser(reader)
    project.circles.general().admit(reader, by=project.circles.general().people_in("pilot")[0], roles=["pilot"])
    sync = open_sync(project.circles.general(), by=reader)
    counts = {}
    for point in sync.points.all():
        sync.turn_to(point, by=reader)
        for name in ("meetings:room", "meetings:hand"):
            queries = queries_of(browser, reverse(name, args=[project.slug, sync.number]))
            assert queries is not None
            counts[name, point.reference] = len(queries)
    assert Proposal.letter in {reference[:1] for _name, reference in counts}
    assert {place: number for place, number in counts.items() if number > MOST} == {}
