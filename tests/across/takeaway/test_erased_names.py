"""An erased name is nowhere: not in the database, in files, in search or in a fresh copy, but where people typed it in
words of their own, of which each place is listed to whoever erases.
"""

import re
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps

from across.search.models import Text
from across.takeaway.workflows.erasure import erase_person, former_names
from chat.chat.models import Room
from chat.chat.workflows.conversation import edit_message, open_topic, post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.drafting import save_draft
from circles.invitations.workflows.guests import invite_guest
from circles.projects.models import Link
from daily.syncs.models import Outcome
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import create_action
from decisions.actions.models import Action
from decisions.actions.workflows.describing import describe
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, Run, write_tree
from foundation.accounts.models import User
from foundation.inbox.workflows.mailing import send_notices
from foundation.web.kept_data import FormerNames
from tests.across.takeaway.conftest import WriteCopy
from tests.architecture.addresses import one_of_each
from tests.decisions.decisions.people import Cast, a_cast
from tests.factories import a_file, a_person, a_proposal
from tests.support.entry_points import at_browser
from tests.support.names_left import forms_of, places_that_say

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAME, HANDLE, ADDRESS = "Zénobie O’Quartz", "zenoquartz", "zenobie.quartz@canary.example"


@pytest.fixture
def root() -> User:
    return a_person("Root", is_superuser=True, is_staff=True)


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def zenobie(cast: Cast) -> User:
    person = a_person(NAME, email=ADDRESS, handle=HANDLE)
    cast.circle.admit(person, by=cast.fay)
    return person


def others_name_her(cast: Cast, zenobie: User) -> None:
    """Let others do all that makes a program write her name, or mention her."""
    sync = open_sync(cast.circle, by=cast.fay)
    create_action(sync, "Find a seal (FKM)", by=cast.fay, owner=zenobie)
    close_sync(sync, by=cast.fay)
    topic = open_topic(Room.of(cast.circle), "Seals", by=cast.bo)
    asked = post_message(topic, f"@{NAME} which one?", by=cast.bo)
    edited = post_message(topic, f"@{HANDLE} said so.", by=cast.bo)
    edit_message(edited, "@Zénobie said so, on Monday.", by=cast.bo)
    post_message(topic, "That one.", by=zenobie, reply_to=asked)
    post_message(topic, "Thank you.", by=cast.ada, reply_to=asked)
    Link.tie(cast.project, asked, a_proposal(circle=cast.circle, by=cast.bo), by=cast.bo, quote=asked.text)
    save_draft(topic.change_key, f"@{NAME} but", by=cast.ada)
    post_message(direct_topic(cast.project, [zenobie], by=cast.bo), f"@{NAME} a word?", by=cast.bo)
    action = Action.make(cast.circle, "Measure", by=cast.bo, owner=cast.bo)
    describe(action, f"Ask @{NAME}.", by=cast.bo)
    documents(cast, zenobie)
    for person in (cast.ada, cast.bo, cast.fay, zenobie):
        send_notices(person)


def documents(cast: Cast, zenobie: User) -> None:
    mention = Node("mention", {"kind": "person", "id": str(zenobie.pk)})
    words = [Node("paragraph", {}, [Run("Ask "), mention, Run(" for the seal")])]
    document = Document.create(cast.circle, "Wear test", by=cast.ada, content=write_tree(words))
    process_quiet_text(document.pk)
    begin_thread(document, Anchor(quote="for the seal", before=f"Ask @{NAME} "), f"@{NAME} why?", by=cast.bo)
    suggestion = suggest_text(document, nodes_of("Ask for two seals"), by=zenobie)
    Link.tie(cast.project, suggestion, Action.make(cast.circle, "Two", by=cast.bo, owner=cast.bo), by=cast.bo)
    a_file("document", document.pk, by=zenobie)
    invite_guest(document, ADDRESS.replace("canary", "home"), level="read", reason="To see", ends_on=None, by=cast.bo)


def leaks(names: FormerNames) -> dict[str, list[str]]:
    return {place: [text[:160] for text in texts] for place, texts in places_that_say(names).items()}


