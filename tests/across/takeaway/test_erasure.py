"""A person's data is erased: nothing that says who they were stays, what they did in common work does."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from across.takeaway.models import Takeaway
from across.takeaway.workflows.erasure import erase_person
from chat.chat.models import Message, Room
from chat.chat.workflows.conversation import edit_message, open_topic, post_message
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Equipment
from circles.invitations.models import Invitation
from circles.money.expenses import record_expense
from daily.syncs.models import AgendaItem, Pulse
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from decisions.decisions.models import Absence, Printout, SavedFilter
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from documents.coediting.models import Ticket
from documents.documents.models import Document
from foundation.accounts.models import Token, User
from foundation.accounts.ways_in import set_active
from foundation.audit import clock
from foundation.audit.models import Entry, PersonalValue
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast, operation
from tests.factories import a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser
from tests.support.names_left import every_text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAME, EARLIER, HANDLE, ADDRESS = "Zénobie Quartz", "Zénobie Béryl", "zenoquartz", "zenobie.quartz@canary.example"
MARKS = ("quartz", "béryl", "beryl", "z\\u00e9nobie", "zénobie", "zenobie", "canary", "onlymine")
"""Whatever names her, in any form that a database may keep it in, and what she said to nobody but herself."""


def leaks() -> dict[str, str]:
    return {place: text[:200] for place, text in every_text() if any(mark in text.lower() for mark in MARKS)}


@pytest.fixture
def root() -> User:
    return a_person("Root", is_superuser=True, is_staff=True)


@pytest.fixture
def zenobie() -> User:
    person = a_person(EARLIER, email=ADDRESS, handle=HANDLE)
    person.name = NAME
    person.save()
    return person


def everything_a_person_does(cast: Cast, zenobie: User, root: User) -> None:
    """Let her do one of each, by the ways that people have."""
    invitation = Invitation.send(cast.circle, ADDRESS, by=cast.fay)
    at_browser(zenobie).post(invitation.removeprefix("http://testserver"))
    browser = at_browser(zenobie)
    profile = {"name": NAME, "language": "fr", "time_zone": "Europe/Paris", "scheme": "dark"}
    browser.post("/preferences/", profile)
    Client().post("/account/login/", {"login": ADDRESS, "password": "wrong-onlymine"})
    Client().post("/account/password/reset/", {"email": ADDRESS})
    Token.issue(zenobie, "onlymine: my telephone")
    SavedFilter.save_as(cast.project, "onlymine", "q=onlymine", by=zenobie)
    Printout.request(cast.project, "q=onlymine", number=1, language="en", by=zenobie)
    Takeaway.request(cast.project, circle=None, is_whole=False, language="en", by=zenobie)
    today = cast.project.day_of(clock.now())
    Absence.declare(
        cast.project, by=zenobie, from_on=today + timedelta(9), until_on=today + timedelta(9), deputy=cast.bo
    )
    cast.circle.memberships.get(user=zenobie).take_role("gardener", by=cast.fay, purpose="It stays green")
    cast.circle.memberships.get(user=zenobie).give_time(20, by=zenobie)
    Equipment.put_on_list(cast.circle, "A vice", by=zenobie, keeper=zenobie)
    record_expense(cast.circle, Decimal(1), "Tape", by=zenobie, paid_by=zenobie)
    talk(cast, zenobie)
    decide(cast, zenobie)
    meet(cast, zenobie)
    Action.make(cast.circle, "Measure the voltage", by=cast.ada, owner=zenobie).finish(how="It is 12 V.", by=zenobie)
    document = Document.create(cast.circle, "Seals", by=zenobie, content=b"\x00\x00")
    Ticket.issue(zenobie, document.pk)
    at_browser(root).post(f"/admin/accounts/user/{zenobie.pk}/change/", {**profile, "email": ADDRESS, "handle": HANDLE})


def talk(cast: Cast, zenobie: User) -> None:
    topic = open_topic(Room.of(cast.circle), "Seals", by=zenobie)
    message = post_message(topic, "It leaks at farm 2.", by=zenobie)
    edit_message(message, "It leaks at farm 3.", by=zenobie)
    post_message(topic, "Which one?", by=cast.bo, reply_to=message)
    mark_read(topic, 2, by=zenobie)


def decide(cast: Cast, zenobie: User) -> None:
    element = an_element(cast.project)
    proposal = a_proposal(circle=cast.circle, by=zenobie, owner=zenobie, text="We change the seal, said she.")
    round_ = open_round(proposal, by=zenobie)
    take_position(round_, "objection", by=cast.bo, objection_tests=valid_objection_tests(element))
    decided = a_round(circle=cast.circle, by=cast.ada)
    take_position(decided, "concern", by=zenobie, words="Six weeks of lead time.")
    for person in (cast.bo, cast.fay):
        take_position(decided, "no_objection", by=person)


def meet(cast: Cast, zenobie: User) -> None:
    today = cast.project.day_of(clock.now())
    Pulse.give(cast.project, today, by=zenobie, done="Seals", next="Tape", tension="Too slow")
    AgendaItem.add(cast.circle, "Photos", by=zenobie)
    sync = open_sync(cast.circle, by=cast.fay)
    sync.attend(zenobie)
    close_sync(sync, by=cast.fay)


def test_nothing_that_says_who_she_was_stays(zenobie: User, root: User) -> None:
    cast = a_cast()
    everything_a_person_does(cast, zenobie, root)
    kept = leaks()
    assert {"accounts_user.name", "audit_personalvalue.value", "syncs_minutes.content"} <= set(kept), "it looks"
    assert len(kept) > 15, "she left traces"
    erase_person(zenobie, by=root)
    assert leaks() == {}
    assert list(Entry.breaks_of(cast.project.pk)) == []
    call_command("audit_verify", stdout=StringIO())


def test_files_and_answers_for_others_name_her_no_more(
    zenobie: User, root: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    cast = a_cast()
    cast.circle.admit(zenobie, by=cast.fay)
    printout = Printout.request(cast.project, "", number=1, language="en", by=cast.bo)
    printout.finish(ContentFile(b"%PDF Quartz"), "register.pdf")
    day = (cast.project.day_of(clock.now()) + timedelta(9)).isoformat()
    absence = {"from_on": day, "until_on": day, "deputy": str(zenobie.pk)}
    bearer = {"Authorization": f"Bearer {Token.issue(cast.bo, 'x')}", "Idempotency-Key": "once"}

    def declare() -> Any:
        return Client(headers=bearer).post(operation(cast, "absences"), absence, content_type="application/json")

    made = declare()
    assert (made.status_code, made.json()["deputy_name"]) == (201, NAME)
    erase_person(zenobie, by=root)
    assert leaks() == {}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    again = declare()
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true"), "done once all the same"
    assert again.json() == made.json() | {"deputy_name": "Former member"}


def test_what_she_did_in_common_work_stays_by_a_former_member(zenobie: User, root: User) -> None:
    cast = a_cast()
    everything_a_person_does(cast, zenobie, root)
    before = Message.objects.filter(author=zenobie).values_list("text", flat=True)
    said = [text for text in before if "Zénobie" not in text]
    erase_person(zenobie, by=root)
    zenobie.refresh_from_db()
    assert zenobie.name == "Former member"
    assert set(said) <= set(Message.objects.filter(author=zenobie).values_list("text", flat=True))
    assert "It leaks at farm 3." in said
    proposal = cast.project.proposal_set.get(created_by=zenobie)
    assert proposal.text == "We change the seal, said she."
    page = at_browser(cast.bo).get(proposal.get_absolute_url()).content.decode()
    assert "Former member" in page
    assert "Zénobie" not in page


def test_the_pages_of_the_project_still_open(zenobie: User, root: User) -> None:
    cast = a_cast()
    everything_a_person_does(cast, zenobie, root)
    erase_person(zenobie, by=root)
    bo = at_browser(cast.bo)
    for page in ("", "people/", "record/", "decisions/", "actions/", "chat/", "sync/", "documents/", "sync/1/minutes/"):
        given = bo.get(f"/p/{cast.project.slug}/{page}", follow=True)
        assert (page, given.status_code) == (page, 200)
        assert "Zénobie" not in given.content.decode(), page


def test_the_record_says_who_erased_whom_without_a_name(zenobie: User, root: User) -> None:
    cast = a_cast()
    cast.circle.admit(zenobie, by=cast.fay)
    erase_person(zenobie, by=root)
    page = at_browser(cast.bo).get(f"/p/{cast.project.slug}/record/").content.decode()
    assert "<strong>Root</strong> erased a former member’s personal data." in page
    assert "someone whose name was erased" in page


def test_a_namesake_keeps_what_is_theirs(zenobie: User, root: User) -> None:
    cast = a_cast()
    other = a_person(NAME)
    cast.circle.admit(zenobie, by=cast.fay)
    cast.circle.admit(other, by=cast.fay)
    topic = open_topic(Room.of(cast.circle), "Seals", by=other)
    erase_person(zenobie, by=root)
    other.refresh_from_db()
    assert other.name == NAME
    entry = Entry.objects.get(subject_kind="topic", subject=str(topic.pk))
    assert PersonalValue.objects.get(entry=entry, name="by").value == NAME


def test_she_is_signed_out_everywhere_and_cannot_come_back(zenobie: User, root: User) -> None:
    browser, secret = at_browser(zenobie), Token.issue(zenobie, "phone")
    epoch = zenobie.access_epoch
    erase_person(zenobie, by=root)
    zenobie.refresh_from_db()
    assert browser.get("/preferences/").status_code == 302
    assert Token.bearer(secret) is None
    assert zenobie.access_epoch > epoch, "live connections look again"
    assert not zenobie.has_usable_password()


def test_the_only_pilot_of_a_project_names_another_first(zenobie: User, root: User) -> None:
    a_project(zenobie)
    with pytest.raises(Refused, match="name another one first"):
        erase_person(zenobie, by=root)
    zenobie.refresh_from_db()
    assert (zenobie.name, zenobie.email) == (NAME, ADDRESS)


def test_somebody_is_erased_once(zenobie: User, root: User) -> None:
    erase_person(zenobie, by=root)
    with pytest.raises(Refused, match="already been erased"):
        erase_person(zenobie, by=root)


def test_what_an_erasure_left_of_an_account_is_neither_changed_nor_let_in_again(zenobie: User, root: User) -> None:
    erase_person(zenobie, by=root)
    with pytest.raises(Refused, match="already been erased"):
        set_active(zenobie, active=True, by=root)
    at_browser(root).post(f"/admin/accounts/user/{zenobie.pk}/change/", {"name": "Back", "is_active": "on"})
    zenobie.refresh_from_db()
    assert (zenobie.name, zenobie.is_erased) == ("Former member", True)


def test_an_administrator_types_the_name(zenobie: User, root: User) -> None:
    browser, address = at_browser(root), f"/people/{zenobie.pk}/erasure/"
    assert "What stays, by “a former member”" in browser.get(address).content.decode()
    assert browser.get(f"/admin/accounts/user/{zenobie.pk}/change/").content.decode().count(address) == 1
    wrong = browser.post(f"{address}confirmed/", {"confirmation": "Zénobie"})
    assert wrong.status_code == 422
    assert "This is not their name." in wrong.content.decode()
    zenobie.refresh_from_db()
    assert zenobie.email == ADDRESS
    given = browser.post(f"{address}confirmed/", {"confirmation": NAME}, follow=True)
    assert "This person’s data is erased." in given.content.decode()
    zenobie.refresh_from_db()
    assert zenobie.email is None


def test_nobody_else_erases_anybody(zenobie: User, root: User, bo: User) -> None:
    other_root = a_person("Another root", is_superuser=True)
    for who, whom in ((bo, zenobie), (zenobie, zenobie), (root, root), (root, other_root)):
        given = at_browser(who).post(f"/people/{whom.pk}/erasure/confirmed/", {"confirmation": whom.name})
        assert given.status_code == 403, (who.name, whom.name)
