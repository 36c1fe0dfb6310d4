"""A stretch of conversation as pages show it: a topic's messages by day, or the talk about a thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from chat.chat.contexts.unread import first_unread, unread_by_topic
from chat.chat.models import Message, MessageDraft, MessageReaction, ReadMarker, Topic, TopicQuerySet
from circles.circles.models import Circle
from circles.projects.models import Link, Project, Subject
from documents.conversation.models import ReactionCount, ReactionKind, ThingKey
from foundation.accounts.models import User
from foundation.files.contexts import ShownFile, files_by_thing, files_on

PAGE = 50
AROUND = 25
"""So many messages from the one asked for on, and as many before it."""
RUN = timedelta(minutes=10)
"""Within which a person's next message goes on from the one before, without face and name again."""
VOICES = 5
SMILEYS = "🙂 😂 😉 🤔 😮 🙏 👍 👎 👏 💪 👀 ❤️ 🎉 🚀 💡 ✅ ❌ ⚠️ ⏰ 📌 🔧 🔋 💧 ☀️ ☕"
"""Those that a button offers; more are found by typing `:`."""


@dataclass(frozen=True)
class ConversationLine:
    """A message as a page shows it: on a new day, as the first unread one, going on from the one before it by the
    same person, with its files, the reactions to it and what was made of it.
    """

    message: Message
    day: date | None
    is_first_unread: bool
    continues: bool
    born: list[Link]
    files: list[ShownFile] = field(default_factory=list)
    reactions: list[ReactionCount] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        """Return whether its day is today for the reader."""
        return self.day == timezone.localdate()


@dataclass(frozen=True)
class Talk:
    """A stretch of a conversation, oldest first, and where more of it is.

    `base` is the address below which its messages and readings are posted and fetched; `topic` is None while nobody
    has said anything; `thing` is the change key of what it is about (`proposal:12`). `earlier` is the number before
    which more was said, 0 at the beginning; `first_unread` that of the first message not read yet, where it is not
    among what is shown. `read_to` is up to where the reader has read, `went_back` how often they took that back.
    `draft` is what the reader has begun to write, `key` the id of the message that will be
    written next.
    """

    title: str
    base: str
    project: Project
    topic: Topic | None = None
    thing: str = ""
    lines: list[ConversationLine] = field(default_factory=list)
    earlier: int = 0
    ends: bool = True
    first_unread: int = 0
    unread: int = 0
    read_to: int = 0
    went_back: int = 0
    draft: str = ""
    thing_name: str = ""
    key: UUID = field(default_factory=uuid4)

    @property
    def seq(self) -> int:
        """Return the number of the last message shown."""
        return self.lines[-1].message.seq if self.lines else 0

    kinds = ReactionKind
    emoji = SMILEYS.split(" ")

    @property
    def later(self) -> int:
        """Return the number after which more was said, 0 at the end."""
        return 0 if self.ends else self.seq

    @property
    def place(self) -> str:
        """Return where drafts are kept."""
        return self.topic.draft_place if self.topic else self.thing

    @property
    def circle(self) -> Circle | None:
        """Return the circle in whose room it is; None while nobody has said anything."""
        return self.topic.circle if self.topic else None

    @property
    def origin(self) -> str:
        """Return how addresses name what is made of it comes from."""
        if self.topic and self.topic.is_direct:
            return ""  # nothing of the project comes from what only few read
        return f"topic-{self.topic.pk}" if self.topic else self.thing_name

    @property
    def voices(self) -> list[User]:
        """Return who spoke last in what is shown, each once."""
        authors = {line.message.author: None for line in reversed(self.lines) if line.message.author}
        return list(authors)[:VOICES][::-1]

    @property
    def about(self) -> str:
        """Return what one writes to, in short: the thing's reference, else the topic's name."""
        return (self.topic.thing_reference if self.topic else "") or self.title


