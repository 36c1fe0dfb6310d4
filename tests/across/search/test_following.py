"""What people say is read by search and citations after the commit: by a worker at once, else by the schedule."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.test import Client
from django.utils import timezone

from across.search.models import Text
from chat.chat.models import Message, Topic
from chat.chat.workflows.conversation import edit_message, post_message, remove_message
from circles.circles.models import Circle
from circles.projects.models import WrittenThing
from circles.projects.tasks import follow_thing, follow_things
from circles.projects.workflows.following import FOLLOW, follow
from decisions.decisions.models import Citation
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from tests.across.search.test_text_search import found
from tests.decisions.decisions.people import a_cast, adopted
from tests.factories import a_topic
from tests.support.concurrency import together

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What a worker is sent and does not do: it was killed."""
    things: list[list[str]] = []

    def send_task(name: str, args: list[str]) -> None:
        if name == FOLLOW:
            things.append(args)

    monkeypatch.setattr(current_app, "send_task", send_task)
    return things


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada, name="Farm 2")


def grow_old() -> None:
    WrittenThing.objects.update(written_at=timezone.now() - timedelta(seconds=10))


def test_a_worker_is_woken_once_a_message_is_written(topic: Topic, ada: User, sent: list[list[str]]) -> None:
    with transaction.atomic():
        message = post_message(topic, "The lower flange weeps.", by=ada)
        assert sent == []
    assert sent == [["message", str(message.pk)]]
    assert not Text.objects.filter(kind="message").exists(), "nothing is read within the transaction"
    assert follow_thing(*sent[0]) == 1
    assert len(found(topic.circle, ada, "flange")) == 1  # type: ignore[arg-type]  # it has one
    assert not WrittenThing.objects.exists()


def test_what_a_crash_left_is_read_when_the_schedule_runs(
    circle: Circle, topic: Topic, ada: User, sent: list[list[str]]
) -> None:
    post_message(topic, "The lower flange weeps.", by=ada)
    assert follow_things() == 0, "the worker that was woken may be at it"
    grow_old()
    assert follow_things() == 1
    assert len(found(circle, ada, "flange")) == 1
    assert (WrittenThing.objects.count(), follow_things()) == (0, 0)


def test_what_is_rolled_back_leaves_nothing_to_be_read(topic: Topic, ada: User, sent: list[list[str]]) -> None:
    with transaction.atomic():
        post_message(topic, "The lower flange weeps.", by=ada)
        transaction.set_rollback(True)
    assert (WrittenThing.objects.count(), sent) == (0, [])


def test_what_was_written_several_times_is_read_once_as_it_is_now(
    circle: Circle, topic: Topic, ada: User, sent: list[list[str]]
) -> None:
    message = post_message(topic, "The lower flange weeps.", by=ada)
    edit_message(message, "The gasket weeps.", by=ada)
    assert WrittenThing.objects.count() == 2
    grow_old()
    assert follow_things() == 1
    assert [len(found(circle, ada, word)) for word in ("flange", "gasket")] == [0, 1]
    remove_message(Message.objects.get(pk=message.pk), by=ada)
    assert (follow("message", str(message.pk)), follow("message", str(message.pk))) == (1, 0)
    assert not Text.objects.filter(kind="message").exists()


def test_what_cannot_be_read_holds_nothing_else_up_and_is_seen(
    circle: Circle, topic: Topic, ada: User, sent: list[list[str]], client: Client
) -> None:
    poisoned = WrittenThing.objects.create(kind="of an app that is gone", thing="1")
    post_message(topic, "The lower flange weeps.", by=ada)
    grow_old()
    assert follow_things() == 1
    assert len(found(circle, ada, "flange")) == 1
    poisoned.refresh_from_db()
    assert (poisoned.attempts, poisoned.error) == (1, "KeyError: 'of an app that is gone'")
    assert poisoned.next_try_at
    assert poisoned.next_try_at > timezone.now()
    assert follow_things() == 0
    poisoned.refresh_from_db()
    assert poisoned.attempts == 1, "it is tried later"
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=ada.pk))
    assert "Texts that search could not read" in client.get("/admin/").content.decode()


def test_what_fails_once_is_read_at_the_next_try(
    circle: Circle, topic: Topic, ada: User, sent: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = post_message(topic, "The lower flange weeps.", by=ada)
    with monkeypatch.context() as broken:
        broken.setattr("across.search.indexing.learn_words", lambda *_words: 1 / 0)
        assert follow_thing("message", str(message.pk)) == 0
    assert not Text.objects.filter(kind="message").exists(), "half of it is nothing"
    WrittenThing.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    grow_old()
    assert follow_things() == 1
    assert len(found(circle, ada, "flange")) == 1


def test_a_decision_is_cited_by_a_comment_that_a_crash_left_behind(sent: list[list[str]]) -> None:
    cast = a_cast()
    decision = adopted(cast)
    document = Document.create(cast.circle, "Wear test", by=cast.ada, content=update_of("The first ring wears.\n"))
    comment = begin_thread(document, Anchor(quote="first ring"), f"As {decision.reference} says.", by=cast.ada)
    naming = Citation.objects.by_words_of("comment", str(comment.pk))
    assert not naming.exists()
    grow_old()
    assert follow_things() >= 1
    assert [one.decision for one in naming] == [decision]


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_an_edit_at_once_leave_the_last_words(sent: list[list[str]], request: Any) -> None:
    circle, ada = request.getfixturevalue("circle"), request.getfixturevalue("ada")
    message = post_message(a_topic(circle, by=ada), "The lower flange weeps.", by=ada)
    follows = partial(follow, "message", str(message.pk))
    for words in (f"The gasket weeps, {turn}." for turn in range(5)):
        edit = partial(edit_message, Message.objects.get(pk=message.pk), words, by=ada)
        together(follows, edit, follows)
        follows()
        assert Text.objects.get(kind="message").text == words
    assert not WrittenThing.objects.exists()
