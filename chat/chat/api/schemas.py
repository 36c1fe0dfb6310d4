"""What the API of chat takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from chat.chat.models import Topic
from chat.chat.workflows.conversation import MOST_FILES
from chat.chat.workflows.direct import MOST_PEOPLE
from chat.chat.workflows.moving import MOST_MOVED
from documents.conversation.schemas import NAMED, ReactionOut
from foundation.web.api_bodies import Body


class TopicIn(Body):
    """What opening a topic takes."""

    name: str


class TopicOut(Schema):
    """A topic; `reference` names the thing it is about, if any, `source` the log it was imported from."""

    id: UUID
    name: str
    circle: str
    reference: str
    source: str
    messages: int
    said_at: datetime
    outcome: str
    outcome_line: str
    closed_at: datetime | None

    @staticmethod
    def resolve_circle(topic: Topic) -> str:
        """Return the circle's key."""
        return topic.scope

    @staticmethod
    def resolve_messages(topic: Topic) -> int:
        """Return the number of messages."""
        return topic.head.seq

    @staticmethod
    def resolve_said_at(topic: Topic) -> datetime:
        """Return the time of the last message."""
        return topic.head.said_at


class TopicsOut(Schema):
    """A page of topics, last spoken in first; `after` is the cursor of the next page."""

    topics: list[TopicOut]
    after: str


class MessageIn(Body):
    """What saying something takes; `key` is the sender's own id: sent twice, the message stands once."""

    text: str = ""
    key: UUID | None = None
    reply_to: UUID | None = None
    files: list[UUID] = Field([], max_length=MOST_FILES, description="Files sent for it: to the topic or the project.")


class MessageOut(Schema):
    """A message; a removed one has no text. Its files: `GET …/files?kind=message&id=…`.

    An imported one has no author: `nick`, `manner` (action, system or nothing) and `logged` are as its log has them.
    """

    id: UUID
    topic_id: UUID
    seq: int
    author_id: UUID | None
    text: str
    reply_to_id: UUID | None
    quote: str
    said_at: datetime
    nick: str
    manner: str
    logged: str
    edited_at: datetime | None
    removed_at: datetime | None
    pinned_at: datetime | None
    moved_at: datetime | None
    moved_to_id: UUID | None


class MessagesOut(Schema):
    """A page of messages, newest first; `before` is the cursor of the next page."""

    messages: list[MessageOut]
    before: str


class ReadingIn(Body):
    """The number of the last message read; with `unread`, of the first one to read again."""

    seq: int
    unread: bool = False


class MessageReactionIn(Body):
    """Which reaction is given or taken back."""

    model_config = NAMED

    kind: str


class MessageReactionOut(ReactionOut):
    """How many gave a reaction, and whether one did oneself."""


class MovesIn(Body):
    """Messages of one topic."""

    messages: list[UUID] = Field(..., min_length=1, max_length=MOST_MOVED)


class DraftIn(Body):
    """What one has begun to write."""

    text: str


class DraftOut(DraftIn):
    """What one has begun to write; nothing where there is none."""


class OutcomeIn(Body):
    """What came of a topic: decided, action, answered or dropped, and a line."""

    outcome: str
    line: str = ""


class WordingIn(Body):
    """New words."""

    text: str


class DirectIn(Body):
    """Whom to write to, besides oneself."""

    people: list[UUID] = Field(..., min_length=1, max_length=MOST_PEOPLE)


class DirectOut(Schema):
    """A direct conversation: the other people in it, and how much one has not read."""

    id: UUID
    people: list[UUID]
    messages: int
    said_at: datetime
    unread: int