def talk_opened(topic: Topic, user: User, *, before: int = 0, after: int = 0, at: int = 0) -> Talk:
    """Return a topic's talk as a page opens it: around the first message that counts as unread, or its end; or what
    stands before a message, after one, or around one.
    """
    first = first_unread(topic, user)
    at = at or (0 if before or after else first)
    return replace(
        talk_in(topic, user, before=before, after=after, at=at, first=first),
        unread=unread_by_topic(topic.project, user).get(topic.pk, 0),
    )


def talk_in(
    topic: Topic, user: User, *, before: int = 0, after: int = 0, at: int = 0, only: int = 0, first: int = 0
) -> Talk:
    """Return the end of a topic's talk, what stands before a message, after one, around one, or one alone. `first` is
    the number of the first unread message, where that is known.
    """
    found = messages_for(user, topic.draft_place).filter(topic=topic)
    if only:
        found = found.filter(seq=only)
    elif after:
        found = found.after(after).before(after + PAGE + 1)
    elif before or at:
        found = found.before(before or at + AROUND)
    rows = list(found[:PAGE])
    return talk_with(topic, rows, user, first=first, draft=draft_in(rows, user, topic.draft_place))


def first_of_day(topic: Topic, day: date) -> int:
    """Return the number of the first message of a day of the reader's, or after it; of the last one where there is
    none.
    """
    begins = timezone.make_aware(datetime.combine(day, time.min))
    found = topic.messages.filter(said_at__gte=begins).order_by("seq").values_list("seq", flat=True).first()
    return found or topic.head.seq


def talk_for_guest(topic: Topic, user: User, *, before: int = 0) -> Talk:
    """Return the end of a topic's talk, or what stands before a message, at the address that guests have."""
    talk = talk_in(topic, user, before=before)
    lines = [replace(line, born=[]) for line in talk.lines]
    return replace(talk, base=reverse("chat:guest_topic", args=[topic.project.slug, topic.pk]), lines=lines)


def pinned_in(topic: Topic, user: User) -> dict[str, Any]:
    """Return what `chat/pinned.html` shows of a topic."""
    pinned = [*topic.messages.pinned().with_people()]
    for message in pinned:
        message.topic = topic
    may_mark = bool(pinned) and not (topic.is_closed or topic.is_past) and topic.may_speak(user)
    return {"topic": topic, "base": topic.get_absolute_url(), "pinned": pinned, "may_mark": may_mark}


def topics_to_move_to(message: Message) -> TopicQuerySet:
    """Return the open topics of the room that a message can be moved to, the last spoken in first."""
    found = Topic.objects.in_project(message.topic.project).filter(room=message.topic.room)
    return found.open().filter(source="").exclude(pk=message.topic_id).latest_first()


def messages_for(user: User, place: str) -> Any:
    """Return messages, the last one first, with up to which of their topic the reader has read, as `read_to`, whether
    anyone reacted to them, and what the reader has begun to write at a place, as `draft`.
    """
    written = MessageDraft.objects.filter(user=user, place=place).values("text")[:1]
    read = ReadMarker.objects.filter(user=user, topic=OuterRef("topic")).values("seq")[:1]
    reacted = Exists(MessageReaction.objects.filter(message=OuterRef("pk")))
    back = ReadMarker.objects.filter(user=user, topic=OuterRef("topic")).values("went_back")[:1]
    found = Message.objects.with_people().order_by("-seq")
    return found.annotate(read_to=Subquery(read), went_back=Subquery(back), is_reacted=reacted, draft=Subquery(written))


def draft_in(rows: Sequence[Any], user: User, place: str) -> str:
    """Return what the reader has begun to write there; `rows` are messages that say it along."""
    return (rows[0].draft or "") if rows else MessageDraft.text_of(user, place)


