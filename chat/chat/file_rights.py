"""Who may see and add the files of messages, and of those that are being written. Those of direct messages are their
people's, and kept apart from the project's.
"""

from chat.chat import permissions
from chat.chat.models import Message, Topic
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import uuid_in


def of_message(user: User | None, key: str) -> FileRights | None:
    """Whoever may read a message sees its files; its author adds and removes them."""
    found = Message.objects.all() if user is None else Message.objects.visible_to(user)
    message = found.with_place().filter(pk__in=filter(None, [uuid_in(key)]), removed_at=None).first()
    if message is None or (user is None and message.topic.is_direct):
        return None
    may_attach = user is not None and permissions.may_change(user, message) and message.topic.may_speak(user)
    return FileRights(
        project=message.topic.project,
        thing=message,
        may_read=True,
        may_attach=may_attach,
        recorded=False,
        kept_under=message.topic.files_kept_under,
    )


def of_topic(user: User | None, key: str) -> FileRights | None:
    """Whoever may speak in a topic that is open may send a file for a message in it."""
    found = Topic.objects.none() if user is None else Topic.objects.visible_to(user)
    topic = found.select_related("project").filter(pk__in=filter(None, [uuid_in(key)])).first()
    if topic is None:
        return None
    may_attach = user is not None and topic.may_speak(user) and not (topic.is_closed or topic.is_past)
    return FileRights(
        project=topic.project,
        may_read=True,
        may_attach=may_attach,
        recorded=False,
        waits=True,
        kept_under=topic.files_kept_under,
    )


FILE_RIGHTS = {"message": of_message, "topic": of_topic}
