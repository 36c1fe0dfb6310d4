"""Guests: let into one document, topic or circle, and into nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from across.search.contexts.hits import results
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.models import Message, Topic
from chat.chat.workflows.conversation import post_message
from circles.invitations.event_types import InvitationEvent
from circles.invitations.models import CircleGrant, Guest
from circles.invitations.tasks import watch_guests
from circles.invitations.workflows.guests import accept, invite_guest, let_out
from decisions.decisions.models import Proposal
from documents.documents.models import Document, DocumentGrant
from documents.documents.permissions import may_comment, may_read, may_write
from documents.documents.tasks import index_documents
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.versions import make_version
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice, OutgoingEmail
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast
from tests.factories import a_person, a_round, a_topic
from tests.foundation.files.sending import Sender
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
WHY = "Fills in the test report"


class Scene:
    """A report and a topic in Hydraulics, a note and a topic elsewhere, and gil, from a laboratory."""

    def __init__(self) -> None:
        self.cast: Cast = a_cast()
        self.ada, self.fay, self.gil = self.cast.ada, self.cast.fay, a_person("Gil Lab")
        self.report = Document.create(self.cast.circle, "Test report", by=self.ada, content=update_of("14 days"))
        self.note = Document.create(self.cast.power, "Inverter", by=self.cast.pia, content=update_of("Zinnober"))
        self.topic = a_topic(self.cast.circle, by=self.ada, name="Seals")
        self.other = a_topic(self.cast.power, by=self.cast.pia, name="Inverters")
        post_message(self.topic, "It leaks.", by=self.ada)

    def let_in(self, thing: Any, level: str = "read") -> Guest:
        """Let gil in."""
        invite_guest(thing, str(self.gil.email), level=level, reason=WHY, ends_on=None, by=self.ada)
        return accept(Guest.objects.latest("pk"), by=self.gil)

    @property
    def root(self) -> str:
        """Return the address of the project."""
        return f"/p/{self.cast.project.slug}/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def rights(user: User, document: Document) -> list[bool]:
    found = [may(user, document) for may in (may_read, may_comment, may_write)]
    assert bool(document.readers_among([user])) == found[0], "who is notified may read it"
    return found


@pytest.mark.parametrize(
    ("level", "expected"),
    [("read", [True, False, False]), ("comment", [True, True, False]), ("write", [True, True, True])],
)
def test_a_guest_of_a_document_may_what_they_are_let_in_for(scene: Scene, level: str, expected: list[bool]) -> None:
    guest = scene.let_in(scene.report, level)
    assert rights(scene.gil, scene.report) == expected
    assert rights(scene.gil, scene.note) == [False, False, False]
    assert DocumentGrant.objects.filter(guest=guest).count() == expected.count(True)


@pytest.mark.both_databases
def test_a_guest_of_a_circle_reads_its_documents_and_talk_and_no_other(scene: Scene) -> None:
    scene.let_in(scene.cast.circle, "comment")
    assert rights(scene.gil, scene.report) == [True, True, False]
    assert not may_read(scene.gil, scene.note)
    assert set(Topic.objects.visible_to(scene.gil)) == {scene.topic}
    assert set(topics_for(scene.gil, scene.topic.project)) == {scene.topic}
    assert scene.topic.readers_among([scene.gil, scene.ada]) == {scene.gil.pk, scene.ada.pk}
    assert scene.other.readers_among([scene.gil]) == set()
    found = at_browser(scene.gil).get(f"{scene.root}guest/").text
    assert "Test report" in found
    assert "Seals" in found
    assert "Inverter" not in found


def test_a_guest_of_a_topic_speaks_in_it_and_is_marked(scene: Scene) -> None:
    scene.let_in(scene.topic, "comment")
    browser, address = at_browser(scene.gil), f"{scene.root}guest/topics/{scene.topic.pk}/"
    assert "It leaks." in browser.get(address).text
    sent = browser.post(f"{address}messages/", {"text": "14 days, @Ada Mercier, @Pia Roy, P-1 D-1."})
    assert sent.status_code == 302
    said = Message.objects.latest("said_at")
    assert scene.topic.readers_among([scene.gil]) == {scene.gil.pk}
    assert (said.author, "<a" in said.html, said.html.count("<mark>")) == (scene.gil, False, 1)
    lines = at_browser(scene.ada).get(scene.topic.get_absolute_url()).text
    assert re.search(r"Gil Lab</span><span class=\"badge badge--guest\">guest", lines)
    assert browser.get(f"{scene.root}guest/topics/{scene.other.pk}/").status_code == 404


def test_who_is_let_in_to_read_a_topic_does_not_speak(scene: Scene) -> None:
    scene.let_in(scene.topic)
    address = f"{scene.root}guest/topics/{scene.topic.pk}/messages/"
    assert at_browser(scene.gil).post(address, {"text": "Me too"}).status_code == 403
    program = Client(headers=by_token(scene.gil))
    place = f"/api/v1/projects/{scene.cast.project.slug}/topics/{scene.topic.pk}/messages"
    assert program.post(place, {"text": "Me too"}, "application/json").status_code == 403
    assert "It leaks." in program.get(place).text


@pytest.mark.parametrize(("level", "said"), [("read", "read only"), ("comment", "you can comment")])
def test_a_guests_document_page_says_what_they_may_and_leads_home(scene: Scene, level: str, said: str) -> None:
    scene.let_in(scene.report, level)
    page = at_browser(scene.gil).get(scene.report.get_absolute_url())
    assert page.context["words"]["read_only"] == said
    assert re.search(rf'class="top__back narrow"\s+href="{scene.root}guest/"', page.text)


def test_a_guests_document_page_names_nobody_and_leads_nowhere_else(scene: Scene) -> None:
    scene.let_in(scene.report, "write")
    page = at_browser(scene.gil).get(scene.report.get_absolute_url())
    assert "14 days" in page.text
    assert "Ada" not in page.text
    led = set(re.findall(rf'(?:href|action|data-[a-z-]+|hx-get)="({scene.root}[^"]*)"', page.text))
    here = f"documents/{scene.report.number}"
    below = {f"{here}/suggestions/", f"{here}/comments/", f"{here}/comments/margin/", "threads/0/", "suggestions/0/"}
    live = {"documents/cards/", "documents/diagrams/", f"{here}/pasted/", f"{here}/heading"}
    own = {"", "guest/", "files/", here, f"{here}/"} | below | live
    downloads = {f"{here}/as.{form}" for form in ExportFormat}
    assert {one.removeprefix(scene.root) for one in led} <= own | downloads
    assert at_browser(scene.gil).get(scene.root).headers["Location"] == f"{scene.root}guest/"


def test_a_guest_is_never_asked_for_consent(scene: Scene) -> None:
    scene.let_in(scene.cast.circle, "write")
    round_ = a_round(circle=scene.cast.circle, by=scene.ada)
    assert scene.gil not in {one.user for one in round_.participants()}
    assert Proposal.objects.visible_to(scene.gil).count() == 0


def test_access_ends_on_its_day_without_any_job_and_at_once_by_hand(scene: Scene) -> None:
    guest = scene.let_in(scene.report)
    Guest.objects.update(ends_at=F("taken_at") - timedelta(minutes=1))
    assert not may_read(scene.gil, scene.report)
    assert DocumentGrant.objects.filter(guest=guest).exists(), "the guest ends, not the grant"
    assert at_browser(scene.gil).get(f"{scene.root}guest/").status_code == 404
    assert watch_guests() == 1
    assert watch_guests() == 0
    assert not DocumentGrant.objects.exists()
    again = scene.let_in(scene.report)
    epoch = User.objects.get(pk=scene.gil.pk).access_epoch
    let_out(again, by=scene.fay)
    assert not may_read(scene.gil, scene.report)
    assert User.objects.get(pk=scene.gil.pk).access_epoch > epoch
    told = set(Notice.objects.filter(user=scene.gil).values_list("event", flat=True))
    assert {InvitationEvent.GUEST_EXPIRED, InvitationEvent.GUEST_ENDED} <= told


def test_a_guest_and_who_invited_them_hear_before_the_day(scene: Scene) -> None:
    scene.let_in(scene.report)
    assert watch_guests() == 0
    Guest.objects.update(ends_at=F("taken_at") + timedelta(days=2))
    assert (watch_guests(), watch_guests()) == (1, 0)
    told = Notice.objects.filter(event=InvitationEvent.GUEST_EXPIRY_ANNOUNCED)
    assert {one.user for one in told} == {scene.ada, scene.gil}


def test_a_guest_is_invited_by_e_mail_and_comes_in_once(scene: Scene) -> None:
    address = f"{scene.root}guests/document/{scene.report.number}/"
    day = scene.cast.project.day_of(scene.report.created_at) + timedelta(days=20)
    sent = {"email": scene.gil.email, "level": "write", "ends_on": day.isoformat(), "reason": WHY}
    assert at_browser(scene.cast.pia).post(address, sent).status_code == 403
    assert "This server doesn’t send e-mail: copy this link" in at_browser(scene.ada).post(address, sent).text
    letter = OutgoingEmail.objects.get(to=scene.gil.email)
    link = re.search(r"http://testserver(\S+)", letter.text)
    assert link
    assert at_browser(scene.cast.eve).post(link[1]).status_code == 409
    gil = at_browser(scene.gil)
    assert "Test report" in gil.get(link[1]).text
    assert gil.post(link[1]).headers["Location"] == f"{scene.root}guest/"
    assert gil.post(link[1]).status_code == 409
    assert WHY in at_browser(scene.ada).get(f"{scene.root}guests/").text
    entry = Entry.objects.get(event=InvitationEvent.GUEST_ADMITTED)
    assert (entry.actor, entry.reference, entry.facts["level"]) == (scene.gil.pk, scene.report.reference, "write")


def test_guests_are_let_in_and_out_by_program(scene: Scene) -> None:
    ada, gil = Client(headers=by_token(scene.ada)), Client(headers=by_token(scene.gil))
    place = f"/api/v1/projects/{scene.cast.project.slug}/"
    body = {"kind": "circle", "key": "hydraulics", "email": scene.gil.email, "reason": WHY}
    link = ada.post(f"{place}guests", body, "application/json").json()["link"]
    at_browser(scene.gil).post(link.removeprefix("http://testserver"))
    assert {one["title"] for one in gil.get(f"{place}guest").json()} >= {"Hydraulics", "Test report", "Seals"}
    assert gil.get(f"{place}guests").status_code == 404
    (row,) = ada.get(f"{place}guests").json()
    assert Client(headers=by_token(scene.cast.pia)).post(f"{place}guests/{row['id']}/ending").status_code == 403
    assert gil.post(f"{place}guests/{row['id']}/ending").status_code == 204, "guests go when they want"
    assert gil.get(f"{place}guest").status_code == 404
    assert not CircleGrant.objects.exists()


def test_nobody_of_the_project_is_a_guest_nor_anybody_twice(scene: Scene) -> None:
    with pytest.raises(Refused):
        invite_guest(scene.report, str(scene.fay.email), level="read", reason=WHY, ends_on=None, by=scene.ada)
    scene.let_in(scene.report)
    with pytest.raises(Refused):
        scene.let_in(scene.report)


@pytest.mark.parametrize(("level", "expected"), [("read", 403), ("comment", 201)])
def test_who_is_let_in_to_read_a_topic_sends_no_files_there(scene: Scene, level: str, expected: int) -> None:
    scene.let_in(scene.topic, level)
    assert Sender(scene.gil).begin("topic", scene.topic.pk, 10).status_code == expected


def test_what_a_document_said_before_is_not_for_guests(scene: Scene) -> None:
    scene.let_in(scene.report, "write")
    make_version(scene.report, by=scene.ada)
    address = f"/api/v1/documents/{scene.report.pk}"
    for person, expected in ((scene.ada, 200), (scene.gil, 404)):
        program = Client(headers=by_token(person))
        for what in ("/versions", "/versions/1", "/versions/1.md", "/comparison?until=1"):
            assert program.get(address + what).status_code == expected
        assert program.get(f"{address}.md").status_code == 200


@pytest.mark.parametrize(("level", "answers"), [("read", 403), ("comment", 201)])
def test_a_guest_comments_and_suggests_by_program_but_resolves_nothing(scene: Scene, level: str, answers: int) -> None:
    scene.let_in(scene.report, level)
    program, project = Client(headers=by_token(scene.gil)), f"/api/v1/projects/{scene.cast.project.slug}"
    address, json = f"/api/v1/documents/{scene.report.pk}", "application/json"
    known = begin_thread(scene.report, Anchor(quote="14"), "Working days?", by=scene.ada)
    thread, suggested = f"{project}/threads/{known.thread_id}", suggest_text(scene.report, nodes_of("15"), by=scene.ada)
    suggestion = f"{project}/suggestions/{suggested.pk}"
    assert (program.get(thread).status_code, program.get(suggestion).status_code) == (200, 200)
    said = [
        program.post(f"{address}/comments", {"text": "Or nights?", "quote": "14 days"}, json),
        program.post(f"{thread}/comments", {"text": "All days"}, json),
        program.post(f"{address}/suggestions", {"markdown": "16 days"}, json),
    ]
    assert [answer.status_code for answer in said] == [answers] * 3
    assert program.post(f"{thread}/outcome", {"outcome": "answered"}, json).status_code == 404
    assert program.post(f"{suggestion}/acceptance", {}, json).status_code == 403
    assert program.post(f"{project}/comments/{known.pk}/removal", {}, json).status_code == 403


def test_a_guest_whose_access_ended_is_mailed_nothing_more_of_what_they_heard(scene: Scene) -> None:
    guest = scene.let_in(scene.report, "comment")
    begin_thread(scene.report, Anchor(quote="14 days"), f"@{scene.gil.name}, is it so?", by=scene.ada)
    let_out(guest, by=scene.ada)
    waiting = Notice.objects.filter(user=scene.gil, done_at=None)
    assert [one.event for one in waiting] == [InvitationEvent.GUEST_ENDED]


def test_a_guest_finds_nothing_but_what_they_are_let_into(scene: Scene) -> None:
    scene.let_in(scene.cast.circle)
    index_documents()

    def found(words: str) -> list[str]:
        return [hit.title for hit in results(scene.cast.project, scene.gil, words).hits]

    assert (found("leaks"), found("days")) == (["Seals"], ["Test report"])
    assert found("zinnober") == found("inverter") == found("inverters") == []
    assert results(scene.cast.project, scene.cast.pia, "zinnober").hits
    assert at_browser(scene.gil).get(f"{scene.root}search/?q=leaks").status_code == 404