def test_a_name_that_programs_wrote_and_mentions_said_is_gone(cast: Cast, zenobie: User, root: User) -> None:
    others_name_her(cast, zenobie)
    names = former_names(zenobie, language="en")
    kept = set(leaks(names))
    written = {"syncs_minutes.content", "chat_message.text", "chat_wording.text", "chat_messagedraft.text"}
    written |= {"projects_link.source_words", "documents_comment.text", "actions_action.html", "search_text.text"}
    assert written <= kept, "it looks"
    assert erase_person(zenobie, by=root) == [], "nobody typed it in words of their own"
    assert leaks(names) == {}
    assert Outcome.objects.get().said == "Find a seal (FKM) (Former member)"


def test_files_search_and_a_fresh_copy_have_it_no_more(
    cast: Cast, zenobie: User, root: User, write: WriteCopy, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    others_name_her(cast, zenobie)
    names = former_names(zenobie, language="en")
    assert said_in(write(cast.project), names), "it looks"
    erase_person(zenobie, by=root)
    assert said_in(write(cast.project), names) == []
    assert said_in(write(cast.project, user=cast.bo), names) == []
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and says(path.read_bytes(), names)] == []
    assert not Text.objects.answering(NAME).exists()
    found = at_browser(cast.bo).get(f"/p/{cast.project.slug}/sync/1/minutes/").content.decode()
    assert ("Find a seal (FKM) (Former member)" in found, "Quartz" in found) == (True, False)


def said_in(copy: Path, names: FormerNames) -> list[str]:
    with ZipFile(copy) as archive:
        return [name for name in archive.namelist() if says(name.encode() + archive.read(name), names)]


def says(content: bytes, names: FormerNames) -> bool:
    return any(form in content.decode("latin-1").lower() for form in forms_of(names))


def test_what_people_typed_stays_and_each_place_is_listed(cast: Cast, zenobie: User, root: User) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.bo, text=f"{NAME} keeps the seals.")
    topic = open_topic(Room.of(cast.circle), "Seals", by=cast.bo)
    said = post_message(topic, f"Ask {NAME}, not @{NAME}.", by=cast.bo)
    by_first_name = post_message(topic, "Zénobie has the second key.", by=cast.bo)
    post_message(direct_topic(cast.project, [cast.ada], by=cast.bo), f"{NAME} again", by=cast.bo)
    browser, address = at_browser(root), f"/people/{zenobie.pk}/erasure/"
    page = browser.post(f"{address}confirmed/", {"confirmation": NAME}, follow=True).content.decode()
    proposal.refresh_from_db()
    said.refresh_from_db()
    assert proposal.text == f"{NAME} keeps the seals."
    assert said.text == f"Ask {NAME}, not @Former member."
    listed = re.search(r"Where people typed the name.*?</section>", page, re.DOTALL)
    assert listed
    places = re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', listed[0])
    assert (proposal.get_absolute_url(), f"Proposal {proposal.reference}") in places
    assert {said.get_absolute_url(), by_first_name.get_absolute_url()} <= set(dict(places))
    assert f"Seals, {cast.project.name}" in unescape(listed[0]), "it says where"
    assert "Direct messages" in listed[0]
    assert "/direct/" not in listed[0], "what is said there is theirs"
    assert NAME not in listed[0]


def test_names_in_brackets_of_earlier_minutes_go_into_the_column(cast: Cast, zenobie: User) -> None:
    sync = open_sync(cast.circle, by=cast.fay)
    create_action(sync, "Find a seal (FKM)", by=cast.fay, owner=zenobie)
    close_sync(sync, by=cast.fay)
    was = f"Find a seal (FKM) ({NAME})"
    Outcome.objects.update(owner=None, text=was)
    minutes = sync.minutes.get()
    del minutes.content["actions"][0]["owner"]
    minutes.content["actions"][0]["text"] = was
    minutes.save()
    migration = import_module("daily.syncs.migrations.0008_owners_out_of_words")
    for _there_and_back in range(2):
        migration.part_words(apps, None)
        minutes.refresh_from_db()
        assert [minutes.content["actions"][0][name] for name in ("text", "owner")] == ["Find a seal (FKM)", NAME]
        assert (Outcome.objects.get().text, Outcome.objects.get().owner) == ("Find a seal (FKM)", zenobie)
        migration.with_names(apps, None)
        minutes.refresh_from_db()
        assert (minutes.content["actions"][0]["text"], Outcome.objects.get().text) == (was, was)


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_of_one_of_each_thing_that_there_is_no_name_is_left(who: str, root: User) -> None:
    made = one_of_each()
    person = made.cast[who]
    names = former_names(person, language="en")
    assert len(leaks(names)) > 5, "it looks"
    erase_person(person, by=root)
    assert leaks(names) == {}