def talk_with(topic: Topic, rows: list[Any], user: User, *, first: int, draft: str) -> Talk:
    """Return a topic's talk with these messages of it (`messages_for`), the last one first."""
    read_to = max((rows[0].read_to if rows else None) or 0, first - 1)
    back = (rows[0].went_back if rows else None) or 0
    rows.reverse()
    earlier = rows[0].seq if rows and rows[0].seq > 1 else 0
    for message in rows:
        message.topic = topic
    last = topic.head.seq
    return Talk(
        title=topic.name,
        base=topic.get_absolute_url(),
        project=topic.project,
        topic=topic,
        lines=_lines(rows, first, topic.project.slug, user),
        earlier=earlier,
        ends=not rows or rows[-1].seq >= last,
        draft=draft,
        first_unread=first if rows and not rows[0].seq <= first <= rows[-1].seq else 0,
        read_to=read_to,
        went_back=back,
    )


def talk_about(thing: Subject, user: User) -> Talk:
    """Return the talk about a thing (a proposal, a document, a decision …), for `chat/conversation.html`; three
    queries.
    """
    found = messages_for(user, thing.change_key).filter(topic__in=Topic.objects.about(thing))
    rows = list(found.select_related("topic__project", "topic__room__circle", "topic__head")[:PAGE])
    topic = rows[0].topic if rows else None  # it began with its first message
    project = getattr(thing, "project", None) or Project.objects.get(pk=thing.record_id)
    kind, _, key = (thing.reference or f"{thing.kind}-{thing.pk}").partition("-")
    empty = Talk(
        title=thing.reference or thing.headline,
        base=reverse("chat:talk", args=[project.slug, kind, key]),
        project=project,
        thing=thing.change_key,
        thing_name=f"{kind}-{key}",
        draft=draft_in(rows, user, thing.change_key),
    )
    if topic is None:
        return empty
    topic.project = project  # it knows what this request has read already
    said = talk_with(topic, rows, user, first=first_unread(topic, user), draft=empty.draft)
    known = {name: getattr(said, name) for name in ("lines", "earlier", "first_unread", "read_to", "went_back")}
    return replace(empty, topic=topic, **known)


def reactions_to(messages: Iterable[UUID], user: User) -> dict[ThingKey, list[ReactionCount]]:
    """Return the reactions to messages, as one person sees them: one query, none for no messages."""
    return MessageReaction.objects.given_to(messages).by_thing(user)


def message_shown(message: Message, user: User) -> dict[str, Any]:
    """Return what `chat/message.html` shows one person of a message."""
    is_member = message.topic.project.has(user)  # guests hear of no other things
    return {
        "message": message,
        "files": files_on("message", message.pk, message.topic.project.slug),
        "reactions": reactions_to([message.pk], user).get(message.pk, []),
        "born": Link.objects.out_of(message).order_by("pk") if is_member else [],
    }


def _lines(rows: Sequence[Any], first: int, slug: str, user: User) -> list[ConversationLine]:
    keys = [message.pk for message in rows]
    born = Link.objects.out_of_each(rows[0].record_id, "message", keys) if rows else {}
    reacted = [message.pk for message in rows if message.is_reacted]
    files, reactions = files_by_thing("message", keys, slug), reactions_to(reacted, user)
    lines: list[ConversationLine] = []
    day: date | None = None
    before: Message | None = None
    for message in rows:
        said_on = message.said_on
        is_here = message.seq == first
        continues = said_on == day and not is_here and before is not None and _continues(message, before)
        new_day, own = said_on if said_on != day else None, files.get(str(message.pk), [])
        made, seen = born.get(str(message.pk), []), reactions.get(message.pk, [])
        lines.append(ConversationLine(message, new_day, is_here, continues, made, own, seen))
        day, before = said_on, message
    return lines


def _continues(message: Message, before: Message) -> bool:
    """Return whether it is more of what the same person was saying; an answer and an edited message stand for
    themselves.

    Open pages ask the same of what arrives: see `groupByAuthor` in `frontend/chat/message_list.ts`.
    """
    return (
        bool(message.speaker)
        and (message.author_id, message.nick) == (before.author_id, before.nick)
        and message.said_at - before.said_at <= RUN
        and not (
            message.reply_to_id
            or message.edited_at
            or message.is_removed
            or message.is_trace
            or message.manner
            or before.manner
        )
    )
