"""A restricted document: who reads it, what everyone else knows of it, and how it ends."""

from datetime import time, timedelta

import pytest
from django.db.models import F
from django.test import Client

from across.takeaway.models import Takeaway
from across.takeaway.permissions import may_have
from across.takeaway.workflows.requests import ask_for_copy
from chat.chat.models import Message, Topic
from chat.chat.workflows.conversation import post_about, topic_about
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, DocumentGrant, Restriction
from documents.documents.tasks import index_documents, watch_restrictions
from documents.documents.workflows import restricting
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.restricting import RestrictionTerms
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NotificationChoice, NotificationSettings, OutgoingEmail
from foundation.inbox.workflows.mailing import send_notices
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_file, a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
WORD = "Zinnobersulfat"
REASON = "Our price, until the contract is signed."


class Scene:
    """ada restricts the offer in Market; bo is in Market, cleo is named, dan is in another circle, eve outside."""

    def __init__(self) -> None:
        self.ada, self.bo, self.cleo, self.dan, self.eve = map(a_person, ("Ada M", "Bo N", "Cleo P", "Dan Q", "Eve R"))
        self.market: Circle = a_circle(self.ada, self.bo, name="Market")
        self.project: Project = self.market.project
        self.field = a_circle(self.cleo, self.dan, inside=self.project.circles.general(), name="Field")
        content = update_of(f"The price is {WORD}.")
        self.offer = Document.create(self.market, "Offer to Die", by=self.ada, content=content)

    def restrict(self, **terms: object) -> Restriction:
        """Restrict the offer to cleo, and to who does it."""
        agreed = RestrictionTerms(**{"reason": REASON, "people": [self.cleo], **terms})  # type: ignore[arg-type]
        return restricting.restrict(self.offer, agreed, by=self.ada)

    def readers(self) -> set[str]:
        """Return who may read it, by first name."""
        people = (self.ada, self.bo, self.cleo, self.dan, self.eve)
        found = {one for one in people if Document.objects.readable_by(one).filter(pk=self.offer.pk).exists()}
        assert self.offer.readers_among(people) == {one.pk for one in found}, "who is notified may read it"
        topic = topic_about(self.offer, by=self.ada)
        talking = {one.pk for one in people if Topic.objects.visible_to(one).filter(pk=topic.pk).exists()}
        assert topic.readers_among(people) == talking, "and who is notified of talk about it"
        return {one.first_name for one in found}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def let_day_come(scene: Scene) -> None:
    """Let the restriction's day have come a minute ago."""
    held = Restriction.objects.filter(document=scene.offer)
    held.update(ends_at=F("started_at") - timedelta(minutes=1))


@pytest.mark.both_databases
def test_it_is_read_by_those_who_are_named_and_nobody_else(scene: Scene) -> None:
    assert scene.readers() == {"Ada", "Bo", "Cleo", "Dan"}
    scene.restrict()
    assert scene.readers() == {"Ada", "Cleo"}
    restricting.renew(scene.offer, RestrictionTerms(REASON, circles=[scene.market]), by=scene.ada)
    assert scene.readers() == {"Ada", "Bo"}


def test_it_opens_by_itself_on_its_day_without_any_job(scene: Scene) -> None:
    held = scene.restrict()
    assert (held.ends_on - scene.project.day_of(held.started_at)).days == 30
    let_day_come(scene)
    assert scene.readers() == {"Ada", "Bo", "Cleo", "Dan"}
    assert DocumentGrant.objects.count() == 2, "the restriction ends, not the grant"
    assert watch_restrictions() == 1
    assert watch_restrictions() == 0
    assert DocumentGrant.objects.count() == 0


def test_everybody_knows_title_reason_and_end_and_asks_for_access(scene: Scene) -> None:
    scene.restrict()
    browser, address = at_browser(scene.dan), scene.offer.get_absolute_url()
    given = browser.get(address)
    assert given.status_code == 403
    assert all(words in given.text for words in ("Offer to Die", REASON, "Ask Ada for access"))
    assert WORD not in given.text
    assert REASON in browser.get(f"/p/{scene.project.slug}/documents/").text
    assert browser.post(f"{address}restriction/requests/").status_code == 302
    assert Notice.objects.get(user=scene.ada, event=DocumentEvent.ACCESS_REQUESTED).kind == NoticeKind.YOURS
    browser.post(f"{address}restriction/followers/")
    restricting.lift(scene.offer, by=scene.cleo)
    assert Notice.objects.filter(user=scene.dan, event=DocumentEvent.RESTRICTION_LIFTED).exists()
    assert WORD in browser.get(address).text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "more", [{}, {"circle": "market"}, {"order": "title"}, {"restricted": "1"}, {"commented": "1"}]
)
def test_it_is_found_by_its_text_by_readers_alone_whatever_else_is_asked(scene: Scene, more: dict[str, str]) -> None:
    scene.restrict()
    begin_thread(scene.offer, Anchor(quote="price"), "What of it?", by=scene.ada)
    index_documents()

    def found(person: User, words: str) -> list[str]:
        address = f"/p/{scene.project.slug}/documents/"
        return [one.title for one in at_browser(person).get(address, more | {"words": words}).context["rows"]]

    title = scene.offer.title
    assert found(scene.cleo, WORD) == [title]
    assert found(scene.dan, WORD) == []
    assert found(scene.dan, title) == ([] if "commented" in more else [title]), "everyone knows the title"


