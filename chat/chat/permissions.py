"""Who may do what in chat; each docstring is the rule in words. Whoever is in the project may read and speak."""

from chat.chat.models import Message, Topic
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Subject
from documents.documents import permissions as document_permissions
from documents.documents.models import Document
from foundation.accounts.models import User


def require_reading(user: User, thing: Subject) -> None:
    """Raise `DocumentRestricted` where the thing is a document that the person may not read: nor what is said of it."""
    if isinstance(thing, Document):
        document_permissions.require_reading(user, thing)


def may_close(user: User, topic: Topic) -> bool:
    """Who began a topic, everyone with a voice in its circle, and the pilot of the general circle; nobody ends what
    was imported.
    """
    if topic.is_past or topic.room is None or not topic.project.has(user):
        return False
    standing = roles_of(user, topic.project)
    return topic.created_by_id == user.pk or standing.has_a_voice_in(topic.room.circle) or standing.pilots_project


def may_move(user: User, message: Message) -> bool:
    """Whoever may close a topic moves messages out of it, and everyone their own."""
    return may_close(user, message.topic) or (message.author_id == user.pk and not message.topic.is_direct)


def may_rename(user: User, topic: Topic) -> bool:
    """Whoever may close a topic may call it otherwise; one about a thing is called as that is."""
    return not topic.thing and may_close(user, topic)


def may_mark(user: User, message: Message) -> bool:
    """Whoever may speak in a topic may react to what is said there, and pin it."""
    return message.topic.may_speak(user)


def may_change(user: User, message: Message) -> bool:
    """Everyone may change and remove their own words, nobody else's."""
    return message.author_id == user.pk
