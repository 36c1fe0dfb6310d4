"""Every page asks the database fifteen queries at most, right after an event too, however much there is to show."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from actions.models import Action
from chat.models import Room
from chat.workflows.conversation import open_topic, post_message
from circles.models import Circle, Project
from decisions.models import Proposal
from decisions.workflows.positions import take_position
from documents.models import Document
from meetings.models import AgendaItem
from meetings.workflows.opening import open_sync
from tests.e2e.page_addresses import FOR_PROGRAMS, SIGNED_OUT, addresses
from tests.factories import a_person, a_round
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MOST = 15
READER = "bo@heliopompe.example"


def questions(browser: Client, path: str, circle: Circle, reader: User) -> list[str] | None:
    """Do something that is on nobody's way, and read a page for the first time after it; None where no page answers."""
    Action.make(circle, "Look at the weather", by=reader)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    is_page = answer.status_code == 200 and not answer.streaming and b"<html" in answer.content
    return [query["sql"] for query in asked] if is_page else None


def pages(browser: Client, paths: Iterable[str], circle: Circle, reader: User) -> dict[str, list[str]]:
    """Give what each of these addresses asks, of those that answer with a page."""
    found = {path: questions(browser, path, circle, reader) for path in paths}
    return {path: asked for path, asked in found.items() if asked is not None}


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
    AgendaItem.add(project.general, f"Photos {number}", by=newcomer)


# Django asks the same of each database; script/bench pages counts it on both.
@pytest.mark.one_database
def test_every_page_makes_at_most_fifteen_queries_right_after_an_event() -> None:
    reader = User.objects.get(email=READER)
    project, browser = Project.objects.get(), at_browser(reader)
    circle = project.circles.open().of(reader).exclude(parent=None)[0]
    named = {name: paths for name, paths in addresses(READER).items() if name not in (*SIGNED_OUT, *FOR_PROGRAMS)}
    first = pages(browser, (path for paths in named.values() for path in paths), circle, reader)
    for number in range(4):
        fill(project, circle, reader, number)
    then = pages(browser, first, circle, reader)

    assert len(first) > 60
    assert set(then) == set(first)
    too_many = {path: len(asked) for found in (first, then) for path, asked in found.items() if len(asked) > MOST}
    assert too_many == {}
    # one more says how long a list is that is cut short now
    grown = {path: (len(first[path]), len(asked)) for path, asked in then.items() if len(asked) > len(first[path]) + 1}
    assert grown == {}


def test_a_live_sync_makes_at_most_fifteen_queries() -> None:
    reader = User.objects.get(email=READER)
    project, browser = Project.objects.get(), at_browser(reader)
    project.general.admit(reader, by=project.general.people_in("pilot")[0], roles=["pilot"])
    sync = open_sync(project.general, by=reader)
    counts = {}
    for point in sync.points.all():
        sync.turn_to(point, by=reader)
        for name in ("meetings:room", "meetings:hand"):
            asked = questions(browser, reverse(name, args=[project.slug, sync.number]), project.general, reader)
            assert asked is not None
            counts[name, point.reference] = len(asked)
    assert Proposal.letter in {reference[:1] for _name, reference in counts}
    assert {place: number for place, number in counts.items() if number > MOST} == {}
