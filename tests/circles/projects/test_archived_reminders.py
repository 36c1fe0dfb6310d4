"""An archived project reminds nobody, whatever the clock does: of every task it is said here how it is seen to."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from chat.chat.models import Room
from chat.chat.tasks import ask_outcomes
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.tasks import watch_terms
from circles.invitations.models import Guest
from circles.invitations.tasks import watch_bots, watch_guests
from circles.invitations.workflows.bots import make_bot
from circles.invitations.workflows.guests import accept, invite_guest
from circles.projects.models import Project
from circles.projects.workflows.archiving import archive_project, unarchive_project
from daily.syncs.tasks import ask_for_pulses
from decisions.actions.workflows.reminders import around, remind
from decisions.decisions.tasks import remind_the_silent
from decisions.decisions.workflows.proposals import open_round
from decisions.tracks.models import Question, Track
from decisions.tracks.tasks import watch_gates
from documents.documents.tasks import watch_restrictions
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.audit import clock
from foundation.web.schedule import SCHEDULE
from tests.circles.projects.place import Place
from tests.factories import a_person, a_proposal, an_action, an_element, set_next_sync

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


type Reminding = Callable[[], int]
"""Runs a job, and returns of how many things it reminded."""


def with_an_action_due(place: Place) -> Reminding:
    morning = datetime(2027, 3, 10, 9, tzinfo=place.project.zone)
    an_action(place.circle, by=place.ada, owner=place.bo, due_on=morning.date())
    return lambda: sum(remind(action, at=morning) for action in around(morning))


def with_a_round_past_its_half(place: Place) -> Reminding:
    begun = clock.now() - timedelta(days=20)
    elements = [an_element(place.project)]
    set_next_sync(place.project, timedelta(hours=3), by=place.ada)
    open_round(a_proposal(circle=place.circle, by=place.ada, elements=elements, at=begun), by=place.ada, at=begun)
    return lambda: int(remind_the_silent())


def with_a_term_that_ends(place: Place) -> Reminding:
    seat, day = place.circle.memberships.get(user=place.bo), timezone.localdate() + timedelta(days=3)
    seat.take_role("secretary", by=place.ada, ends_on=day, at=clock.now() - timedelta(days=60))
    return lambda: int(watch_terms())


def with_a_guest_who_leaves(place: Place) -> Reminding:
    gil = a_person("Gil Lab")
    invite_guest(place.document, str(gil.email), level="read", reason="Reads", ends_on=None, by=place.ada)
    accept(Guest.objects.get(), by=gil)
    Guest.objects.update(ends_at=F("taken_at") + timedelta(days=2))
    return lambda: int(watch_guests())


def with_a_bot_that_ends(place: Place) -> Reminding:
    bot = make_bot(place.circle, "Logger", "read", by=place.ada)
    Guest.objects.filter(pk=bot.pk).update(ends_at=F("taken_at") + timedelta(days=2))
    return lambda: int(watch_bots())


def with_a_sync_within_the_hour(place: Place) -> Reminding:
    set_next_sync(place.project, timedelta(minutes=70), by=place.ada)
    return lambda: int(ask_for_pulses())


def with_a_restriction_that_ends(place: Place) -> Reminding:
    day = timezone.localdate() + timedelta(days=3)
    terms = RestrictionTerms("Our price.", people=[place.bo], ends_on=day)
    restriction = restrict(place.document, terms, by=place.ada, at=clock.now() - timedelta(days=20))
    type(restriction).objects.filter(pk=restriction.pk).update(forewarned_at=None)
    return lambda: int(watch_restrictions())


def with_a_track_at_its_gate(place: Place) -> Reminding:
    today = place.project.day_of(clock.now())
    question = Question.ask(place.circle, "Which pump?", by=place.ada, answer_by=today + timedelta(60))
    track = Track.propose(question, "Rotor", by=place.ada, owner=place.bo, learn_by=today + timedelta(30))
    Track.objects.filter(pk=track.pk).update(started_at=clock.now(), gate_on=today, gate_cause="learn_by")
    return lambda: int(watch_gates())


def with_a_topic_gone_quiet(place: Place) -> Reminding:
    begun = clock.now() - timedelta(days=20)
    topic = open_topic(Room.of(place.circle), "Noise", by=place.bo, at=begun)
    for by in (place.bo, place.ada):
        post_message(topic, "It hums.", by=by, at=begun)
    return lambda: int(ask_outcomes())


REMIND: dict[str, Callable[[Place], Reminding]] = {
    "actions.tasks.remind_of_due_actions": with_an_action_due,
    "chat.tasks.ask_outcomes": with_a_topic_gone_quiet,
    "circles.tasks.watch_terms": with_a_term_that_ends,
    "decisions.tasks.remind_the_silent": with_a_round_past_its_half,
    "documents.tasks.watch_restrictions": with_a_restriction_that_ends,
    "invitations.tasks.watch_bots": with_a_bot_that_ends,
    "invitations.tasks.watch_guests": with_a_guest_who_leaves,
    "syncs.tasks.ask_for_pulses": with_a_sync_within_the_hour,
    "tracks.tasks.watch_gates": with_a_track_at_its_gate,
}
"""Tasks that remind people of what a project has waiting: how to give them something to say."""
ASK_NOBODY = {
    "chat.tasks.send_scheduled_messages": "says what a person wrote before, or gives it back to them",
    "files.tasks.read_words_of_files": "search reads what was sent before",
    "inbox.tasks.remind_people": "is about what a person chose; of an archived project an inbox shows nothing",
    "decisions.tasks.close_due_rounds": "what time has done is written, also in the archive",
    "documents.tasks.watch_public_links": "the end of a link is written, and nobody is asked for anything",
    "documents.tasks.index_documents": "search reads what was written before",
    "documents.tasks.make_versions": "a version of what was written before",
    "documents.tasks.sum_up_versions": "says what versions hold",
    "projects.tasks.follow_things": "what follows words that were written before",
    "search.tasks.index_projects": "search reads a project anew",
    "inbox.tasks.deliver_emails": "sends what is written already",
    "inbox.tasks.push_notices": "tells of open notices, of which an archived project has none (test_archiving.py)",
    "inbox.tasks.send_notices": "mails open notices, of which an archived project has none (test_archiving.py)",
    "webhooks.tasks.deliver_webhooks": "sends programs what happened before",
    "inbox.tasks.warn_of_tokens": "is about a person's tokens",
    "inbox.tasks.clear_answers": "clears away",
    "inbox.tasks.clear_sessions": "clears away",
    "coediting.tasks.clear_tickets": "clears away",
    "files.tasks.clear_files": "clears away",
    "webhooks.tasks.clear_webhooks": "clears away",
    "decision_files.tasks.clear_printouts": "clears away, and tells who asked for one that was not made",
    "document_files.tasks.clear_exchange": "clears away, and tells who asked for one that was not made",
    "takeaway.tasks.clear_copies": "clears away, and tells who asked for one that was not made",
}
"""Tasks that ask nobody for anything, and why they may run in an archived project."""


def test_of_every_task_it_is_known_whether_it_reminds_people() -> None:
    autodiscover_modules("tasks")
    assert SCHEDULE.keys() - REMIND.keys() - ASK_NOBODY.keys() == set(), "say of these how the archive keeps them quiet"
    assert (REMIND.keys() | ASK_NOBODY.keys()) - SCHEDULE.keys() == set(), "these are gone"


@pytest.mark.parametrize("task", REMIND)
def test_an_archived_project_reminds_nobody(task: str) -> None:
    place = Place()
    remind_all = REMIND[task](place)
    archive_project(place.project, by=place.ada)
    assert remind_all() == 0
    unarchive_project(Project.objects.get(pk=place.project.pk), by=place.ada)
    assert remind_all() > 0
    assert remind_all() == 0, "it has to keep that it was sent: the task runs again and again"
