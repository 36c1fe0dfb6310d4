"""An archived project is read, and nobody changes it until it is taken out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.chat.workflows.conversation import edit_message, post_message
from circles.invitations.models import Invitation, JoinLink
from circles.invitations.oidc_adapter import leads_in
from circles.navigation.nav_counts import numbers_for
from circles.projects.models import Project
from circles.projects.workflows.archiving import archive_project, unarchive_project
from daily.today.contexts.todo import waiting_for
from decisions.decisions.workflows.positions import take_position
from documents.documents import permissions as documents
from documents.documents.admission import let_in
from documents.documents.models import Document
from documents.documents.workflows.comments import remove_comment
from documents.documents.workflows.suggestions import give_reason
from foundation.audit import clock
from foundation.audit.models import Closed, Entry
from foundation.inbox.workflows.mailing import people_to_mail
from foundation.web.exceptions import Refused
from tests.circles.projects.place import Place
from tests.factories import (
    a_file,
    a_person,
    a_project,
    a_proposal,
    a_topic,
    an_action,
)
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


VERBS: dict[str, Callable[[Place], Any]] = {
    "propose": lambda place: a_proposal(circle=place.circle, by=place.bo),
    "take a position": lambda place: take_position(place.round, "no_objection", by=place.bo),
    "make an action": lambda place: an_action(place.circle, by=place.bo),
    "open a topic": lambda place: a_topic(place.circle, by=place.bo, name="Another"),
    "say something": lambda place: post_message(place.topic, "At 12 V.", by=place.bo),
    "edit a message": lambda place: edit_message(place.message, "It drips.", by=place.ada),
    "take a comment back": lambda place: remove_comment(place.comment, by=place.ada),
    "say why one suggests it": lambda place: give_reason(place.suggestion, "It held.", by=place.bo),
    "make a document": lambda place: Document.create(place.circle, "More", by=place.bo),
    "open a circle": lambda place: place.circle.open_circle("Seals", by=place.ada),
    "invite": lambda place: Invitation.send(place.circle, "zoe@ronde.example", by=place.ada),
    "send a file": lambda place: a_file("topic", place.topic.pk, by=place.bo),
}


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_changes_an_archived_project(verb: str) -> None:
    place = Place()
    archive_project(place.project, by=place.ada)
    with pytest.raises(Closed):
        VERBS[verb](Fresh(place))


class Fresh(Place):
    """The same place as another request finds it."""

    def __init__(self, place: Place) -> None:
        vars(self).update(vars(place))
        for name in (
            "project",
            "circle",
            "round",
            "topic",
            "message",
            "document",
            "comment",
            "suggestion",
        ):
            known = vars(place)[name]
            vars(self)[name] = type(known)._default_manager.get(pk=known.pk)


@pytest.mark.both_databases
def test_nobody_writes_or_comments_in_its_documents() -> None:
    place = Place()
    archive_project(place.project, by=place.ada)
    found = Fresh(place).document
    assert documents.may_read(place.bo, found)
    assert not documents.may_write(place.bo, found)
    assert not documents.may_comment(place.bo, found)
    session = let_in(place.bo, found.pk)
    assert session is not None
    assert not session.may_write


def test_its_pages_say_that_it_is_archived_and_ask_for_nothing() -> None:
    place = Place()
    an_action(place.circle, by=place.bo, due_on=timezone.localdate())
    before = at_browser(place.bo).get(place.project.get_absolute_url()).content.decode()
    assert "frame--archived" not in before
    archive_project(place.project, by=place.ada)
    assert waiting_for(Fresh(place).project, place.bo, now=clock.now(), day=timezone.localdate()).is_empty
    pages = ("", "actions/?view=board", f"circles/{place.circle.key}/", "record/", "chat/", "settings/")
    for page in (f"{place.project.get_absolute_url()}{path}" for path in pages):
        shown = at_browser(place.bo).get(page).content.decode()
        assert shown.count("This project is archived") == 1, page
        assert "frame--archived" in shown
    assert "Propose" not in at_browser(place.bo).get(place.project.get_absolute_url()).content.decode()
    assert {count.number for count in numbers_for(place.bo, Fresh(place).project).values()} == {0}


def test_a_press_that_comes_too_late_is_answered_in_words() -> None:
    place = Place()
    archive_project(place.project, by=place.ada)
    address = f"{place.round.proposal.get_absolute_url()}rounds/{place.round.number}/positions/"
    answer = at_browser(place.bo).post(address, {"kind": "no_objection"})
    assert answer.status_code == 409
    assert "This project is archived and read-only. A pilot can restore it." in answer.content.decode()


def test_nothing_of_it_waits_in_an_inbox_until_it_is_taken_out() -> None:
    place, now = Place(), clock.now()
    notice = place.bo.notices.get(event="proposal.round_opened")
    notice.put_off(now + timedelta(days=1))
    waiting, put_off = place.bo.notices.waiting(now).count(), place.bo.notices.snoozed(now).count()
    assert waiting
    assert put_off
    archive_project(place.project, by=place.ada)
    assert not place.bo.notices.open().exists()
    page = at_browser(place.bo).get("/inbox/").content.decode()
    assert "You’re up to date" in page
    assert place.round.proposal.title not in page
    assert numbers_for(place.bo, place.project)["inbox"].number == 0
    assert place.bo not in people_to_mail(now)
    unarchive_project(Project.objects.get(pk=place.project.pk), by=place.ada)
    assert (place.bo.notices.waiting(now).count(), place.bo.notices.snoozed(now).count()) == (waiting, put_off)


def test_what_one_was_done_with_says_of_which_project_it_was() -> None:
    place = Place()
    a_project(place.bo, name="Boat")
    place.bo.notices.get(event="proposal.round_opened").finish(clock.now())
    archive_project(place.project, by=place.ada)
    page = at_browser(place.bo).get("/inbox/?show=done").content.decode()
    assert f"<span>{place.project.name}</span>" in page


def test_its_links_let_nobody_in_nor_make_accounts() -> None:
    place = Place()
    link = JoinLink.make(place.circle, by=place.ada, ends_on=timezone.localdate() + timedelta(3))
    path = "/" + link.address.split("/", 3)[3]
    assert leads_in(path, [])
    archive_project(place.project, by=place.ada)
    assert not leads_in(path, [])
    assert "This link no longer works" in at_browser(a_person("Zoe Kite")).get(path).content.decode()


def test_it_leaves_the_lists_and_its_pages_stay() -> None:
    place = Place()
    archive_project(place.project, by=place.ada)
    browser = at_browser(place.bo)
    page = browser.get("/projects/").content.decode()
    assert "One archived project" in page
    today = browser.get(place.project.get_absolute_url())
    assert today.status_code == 200
    answer = browser.post(
        f"/api/v1/projects/{place.project.slug}/circles",
        '{"name": "Seals"}',
        content_type="application/json",
        headers=by_token(place.ada),
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "archived")


def test_only_the_pilot_archives_and_all_goes_on_once_it_is_taken_out() -> None:
    place = Place()
    address = f"/p/{place.project.slug}/archiving/"
    assert at_browser(place.bo).post(address).status_code == 403
    at_browser(place.ada).post(address)
    assert Project.objects.get(pk=place.project.pk).is_archived
    at_browser(place.ada).post(f"{address}ending/")
    an_action(place.circle, by=place.bo)
    events = Entry.objects.filter(project=place.project.pk).values_list("event", flat=True)
    assert {"project.archived", "project.unarchived"} <= set(events)
    assert list(Entry.breaks_of(place.project.pk)) == []


def test_people_still_leave_an_archived_project() -> None:
    place = Place()
    archive_project(place.project, by=place.ada)
    place.circle.memberships.get(user=place.bo).end(by=place.bo)
    assert not place.project.has(place.bo)
    unarchive_project(Project.objects.get(pk=place.project.pk), by=place.ada)


def test_what_the_clock_does_goes_on() -> None:
    place = Place()
    role = place.circle.memberships.get(user=place.bo).take_role(
        "secretary", by=place.ada, ends_on=timezone.localdate() + timedelta(3)
    )
    archive_project(place.project, by=place.ada)
    type(role).objects.filter(pk=role.pk).update(lapses_at=timezone.now() - timedelta(hours=1))
    assert role.membership.let_terms_end() == 1
    with pytest.raises(Refused):
        archive_project(Project.objects.get(pk=place.project.pk), by=place.ada)
