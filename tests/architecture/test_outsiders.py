"""What a person from outside gets at every address of every app: nobody, a stranger, who was in the project once.

And what a person gets who names, below a project or a circle of their own, a thing that belongs to another.
"""

import json
import re
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from chat.chat.models import Topic
from chat.chat.workflows.conversation import post_about
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from daily.syncs.contexts.calendar_feed import secret_for
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import Token, User
from foundation.audit.models import Head
from tests.architecture.addresses import Examples, beside_projects, one_of_each, operations, pages
from tests.architecture.public_addresses import PUBLIC
from tests.factories import a_person, a_project
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db

NO_MORE = {404, 405, 410}
"""410: the link of an e-mail leads nowhere, whatever project it names."""
QUERIES = {
    "projects/{slug}/mentions": "?kind=thing&target=DOC-1",
    "projects/{slug}/routes": "?circle=hydraulics",
    "projects/{slug}/proposals/{number}/claims": "?circle=hydraulics&what=SEALS",
    "projects/{slug}/roles/whose": "?tension=leak",
    "projects/{slug}/tuning": "?circle=hydraulics&limit=900",
    "files": "?kind=document&id=<document>",
}
LOCKED_TO_GUESTS = {"documents/cards/<str:of>", "documents/diagrams/"}
"""A card says to a guest that it is locked, of whatever; the frame in which diagrams are drawn knows of no project."""
ANSWERED_ELSEWHERE = {
    "documents/<int:number>/sync": "by threads of its own: tests/documents/coediting/test_longpoll.py"
}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "tickets"): {"document": "<document>"},
    ("POST", "projects/{slug}/documents"): {"title": "Mine"},
    ("PATCH", "documents/{uuidstr:document}"): {"title": "Mine"},
    ("POST", "documents/{uuidstr:document}/templates"): {"title": "Mine"},
    ("POST", "documents/{uuidstr:document}/suggestions/verdicts"): {"verdict": "accept", "seen": {}},
    ("POST", "projects/{slug}/topics/{topic}/messages"): {"text": "Mine"},
    ("POST", "projects/{slug}/topics/{topic}/readings"): {"seq": 1},
    ("POST", "projects/{slug}/talk/{name}/messages"): {"text": "Mine"},
    ("POST", "projects/{slug}/absences"): {"from_on": "2027-01-05", "until_on": "2027-01-05"},
    ("POST", "projects/{slug}/decision-filters"): {"name": "Mine", "query": ""},
    ("POST", "projects/{slug}/circles/{key}/points"): {"text": "Mine"},
    ("POST", "inbox/{pk}/snooze"): {"until": "2037-01-05T08:00:00Z"},
    ("POST", "uploads"): {"kind": "document", "id": "<document>", "name": "mine.txt", "size": 1},
}
"""What makes sense to send where a sister circle may write (tests/architecture/addresses.py has the rest)."""


@pytest.fixture
def examples() -> Examples:
    """One of each thing in a project, and eve, who pilots another one."""
    examples = one_of_each()
    examples.apart.pop("joining/")  # whoever has that address may come in
    a_project(examples.cast.eve, name="Elsewhere")
    return examples


@pytest.fixture
def other() -> Examples:
    """One of each thing in another project, whose circles are called the same."""
    return one_of_each()


def who_left(examples: Examples) -> User:
    """Return a person who was in the project, and took its calendar along."""
    left = a_person("Zoe Blum")
    examples.cast.circle.admit(left, by=examples.cast.fay)
    examples.names["secret"] = secret_for(examples.cast.project, left)
    examples.cast.circle.memberships.get(user=left).end(by=left)
    return left


def asked(client: Client, address: str, body: dict[str, Any]) -> int:
    """Open a page, or click the button that is all there is at an address."""
    found = client.get(address)
    return (client.post(address, body) if found.status_code == 405 else found).status_code


def at_pages(examples: Examples, client: Client) -> dict[str, int]:
    """Return what a browser gets at every page of a project."""
    root = f"/p/{examples.cast.project.slug}/"
    names = set(pages()) - set(ANSWERED_ELSEWHERE)
    return {one: asked(client, root + examples.fill(one), examples.body(one)) for one in names}


def at_operations(examples: Examples, *headers: dict[str, str]) -> dict[tuple[str, str], int]:
    """Return what a program gets at every operation; of several, each in turn."""
    found, clients = {}, cycle([Client(headers=one) for one in headers])
    for (method, pattern), client in zip(operations(reading=True), clients, strict=False):
        sent = json.dumps(BODIES.get((method, pattern)) or examples.sent(method, pattern))
        sent = sent.replace("<document>", examples.names["document"])
        query = QUERIES.get(pattern, "").replace("<document>", examples.names["document"])
        address = f"/api/v1/{examples.fill(pattern)}{query}"
        found[method, pattern] = client.generic(method, address, sent, "application/json").status_code
    return found