def everything_read(scene: Scene, person: User) -> dict[str, str]:
    """Return what a person is answered wherever words of the offer, or of the talk about it, could stand."""
    root, browser, program = f"/p/{scene.project.slug}/", at_browser(person), Client(headers=by_token(person))
    number, pk = scene.offer.number, scene.offer.pk
    topic = Topic.objects.get(thing=str(pk))
    pages = [
        "",
        "documents/",
        f"documents/{number}/",
        *(f"documents/{number}/as.{form}" for form in ("md", "html", "txt")),
        f"talk/DOC/{number}/",
        f"talk/DOC/{number}/messages/",
        f"chat/market/{topic.pk}/",
        f"chat/market/{topic.pk}/messages/",
        "chat/market/",
        "circles/market/",
        "search/?q=Offer",
        "record/",
        f"go/DOC-{number}/",
    ]
    operations = [
        *(f"documents/{pk}{form}" for form in ("", ".md", ".html", ".txt", "/restriction")),
        f"projects/{scene.project.slug}/documents",
        f"projects/{scene.project.slug}/talk/DOC-{number}/messages",
        f"projects/{scene.project.slug}/topics/{topic.pk}/messages",
        f"projects/{scene.project.slug}/circles/market/topics",
        f"projects/{scene.project.slug}/record",
        f"projects/{scene.project.slug}/search?q=Offer",
    ]
    found = {one: browser.get(root + one, follow=True).text for one in pages}
    return found | {one: program.get(f"/api/v1/{one}").text for one in operations}


def test_no_word_of_it_leaks_anywhere(scene: Scene) -> None:
    post_about(scene.offer, f"Is {WORD} too much, @Dan Q?", by=scene.ada)
    earlier = set(Notice.objects.values_list("pk", flat=True))
    scene.restrict()
    post_about(scene.offer, f"{WORD} it is, @Dan Q and @Cleo P.", by=scene.ada)
    for person in (scene.cleo, scene.dan):
        NotificationSettings.change(person, quiet_from=time(0), quiet_until=time(0), days_off="")
        NotificationChoice.objects.create(user=person, kind="mentioned", mail="at_once")
        send_notices(person, clock.now() + timedelta(minutes=2))
    leaks = {place for place, text in everything_read(scene, scene.dan).items() if WORD in text}
    assert leaks == set()
    read = {place for place, text in everything_read(scene, scene.cleo).items() if WORD in text}
    assert len(read) >= 10, "the same places show it to who may read"
    mentioned = Notice.objects.filter(message__isnull=False).exclude(pk__in=earlier).values_list("user", flat=True)
    assert set(mentioned) == {scene.cleo.pk}
    assert WORD not in str(list(Entry.objects.values("facts", "title")))
    mailed = OutgoingEmail.objects.filter(text__contains=WORD)
    assert {email.user for email in mailed} == {scene.cleo}, "the digest, where its hour has come, does not say it"
    assert OutgoingEmail.objects.filter(user=scene.dan).exists()
    assert not OutgoingEmail.objects.filter(user=scene.dan, html__contains=WORD).exists()
    assert not Message.objects.visible_to(scene.dan).exists()


