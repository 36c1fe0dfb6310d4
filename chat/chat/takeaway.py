"""Talk to take away: each topic as a text to read, and all messages as data."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.chat.contexts.direct import others_in
from chat.chat.models import Message, Topic
from circles.circles.takeaway_files import file_name_of, pieces_of
from circles.circles.takeaway_parts import (
    AT_ONCE,
    Row,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
    file_name,
    table_files,
)
from foundation.files.models import Attachment
from foundation.web.markdown_safe import in_line, quoted


def messages_for(reader: TakeawayReader) -> QuerySet[Message]:
    """Return the messages of the copy, topic by topic."""
    found = reader.things(Message.objects.all()).select_related("author", "topic")
    return found.prefetch_related("reactions__user").order_by("topic", "seq")


def rows_of(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a message a row; of a removed one, that it was there."""
    for message in messages_for(reader).iterator(chunk_size=AT_ONCE):
        yield {
            "topic": message.topic_id,
            "topic_name": message.topic.name,
            "number": message.seq,
            "said_at": message.said_at,
            "by": message.speaker,
            "text": message.text,
            "answers": message.reply_to_id,
            "id": message.pk,
            "edited_at": message.edited_at,
            "removed_at": message.removed_at,
            "pinned_at": message.pinned_at,
            "moved_to": message.moved_to_id,
            "reactions": [f"{one.kind} {one.user.name}" for one in message.reactions.all()],
        }


def lines_of(topic: Topic, name: str = "") -> Iterator[str]:
    """Write a conversation out, oldest first."""
    yield f"# {in_line(name or topic.name)}\n"
    messages = topic.messages.select_related("author").order_by("seq")
    for message in messages.iterator(chunk_size=AT_ONCE):
        time = message.logged or f"{timezone.localtime(message.said_at):%Y-%m-%d %H:%M}"
        gone = _now("(moved to another topic)") if message.is_trace else _now("(removed)")
        text = gone if message.is_trace or message.is_removed else message.text
        said = [quoted(message.quote), "", text] if message.quote else [text]
        yield f"\n**{in_line(message.speaker or 'Ronde')}**, {in_line(time)}\n\n{quoted('\n'.join(said))}\n"
    if topic.closed_at:
        yield f"\n---\n\n{in_line(f'{topic.get_outcome_display()}: {topic.outcome_line}')}\n"


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write a file a topic, in a folder a circle, and one table of all messages."""
    topics = reader.things(Topic.objects.all()).select_related("room__circle", "head").order_by("pk")
    for topic in topics.iterator(chunk_size=AT_ONCE):
        name = file_name(topic.thing_reference, topic.name, topic.pk.hex[:8])
        yield TakeawayFile(f"chat/{topic.scope}/{name}.md", lines_of(topic), things=topic.head.seq)
    yield from table_files("chat/messages", lambda: rows_of(reader), things=0)
    yield from direct_files(reader)


def direct_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write a person's direct conversations, into their own copy alone."""
    if reader.user is None or reader.circle is not None:
        return
    topics = list(Topic.objects.direct_in(reader.project, reader.user).order_by("pk"))
    others = others_in(topics, reader.user)
    for topic in topics:
        names = ", ".join(user.name for user in others.get(topic.pk, []))
        path = f"chat/direct/{file_name(names, topic.pk.hex[:8])}"
        yield TakeawayFile(f"{path}.md", lines_of(topic, names), things=0)
        for file in Attachment.objects.attached().filter(project=topic.pk):
            yield TakeawayFile(f"{path}/{file_name_of(file)}", pieces_of(file), things=0)


def number(reader: TakeawayReader) -> int:
    """Count messages."""
    return messages_for(reader).count()


PART = TakeawayPart(
    "chat", _("Each topic as text to read, in the folder of its circle, and all messages as data."), number, files
)
