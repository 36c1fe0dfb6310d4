"""What open pages hear of talk: a message as it was rendered once, and numbers of what else changed.

Each change of a topic has a number (`change`), and the last one is repeated for some seconds (`recent_changes`): a page
whose notification was lost on its way finds a hole in the numbers and fetches the conversation again.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper
from django.template.loader import render_to_string
from django.utils import translation

from chat.chat.models import Message, ReadMarker, Topic, TopicHead
from chat.chat.models.thing_document import about_held
from documents.documents.models import Restriction
from documents.documents.readers import reading
from foundation.accounts.models import User
from foundation.files.contexts import files_on
from foundation.web.broadcasts import broadcast_on_commit, group_of, group_of_person
from foundation.web.languages import LANGUAGES

MOST_REPEATED = 500
"""So many topics and readings are repeated at a time, the last changed first: where more happens, more follows."""
MOST_NAMES = 20
"""So many of those who gave a reaction are named."""


def _after_commit(groups: Iterable[str], body: Callable[[], Any], part: str = "chat") -> None:
    """After commit, send one body, made once, to each group."""
    broadcast_on_commit(groups, lambda: {part: body()})


def _place(topic: Topic, seq: int, change: int) -> dict[str, Any]:
    return {
        "topic": str(topic.pk),
        "room": topic.scope,
        "about": topic.about_key,
        "seq": seq,
        "direct": topic.is_direct,
        "change": change,
    }


def _changed(message: Message) -> dict[str, Any]:
    """Count a change of a message's topic, in the caller's transaction; returns where it is."""
    return _place(message.topic, message.seq, TopicHead.count_change(message.topic_id))


def shown_message(message: Message) -> dict[str, Any]:
    """Return what `chat/message.html` shows of a new message."""
    return {"message": message, "files": files_on("message", message.pk, message.topic.project.slug)}


def in_each_language(message: Message) -> dict[str, str]:
    """Render a new message in each language: who reads it speaks another one than who wrote it, and the times that it
    shows are put into the reader's zone by the page.
    """
    shown = shown_message(message)
    forms: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            forms[language] = render_to_string("chat/message.html", shown)
    return forms


def readers_of(topic: Topic) -> set[UUID] | None:
    """Return who may read a topic, where that is not everyone in the project: who is in a direct conversation, and who
    reads the restricted document that it is about, or in which stands what it is about.
    """
    if topic.is_direct:
        return set(topic.members.inside().values_list("user", flat=True))
    document = topic.restricted_document
    return set(reading(document.restriction)) if document and document.restriction else None


def _groups_of_readers(topic: Topic) -> list[str]:
    """Return the groups of open pages that may hear of a topic: everyone's in the project, as whoever may open the
    room may read it; of what only some may read, those people's.
    """
    readers = readers_of(topic)
    return [group_of(topic.project_id)] if readers is None else [group_of_person(user) for user in readers]


def _to_readers(topic: Topic, body: Callable[[], Any], part: str = "chat") -> None:
    """After commit, send `body` to everyone who may read a topic."""
    _after_commit(_groups_of_readers(topic), body, part)


def broadcast_message(message: Message, *, change: int) -> None:
    """Send a new message, rendered once for all; `change` is the number of this change of its topic."""
    place = _place(message.topic, message.seq, change)

    def body() -> dict[str, Any]:
        author = message.author
        return {
            **place,
            "by": str(author.pk) if author else "",
            "speaker": author.first_name if author else "",
            "last": message.headline,
            "html": in_each_language(message),
        }

    _to_readers(message.topic, body)
    if message.topic.is_direct:
        _broadcast_seen(message.topic)


def _broadcast_seen(topic: Topic) -> None:
    """Say that it is another question now who has read all of a direct conversation."""
    _to_readers(topic, lambda: [f"seen:{topic.pk}"], "what")


def broadcast_message_changed(message: Message) -> None:
    """Say that a message was edited or removed; pages fetch it again in their reader's language."""
    place = _changed(message)
    _to_readers(message.topic, lambda: {**place, "changed": True})


def broadcast_reactions(message: Message, kind: str, *, by: User, stands: bool) -> None:
    """Send how many gave a reaction now, and who gave it or took it back: nobody has to ask."""
    place = _changed(message)

    def body() -> dict[str, Any]:
        given = message.reactions.filter(kind=kind)
        names = list(given.order_by("pk").values_list("user__name", flat=True)[:MOST_NAMES])
        reaction = {"kind": kind, "number": given.count(), "names": names, "by": str(by.pk), "stands": stands}
        return {**place, "reaction": reaction}

    _to_readers(message.topic, body)


def broadcast_moved(topic: Topic) -> None:
    """Say that messages came to a topic or left it; pages fetch the conversation again."""
    body = {**_place(topic, 0, TopicHead.count_change(topic.pk)), "moved": True}
    _to_readers(topic, lambda: body)


def broadcast_pins(message: Message) -> None:
    """Say that something was pinned in a topic, or taken off; pages fetch what is at its top."""
    _to_readers(message.topic, lambda: [f"pins:{message.topic_id}"], "what")


def broadcast_read(reading: ReadMarker, *, was: int, unread: int) -> None:
    """Tell a person's devices how far they have read, and how much that leaves of what `was` unread."""
    topic = reading.topic
    body = {"topic": str(topic.pk), "room": topic.scope, "seq": reading.seq, "was": was, "unread": unread}
    body["went_back"] = reading.went_back
    body["direct"] = topic.is_direct
    _after_commit([group_of_person(reading.user_id)], lambda: body)
    if topic.is_direct:
        _broadcast_seen(topic)


def broadcast_read_all(user: User) -> None:
    """Tell a person's devices to count anew: much was marked read, or unread again."""
    _after_commit([group_of_person(user.pk)], lambda: ["topics", "inbox"], "what")


def recent_changes(projects: Collection[UUID], since: datetime) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return, to be repeated to groups of open pages, how far each topic of some projects is that changed since an
    instant, and how far each person has read who has read since then.
    """
    heads = TopicHead.objects.filter(topic__project__in=projects, changed_at__gte=since)
    held = ExpressionWrapper(about_held(Restriction.objects.in_force(), "topic__"), BooleanField())
    found = heads.select_related("topic__project", "topic__room__circle").annotate(is_held=held)
    for head in found.order_by("-changed_at")[:MOST_REPEATED]:
        for_all = not (head.topic.is_direct or head.is_held)
        for group in [group_of(head.topic.project_id)] if for_all else _groups_of_readers(head.topic):
            yield group, {"chat": {**_place(head.topic, head.seq, head.changes), "again": True}}
    read = ReadMarker.objects.filter(topic__project__in=projects, read_at__gte=since).order_by("-read_at")
    for user, topic, seq in read.values_list("user", "topic", "seq")[:MOST_REPEATED]:
        yield group_of_person(user), {"reading": {"topic": str(topic), "seq": seq}}


def broadcast_draft(user: User, place: str, text: str, *, device: str) -> None:
    """Tell a person's other devices what they are writing."""
    _after_commit([group_of_person(user.pk)], lambda: {"place": place, "text": text, "device": device}, "draft")