def test_it_is_restricted_by_page_and_by_program(scene: Scene) -> None:
    address = f"{scene.offer.get_absolute_url()}restriction/"
    day = scene.project.day_of(scene.offer.created_at) + timedelta(days=7)
    sent = {"reason": REASON, "ends_on": day.isoformat(), "readers": ["circle:field"], "add": "Bo N"}
    assert at_browser(scene.dan).post(address, sent).status_code == 403
    browser = at_browser(scene.ada)
    chosen = browser.post(address, sent | {"choosing": "yes"}).text
    assert f'value="person:{scene.bo.pk}"' in chosen
    assert scene.offer.restrictions.count() == 0, "who is chosen is shown before anything is done"
    assert browser.post(address, sent | {"add": "Nobody"}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    assert scene.readers() == {"Ada", "Bo", "Cleo", "Dan"}
    program, place = Client(headers=by_token(scene.ada)), f"/api/v1/documents/{scene.offer.pk}/restriction"
    said = program.put(place, {"reason": "Until it is signed", "people": [scene.bo.pk]}, "application/json")
    assert (said.status_code, said.json()["circles"], set(said.json()["people"])) == (
        200,
        [],
        {str(scene.ada.pk), str(scene.bo.pk)},
    )
    assert scene.readers() == {"Ada", "Bo"}
    assert Client(headers=by_token(scene.dan)).put(place, {"reason": "Mine"}, "application/json").status_code == 403
    assert program.post(f"{place}/lifting").status_code == 204
    assert program.get(place).status_code == 204


def test_it_needs_a_reason_and_a_day_that_is_near(scene: Scene) -> None:
    today = scene.project.day_of(scene.offer.created_at)
    for terms in ({"reason": " "}, {"ends_on": today}, {"ends_on": today + timedelta(days=91)}):
        with pytest.raises(Refused):
            scene.restrict(**terms)
    specification = Document.objects.get(project=scene.project, genre=Document.Genre.SPECIFICATION)
    with pytest.raises(Refused):
        restricting.restrict(specification, RestrictionTerms(REASON), by=scene.ada)
    scene.restrict()
    with pytest.raises(Refused):
        scene.restrict()


def test_who_restricted_it_is_told_before_it_opens(scene: Scene) -> None:
    scene.restrict()
    assert watch_restrictions() == 0
    Restriction.objects.update(ends_at=F("started_at") + timedelta(days=2))
    assert watch_restrictions() == 1
    assert watch_restrictions() == 0
    told = Notice.objects.filter(event=DocumentEvent.RESTRICTION_EXPIRY_ANNOUNCED)
    assert [(one.user, one.kind) for one in told] == [(scene.ada, NoticeKind.ACCESS)]


def test_an_administrator_who_reads_it_stands_in_the_record(scene: Scene) -> None:
    root = User.objects.create_superuser("root@ronde.example", "a-long-passphrase", name="Root")
    scene.restrict()
    sent = {"action": "read", "_selected_action": [str(scene.offer.pk)]}
    given = at_browser(root).post("/admin/documents/document/", sent)
    assert WORD in given.text
    entry = Entry.objects.get(event=DocumentEvent.READ_BY_ADMINISTRATOR)
    assert (entry.actor, entry.reference) == (root.pk, scene.offer.reference)


def test_a_copy_has_no_restricted_words_for_who_may_not_read_them(scene: Scene) -> None:
    scene.restrict()
    pilot = scene.project.created_by
    assert pilot is not None
    with pytest.raises(Refused, match="DOC-2"):
        ask_for_copy(scene.project, circle=None, is_whole=True, by=pilot)


def test_the_record_has_no_names_of_its_files_and_versions(scene: Scene) -> None:
    scene.restrict()
    program, address = Client(headers=by_token(scene.cleo)), f"/api/v1/documents/{scene.offer.pk}"
    file = a_file("document", scene.offer.pk, by=scene.cleo, name=f"{WORD}.txt")
    program.delete(f"/api/v1/files/{file.pk}")
    program.post(f"/api/v1/files/{file.pk}/restorations")
    for name in (WORD, ""):
        sent = {"name": name, "reason": f"{WORD} again"}
        assert program.post(f"{address}/versions", sent, "application/json").status_code in (201, 409)
        assert program.patch(f"{address}/versions/1", sent, "application/json").status_code == 200
    said = at_browser(scene.dan).get(f"/p/{scene.project.slug}/record/").text
    assert "Cleo P</strong> added a file to" in said
    assert "Cleo P</strong> took away the name of version 1 of" in said
    assert not [one for one in Entry.objects.all() if WORD in str(one.facts)]


def test_nothing_is_made_of_what_is_said_in_it(scene: Scene) -> None:
    scene.restrict()
    message = post_about(scene.offer, f"Is {WORD} too much?", by=scene.cleo)
    comment = begin_thread(scene.offer, Anchor(quote="price"), f"{WORD}?", by=scene.cleo)
    suggestion = suggest_text(scene.offer, nodes_of(f"{WORD} {WORD}"), by=scene.cleo)
    browser, root = at_browser(scene.cleo), f"/p/{scene.project.slug}/"
    named = [f"message-{message.pk}", f"comment-{comment.pk}", f"suggestion-{suggestion.pk}"]
    pages = [f"{page}/new/?from={one}" for page in ("actions", "proposals") for one in named]
    for page in (*pages, *(f"talk/{one.replace('-', '/', 1)}/" for one in named)):
        answer = browser.get(root + page)
        assert (page, answer.status_code) == (page, 409)
    restricting.lift(scene.offer, by=scene.ada)
    assert browser.get(f"{root}actions/new/?from=comment-{comment.pk}").status_code == 200


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_copy_that_was_asked_for_before_is_not_for_who_may_not_read_it(scene: Scene, *, is_whole: bool) -> None:
    pilot = scene.project.created_by
    assert pilot is not None
    copy = ask_for_copy(scene.project, circle=None, is_whole=is_whole, by=pilot)
    assert may_have(pilot, copy)
    scene.restrict()
    assert not may_have(pilot, copy)
    assert is_whole or may_have(pilot, ask_again(scene, pilot))


def ask_again(scene: Scene, person: User) -> Takeaway:
    """Ask for another copy of what a person reads."""
    Takeaway.objects.all().delete()
    return ask_for_copy(scene.project, circle=None, is_whole=False, by=person)
