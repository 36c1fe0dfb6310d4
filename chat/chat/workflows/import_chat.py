"""Imports chat logs into a project: one transaction, rows in bulk, one entry in the record.

Imported messages have no author here: they keep the name and the time they were logged with, and count as read.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import batched

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from chat.chat.event_types import ChatEvent
from chat.chat.models import Message, Room, Topic, TopicHead
from chat.chat.models.topic import MAX_NAME, QUOTE
from chat.chat.workflows.log_file import Conversation, LogFile, LogLine
from circles.circles.workflows.circle_lookup import CircleLookup
from circles.projects.domain_events import ContentWritten
from circles.projects.models import Project
from documents.conversation.text.markup import as_logged
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.extension_registry import publish
from foundation.web.import_tally import ImportTally
from foundation.web.progress import Advance, no_progress

BATCH = 500
TITLE = 90
COUNTED = ("topics", "messages", "links", "further", "left_out")
"""`further` counts answers to a second line, of which only the last is kept as a link."""


def import_chat(
    logs: Sequence[LogFile], project: Project, *, by: User | None, advance: Advance = no_progress
) -> ImportTally:
    """Make a topic of each conversation that the project does not have yet, and one a day of what is unmarked.

    They go into the room of the circle whose key the channel's name is, else into the general room.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        work = ChatImport(project, by, advance)
        for log in logs:
            work.add(log)
        if work.tally["topics"]:
            project.record_event(
                ChatEvent.CHAT_IMPORTED,
                by=by,
                also=["topics"],
                files=[log.path.name for log in logs],
                topics=work.tally["topics"],
                messages=work.tally["messages"],
            )
    return work.tally


class ChatImport:
    """One import inside its transaction: what is there, and what was written so far."""

    def __init__(self, project: Project, by: User | None, advance: Advance) -> None:
        self.project, self.by, self.advance = project, by, advance
        self.now = clock.now()
        self.circles = CircleLookup(project)
        self.tally = ImportTally(*COUNTED)
        self.known = set(Topic.objects.in_project(project).exclude(source="").values_list("source", flat=True))

    def add(self, log: LogFile) -> None:
        """Import one log."""
        self.tally["left_out"] += sum(not line.is_said for line in log.content.messages)
        new = self._new_topics(log)
        topics = [topic for topic, _ in new]
        bulk_create_with_history(topics, Topic, batch_size=BATCH, default_user=self.by, default_change_reason="import")
        publish(ContentWritten(things=topics))
        messages = [self._messages(topic, conversation) for topic, conversation in new]
        for batch in batched((message for of_topic in messages for message in of_topic), BATCH):
            Message.objects.bulk_create(batch)
            publish(ContentWritten(things=batch))
            self.advance(len(batch))
        tails = [
            TopicHead(topic=topic, room=topic.room, seq=len(of_topic), said_at=of_topic[-1].said_at, last=of_topic[-1])
            for topic, of_topic in zip(topics, messages, strict=True)
        ]
        TopicHead.objects.bulk_create(tails, batch_size=BATCH)
        self.tally["topics"] += len(topics)
        self.tally["messages"] += sum(map(len, messages))

    def _new_topics(self, log: LogFile) -> list[tuple[Topic, Conversation]]:
        """Return a topic, not written yet, for each conversation that the project does not have."""
        room = Room.of(self.circles.named(log.content.channel) or self.circles.general)
        new: list[tuple[Topic, Conversation]] = []
        for conversation in log.conversations():
            source = f"{log.name}#{conversation.key}"
            if source in self.known:
                self.tally.existing += 1
                continue
            self.known.add(source)
            name = topic_name(conversation, log.content.channel)
            topic = Topic(
                project=self.project, room=room, name=name, source=source, created_by=self.by, created_at=self.now
            )
            new.append((topic, conversation))
        return new

    def _messages(self, topic: Topic, conversation: Conversation) -> list[Message]:
        by_line: dict[int, Message] = {}
        said_at = datetime.min.replace(tzinfo=UTC)
        for seq, line in enumerate(conversation.lines, 1):
            answered = [by_line[one] for one in line.replies_to if one in by_line]
            self.tally["links"] += bool(answered)
            self.tally["further"] += max(len(answered) - 1, 0)
            reply_to = answered[-1] if answered else None
            said_at = max(said_at, self._time_of(line))
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

    def _time_of(self, line: LogLine) -> datetime:
        """Return a time that only orders the line; people are shown what was logged.

        Logs say neither zone nor, often, which half of the day: it is read in the project's zone.
        """
        logged = time.fromisoformat(line.time) if line.time else time()
        return datetime.combine(line.date, logged, tzinfo=self.project.zone).astimezone(UTC)


def topic_name(conversation: Conversation, channel: str) -> str:
    """Name a topic by channel and first words, or by channel and day where nobody marked a conversation."""
    if not conversation.is_marked:
        return f"#{channel}, {conversation.day.isoformat()}"[:MAX_NAME]
    first = " ".join(conversation.lines[0].text.split())
    words = first if len(first) <= TITLE else f"{first[:TITLE].rsplit(' ', 1)[0]} …"
    return f"#{channel}: {words}"[:MAX_NAME]