def test_a_stranger_is_sent_to_sign_in_by_every_page_of_a_project(examples: Examples) -> None:
    found = at_pages(examples, Client())
    assert {one: given for one, given in found.items() if given not in {302, 401, 404, 410}} == {}


def test_a_page_outside_projects_is_closed_to_strangers_unless_listed_as_public() -> None:
    client, found = Client(), {}
    for pattern in beside_projects():
        address = re.sub(r"<[^>]+>|\(\?P<.*\)", "x", pattern)
        given = client.get(address)
        place = given.headers.get("Location", "")
        if pattern not in PUBLIC and given.status_code not in NO_MORE and "/login/" not in place:
            found[pattern] = (given.status_code, place)
    assert found == {}


@pytest.mark.parametrize("who", one_in(2, "outsiders", ["eve", "who left"]))
def test_an_outsider_finds_no_page_of_a_project(examples: Examples, who: str) -> None:
    person = examples.cast.eve if who == "eve" else who_left(examples)
    before = Head.seq_of(examples.cast.project.pk)
    found = at_pages(examples, at_browser(person))
    assert {one: given for one, given in found.items() if given not in NO_MORE} == {}
    assert Head.seq_of(examples.cast.project.pk) == before


ONES_OWN = {
    *("me", "me/attention", "me/calendars", "me/picture", "me/tokens", "me/tour", "me/tour/ending"),
    *("inbox", "inbox/reading", "projects"),
    *("me/notifications", "me/notifications/mail-stop", "me/notifications/{kind}"),
    *("me/reminders", "me/undisturbed"),
}


@pytest.mark.parametrize("who", one_in(2, "outsiders", ["who left", "eve"]))
def test_an_outsider_finds_nothing_by_any_operation(examples: Examples, who: str) -> None:
    person = examples.cast.eve if who == "eve" else who_left(examples)
    before = Head.seq_of(examples.cast.project.pk)
    found = at_operations(examples, by_token(person))
    assert {one: given for one, given in found.items() if given != 404 and one[1] not in ONES_OWN} == {}
    assert Head.seq_of(examples.cast.project.pk) == before


TALK = {"guest/topics/<uuid:topic>/", "guest/topics/<uuid:topic>/messages/", "guest/topics/<uuid:topic>/readings/"}
SAID = {"projects/{slug}/topics/{topic}/messages", "projects/{slug}/topics/{topic}/readings"}


@pytest.mark.parametrize("let_into", one_in(3, "guests", ["document", "topic", "circle"]))
def test_a_guest_finds_what_they_are_let_into_and_nothing_else(examples: Examples, let_into: str) -> None:
    cast, gil = examples.cast, a_person("Gil Lab")
    topic, report = Topic.objects.get(pk=examples.names["topic"]), Document.create(cast.circle, "Report", by=cast.ada)
    things: dict[str, Any] = {"document": report, "topic": topic, "circle": cast.circle}
    invite_guest(things[let_into], str(gil.email), level="write", reason="Tests", ends_on=None, by=cast.ada)
    accept(Guest.objects.get(email=gil.email), by=gil)
    before = Head.seq_of(cast.project.pk)
    pages_found = {one for one, given in at_pages(examples, at_browser(gil)).items() if given not in NO_MORE}
    assert pages_found == {"", "guest/"} | LOCKED_TO_GUESTS | (set() if let_into == "document" else TALK)
    operations_found = {one for (_how, one), given in at_operations(examples, by_token(gil)).items() if given != 404}
    assert operations_found == ONES_OWN | {"projects/{slug}/guest"} | (set() if let_into == "document" else SAID)
    assert Head.seq_of(cast.project.pk) == before


WORD = "Zinnobersulfat"


@pytest.mark.both_databases
@pytest.mark.parametrize("part", one_in(6, "a restricted document", range(6)))
def test_no_page_and_no_operation_tells_a_word_of_a_restricted_document(examples: Examples, part: int) -> None:
    cast = examples.cast
    offer = Document.create(cast.circle, "Offer", by=cast.ada, content=update_of(f"It costs {WORD}."))
    message = post_about(offer, f"{WORD} is too much.", by=cast.ada)
    restrict(offer, RestrictionTerms("Our price"), by=cast.ada)
    names = {"document": str(offer.pk), "topic": str(message.topic_id), "message": str(message.pk)}
    names |= {"name": offer.reference, "reference": offer.reference}
    examples.names |= names
    numbered = {"number": str(offer.number), "kind": "DOC", "key": str(offer.number)}
    examples.apart |= {"documents/": numbered, "talk/": numbered}
    root = f"/p/{cast.project.slug}/"
    addresses = [root + examples.fill(one) for one in sorted(set(pages()) - set(ANSWERED_ELSEWHERE))]
    reading = [one for how, one in operations(reading=True) if how == "GET"]
    addresses += [f"/api/v1/{examples.fill(one)}{QUERIES.get(one, '')}" for one in reading]
    assert list(telling(addresses[part::6], cast.pia)) == []
    likely_first = sorted(addresses, key=lambda one: "document" not in one)
    told = list(islice(telling(likely_first, cast.ada), 11))
    assert len(told) > 10, "the same addresses tell it to who may read it"


