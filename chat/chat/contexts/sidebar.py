"""The left side of the chat page: rooms of the project and topics of one of them."""

from dataclasses import dataclass, field

from chat.chat.contexts.direct import DirectRow, direct_rows
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.contexts.unread import muted_in, unread_by_circle, unread_by_topic
from chat.chat.models import Topic
from circles.circles.models import Circle
from circles.circles.queries.tree import tree_of
from circles.projects.models import Project
from foundation.accounts.models import User

TOPICS = 60
FEW = 24


@dataclass(frozen=True)
class RoomRow:
    """A room in the list."""

    circle: Circle
    unread: int
    is_current: bool


@dataclass(frozen=True)
class TopicRow:
    """A topic in the list, with how much of it is unread."""

    topic: Topic
    unread: int
    is_current: bool


@dataclass(frozen=True)
class Side:
    """Rooms of the person's own circles and of the others (folded away where there are many), topics of one room, and
    direct conversations.
    """

    own: list[RoomRow]
    others: list[RoomRow]
    topics: list[TopicRow]
    more: str
    direct: list[DirectRow] = field(default_factory=list)
    muted: list[str] = field(default_factory=list)
    """Change keys of what the person has muted: it counts nowhere."""

    @property
    def unread(self) -> int:
        """Return how much is unread in the rooms that are listed, and directly."""
        return sum(row.unread for row in self.own) + sum(row.unread for row in self.direct)

    @property
    def is_unread_here(self) -> bool:
        """Return whether something is unread in the room whose topics are listed."""
        return any(row.unread and row.is_current for row in self.own)

    @property
    def is_folded(self) -> bool:
        """Return whether the others are folded away."""
        return bool(self.own) and len(self.own) + len(self.others) > FEW


def side_of(project: Project, user: User, circle: Circle, topic: Topic | None, *, after: str = "") -> Side:
    """Build the side for a room; six queries whatever the rows."""
    circles = [node.circle for node in tree_of(project).walk()]
    if circle.pk not in {one.pk for one in circles}:
        circles.append(circle)
    unread = unread_by_circle(project, user)
    own = set(user.memberships.current().filter(project=project).values_list("circle", flat=True))
    rows = [RoomRow(one, unread.get(one.pk, 0), one.pk == circle.pk) for one in circles]
    topics, more = _topics(circle, user, topic, after)
    return Side(
        own=[row for row in rows if row.circle.pk in own or row.is_current],
        others=[row for row in rows if row.circle.pk not in own and not row.is_current],
        topics=topics,
        more=more,
        direct=direct_rows(project, user),
        muted=sorted(muted_in(project, user)),
    )


def direct_side(project: Project, user: User, topic: Topic | None) -> Side:
    """Build the side of direct messages: conversations first, and the rooms of one's circles."""
    unread = unread_by_circle(project, user)
    own = Circle.objects.in_project(project).open().of(user).order_by("pk")
    rooms = [RoomRow(one, unread.get(one.pk, 0), is_current=False) for one in own]
    direct, muted = direct_rows(project, user, topic), sorted(muted_in(project, user))
    return Side(own=rooms, others=[], topics=[], more="", direct=direct, muted=muted)


def _topics(circle: Circle, user: User, topic: Topic | None, after: str) -> tuple[list[TopicRow], str]:
    in_room = topics_for(user, circle.project).in_circle(circle)
    page = in_room.latest_page(after, size=TOPICS)
    shown = page.rows
    for one in shown:
        one.project = circle.project
    if topic and topic.pk not in {one.pk for one in shown}:
        shown.insert(0, topic)
    unread = unread_by_topic(circle.project, user)
    return [TopicRow(one, unread.get(one.pk, 0), topic is not None and one.pk == topic.pk) for one in shown], page.next


def first_room(project: Project, user: User) -> Circle:
    """Return the room to open: one's circle where something is unread, else one's first circle, else the general."""
    own = list(Circle.objects.in_project(project).open().of(user).order_by("pk"))
    unread = unread_by_circle(project, user)
    waiting = [circle for circle in own if unread.get(circle.pk)]
    return next(iter(waiting or own), None) or project.circles.general()
