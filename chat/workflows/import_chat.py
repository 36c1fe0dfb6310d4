"""Bring talk held elsewhere into a project: one transaction, rows in bulk, one entry in the record.

Its messages are nobody's here: they keep the name and the time they were logged with, and count as read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from audit import clock
from audit.models import Head
from chat.event_types import ChatEvent
from chat.markup import as_logged
from chat.models import Message, Room, Topic, TopicHead
from chat.models.topic import MAX_NAME, QUOTE
from chat.workflows.log_file import Conversation, Line, LogFile
from circles.models import Circle, Project
from circles.workflows.circle_lookup import CircleLookup

CHUNK = 500
TITLE = 90


@dataclass
class Tally:
    """What came in; `further` counts answers to a second line, of which only the last is kept as a link."""

    topics: int = 0
    messages: int = 0
    links: int = 0
    further: int = 0
    left_out: int = 0
    before: int = 0


def import_chat(
    logs: Sequence[LogFile], project: Project, *, by: User | None, advance: Callable[[int], None] = lambda _rows: None
) -> Tally:
    """Make a topic of each conversation that the project does not have yet, and one a day of what is unmarked.

    They come into the room of the circle whose key the channel's name is, else into the general room.
    `advance` hears of messages written.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        run = _Run(project, by, advance)
        for log in logs:
            run.bring(log)
        if run.tally.topics:
            project.record_event(
                ChatEvent.CHAT_IMPORTED,
                by=by,
                also=["topics"],
                files=[log.path.name for log in logs],
                topics=run.tally.topics,
                messages=run.tally.messages,
            )
    return run.tally


class _Run:
    """One import: what is there, and what came in so far. Stands inside its transaction."""

    def __init__(self, project: Project, by: User | None, advance: Callable[[int], None]) -> None:
        self.project, self.by, self.advance = project, by, advance
        self.now = clock.now()
        self.places = CircleLookup(project)
        self.tally = Tally()
        self.known = set(Topic.objects.in_project(project).exclude(source="").values_list("source", flat=True))

    def bring(self, log: LogFile) -> None:
        """Bring one log in."""
        self.tally.left_out += sum(not line.is_said for line in log.content.messages)
        new: list[tuple[Topic, Conversation]] = []
        room = self._room(self.places.named(log.content.channel) or self.places.general)
        for talk in log.conversations():
            source = f"{log.name}#{talk.key}"
            if source in self.known:
                self.tally.before += 1
                continue
            self.known.add(source)
            new.append((self._topic(room, name_of(talk, log.content.channel), source), talk))
        topics = [topic for topic, _ in new]
        bulk_create_with_history(topics, Topic, batch_size=CHUNK, default_user=self.by, default_change_reason="import")
        said = [self._messages(topic, talk) for topic, talk in new]
        messages = [message for one in said for message in one]
        for start in range(0, len(messages), CHUNK):
            Message.objects.bulk_create(messages[start : start + CHUNK])
            self.advance(len(messages[start : start + CHUNK]))
        tails = [
            TopicHead(topic=topic, room=room, seq=len(one), said_at=one[-1].said_at, last=one[-1])
            for topic, one in zip(topics, said, strict=True)
        ]
        TopicHead.objects.bulk_create(tails, batch_size=CHUNK)
        self.tally.topics += len(topics)
        self.tally.messages += len(messages)

    def _room(self, circle: Circle) -> Room:
        return Room.of(circle)

    def _topic(self, room: Room, name: str, source: str) -> Topic:
        return Topic(project=self.project, room=room, name=name, source=source, created_by=self.by, created_at=self.now)

    def _messages(self, topic: Topic, talk: Conversation) -> list[Message]:
        by_line: dict[int, Message] = {}
        said_at = datetime.min.replace(tzinfo=UTC)
        for seq, line in enumerate(talk.lines, 1):
            answered = [by_line[one] for one in line.replies_to if one in by_line]
            self.tally.links += bool(answered)
            self.tally.further += max(len(answered) - 1, 0)
            reply_to = answered[-1] if answered else None
            said_at = max(said_at, self._moment(line, said_at))
            by_line[line.id] = Message(
                topic=topic,
                seq=seq,
                nick=line.nick or "",
                manner="" if line.kind == "message" else line.kind,
                logged=f"{line.date.isoformat()} {line.time or ''}".strip(),
                text=line.text,
                html=as_logged(line.text, doer=line.nick if line.kind == "action" else None),
                reply_to=reply_to,
                quote=reply_to.plain[:QUOTE] if reply_to else "",
                said_at=said_at,
            )
        return list(by_line.values())

    def _moment(self, line: Line, before: datetime) -> datetime:
        """Give a moment that puts a line in its place; people are shown what was logged instead.

        Logs say neither zone nor, often, which half of the day: it is the project's zone, and never back in time.
        """
        logged = time.fromisoformat(line.time) if line.time else time()
        return max(before, datetime.combine(line.date, logged, tzinfo=self.project.zone).astimezone(UTC))


def name_of(talk: Conversation, channel: str) -> str:
    """Name a topic by channel and first words, or by channel and day where nobody marked a conversation."""
    if not talk.is_marked:
        return f"#{channel}, {talk.day.isoformat()}"[:MAX_NAME]
    first = " ".join(talk.lines[0].text.split())
    words = first if len(first) <= TITLE else f"{first[:TITLE].rsplit(' ', 1)[0]} …"
    return f"#{channel}: {words}"[:MAX_NAME]
