"""What chat adds to circles: a circle's room, messages by name, and unread numbers."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chat.chat.broadcasts import recent_changes
from chat.chat.contexts import circle_panel
from chat.chat.contexts.inbox_replies import replies
from chat.chat.contexts.unread import unread_by_circle, unread_directly
from chat.chat.fact_labels import FACT_LABELS
from chat.chat.file_rights import FILE_RIGHTS
from chat.chat.kept_data import KEPT_DATA
from chat.chat.models import Message, Room, Topic, TopicGrant
from chat.chat.record_sentences import SENTENCES
from chat.chat.takeaway import PART
from chat.chat.workflows.cited_documents import renew as renew_cited_documents
from chat.chat.workflows.reading import return_to_inbox, see_in_inbox
from chat.realtime.page_watch import RecentChanges
from circles.circles.domain_events import CircleCreated
from circles.circles.models import Circle
from circles.circles.panels import Panel
from circles.invitations.guest_things import GuestThing, GuestThings
from circles.navigation.entries import NavCount, NavGroup, NavLink, NavStatus, UnreadByCircle
from circles.projects.domain_events import TextsReindexed
from circles.projects.models import Project
from circles.projects.references import Finders
from circles.projects.thing_parts import SearchTexts, ThingTexts
from circles.projects.workflows.following import FollowedLater
from circles.record.labels import FactChoices, FactLabels
from circles.record.templates import Sentences
from documents.documents.permissions import refuse_spreading
from foundation.accounts.models import User
from foundation.files.rights import FileRightsBy
from foundation.inbox.models import NoticesFinished, NoticesReopened
from foundation.inbox.replies import InboxReplies
from foundation.web.extension_registry import Subscribers
from foundation.web.pagination import uuid_in

GUEST_TOPICS = 60


def make_room(event: CircleCreated) -> None:
    """Give a new circle its room."""
    Room.of(event.circle)


def find_message(project: Project, user: User, key: str) -> Message | None:
    """Return the message of this id, if it is in the project and the person may read it, to make something of it.

    :raises Refused: where it is about a restricted document.
    """
    found = Message.objects.visible_to(user).in_project(project).with_people().with_place()
    message = found.filter(pk__in=filter(None, [uuid_in(key)]), removed_at=None).first()
    if message and (document := message.topic.document):
        refuse_spreading(document)
    return message


def find_topic(project: Project, user: User, key: str) -> Topic | None:
    """Return the topic of this id, if the person may read it, to make something of what is said there.

    :raises Refused: where it is about a restricted document.
    """
    topic = for_guests(project, user, key)
    if topic and (document := topic.document):
        refuse_spreading(document)
    return topic


def how_many(project: Project, user: User) -> NavCount:
    """Count what the person has not read."""
    return NavCount(sum(unread_by_circle(project, user).values()) + unread_directly(project, user), is_new=True)


def for_guests(project: Project, user: User, key: str) -> Topic | None:
    """Return the topic of this id, if the person may read it."""
    found = Topic.objects.visible_to(user).in_project(project).with_last()
    return found.filter(pk__in=filter(None, [uuid_in(key)])).first()


def inside(circle: Circle, user: User) -> list[Topic]:
    """Return the topics that a guest of a circle finds there, the last spoken in first."""
    found = Topic.objects.in_circle(circle).visible_to(user).filter(source="")
    return list(found.with_last().latest_first()[:GUEST_TOPICS])


def topics_in(project: Project) -> QuerySet[Topic]:
    """Return what is found by its name."""
    return Topic.objects.in_project(project).order_by("created_at", "pk")


def texts_of(topics: list[Topic]) -> list[tuple[Topic, list[str]]]:
    """Return each topic with its name and what came of it."""
    return [(topic, [topic.name, topic.outcome_line]) for topic in topics]


EXTENSION = (
    NavLink("chat", 25, _("Talk"), "message-square", "chat:chat", NavGroup.RAIL, also_at="direct/"),
    NavLink("new-direct", 240, _("Direct message"), "message-square", "chat:new_direct", NavGroup.NEW),
    Finders({"message": find_message, "topic": find_topic}),
    Panel("room", 70, circle_panel.panel, is_beside=True),
    NavStatus({"chat": how_many}),
    UnreadByCircle(unread_by_circle),
    GuestThings({"topic": GuestThing(Topic, TopicGrant, for_guests, inside)}),
    FollowedLater({"message": Message}),
    ThingTexts({"topic": SearchTexts(topics_in, texts_of)}),
    Sentences("chat", SENTENCES),
    FactLabels(FACT_LABELS),
    PART,
    KEPT_DATA,
    FileRightsBy(FILE_RIGHTS),
    InboxReplies(replies),
    RecentChanges(recent_changes),
    FactChoices({"outcome": Topic.Outcome}),
    Subscribers(
        {
            CircleCreated: [make_room],
            TextsReindexed: [renew_cited_documents],
            NoticesFinished: [see_in_inbox],
            NoticesReopened: [return_to_inbox],
        }
    ),
)