def telling(addresses: list[str], person: User) -> Iterator[str]:
    """Yield each address that tells a person the word."""
    browser, program = at_browser(person), Client(headers=by_token(person))
    for one in addresses:
        answer = (program if one.startswith("/api/") else browser).get(one)
        if not answer.streaming and WORD.encode() in answer.content:
            yield one


@pytest.mark.parametrize("first", one_in(4, "tokens", range(4)))
def test_an_operation_needs_a_valid_token(examples: Examples, first: int) -> None:
    """Each commit tries each operation with one of these; by name, with all four."""
    ada, bo = examples.cast.ada, examples.cast.bo
    ended, deactivated = by_token(ada), by_token(bo)
    Token.objects.get(user=ada).end()
    bo.is_active = False
    bo.save()
    invalid = [{}, {"Authorization": "Bearer ronde_none"}, ended, deactivated]
    found = at_operations(examples, *invalid[first:], *invalid[:first])
    assert {one: given for one, given in found.items() if given != 401} == {}


# A thing of another ------------------------------------------------------------------------------------------------

OWN = ("printouts/<", "printouts/{", "filters/<", "filters/{", "takeaways/<", "takeaways/{", "tokens/{")
IDS = (
    *("person", "membership", "role", "thing", "topic", "message", "thread", "comment", "suggestion"),
    *("document", "objection", "concern", "question", "pk"),
)


def test_personal_things_are_found_by_nobody_else(examples: Examples) -> None:
    fay, program, found = at_browser(examples.cast.fay), Client(headers=by_token(examples.cast.fay)), {}
    root = f"/p/{examples.cast.project.slug}/"
    for pattern in pages():
        if any(part in pattern for part in OWN):
            found[pattern] = asked(fay, root + examples.fill(pattern), {})
    for method, pattern in operations(reading=True):
        if any(part in pattern for part in OWN):
            found[pattern] = program.generic(method, f"/api/v1/{examples.fill(pattern)}").status_code
    assert set(found.values()) == {404}


def names_a_thing(pattern: str) -> bool:
    """Say whether an address names a thing by its id, of which there is one (no urgent act was taken back)."""
    if any(part in pattern for part in (*OWN, "inbox", "undoing")):
        return False
    return any(f"{one}>" in pattern or f"{one}}}" in pattern for one in IDS)


def mixed(own: Examples, other: Examples) -> Examples:
    """Return the names of one's own project with the ids of things of another."""
    return Examples(own.cast, own.names | {one: other.names[one] for one in IDS}, other.apart)


def found_at_all(given: int) -> bool:
    return given not in NO_MORE


@pytest.mark.parametrize("part", one_in(4, "pages of another project", range(4)))
def test_a_page_finds_nothing_of_another_project(examples: Examples, other: Examples, part: int) -> None:
    names, fay, found = mixed(other, examples), at_browser(other.cast.fay), {}
    root = f"/p/{other.cast.project.slug}/"
    for pattern in sorted(filter(names_a_thing, pages()))[part::4]:
        given = []
        for names_of in (other, names):
            with transaction.atomic():
                given.append(asked(fay, root + names_of.fill(pattern), other.body(pattern)))
                transaction.set_rollback(True)
        if [found_at_all(one) for one in given] != [True, False]:
            found[pattern] = given
    assert found == {}


def test_an_operation_finds_nothing_of_another_project(examples: Examples, other: Examples) -> None:
    names, fay, found = mixed(other, examples), Client(headers=by_token(other.cast.fay)), {}
    for method, pattern in operations(reading=True):
        given = []
        for names_of in (other, names) if names_a_thing(pattern) and "documents" not in pattern else ():
            sent = json.dumps(BODIES.get((method, pattern)) or other.sent(method, pattern))
            with transaction.atomic():
                address = f"/api/v1/{names_of.fill(pattern)}"
                given.append(fay.generic(method, address, sent, "application/json").status_code)
                transaction.set_rollback(True)
        if given and [found_at_all(one) for one in given] != [True, False]:
            found[method, pattern] = given
    assert found == {}
