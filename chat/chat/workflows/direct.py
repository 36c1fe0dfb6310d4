"""Direct conversations: a few people of a project talk with each other, outside its record."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now

from chat.chat.models import DirectMember, ReadMarker, Topic, TopicHead
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MOST_PEOPLE = 9


def direct_topic(project: Project, people: Iterable[User], *, by: User) -> Topic:
    """Return the conversation of these people and oneself: the known one, or a new one.

    :raises Refused: with nobody, with too many, and with who is not in the project.
    """
    everyone = {by, *people}
    if len(everyone) < 2:
        raise Refused(_now("Choose whom to write to."))
    if len(everyone) > MOST_PEOPLE:
        raise Refused(_now("That is too many people for direct messages: open a topic in a room instead."))
    if project.people().filter(pk__in=[user.pk for user in everyone]).count() < len(everyone):
        raise Refused(_now("You can only write to people of this project here."))
    key = sha256(" ".join(sorted(user.pk.hex for user in everyone)).encode()).hexdigest()
    known = Topic.objects.filter(project=project, direct_key=key).first()
    if known:
        return known
    project.refuse_archived()
    try:
        with transaction.atomic():
            return _begin(project, everyone, key, by)
    except IntegrityError:  # begun by another at the same time
        return Topic.objects.get(project=project, direct_key=key)


def _begin(project: Project, people: Iterable[User], key: str, by: User) -> Topic:
    now = clock.now()
    topic = Topic.objects.create(project=project, direct_key=key, created_by=by, created_at=now)
    TopicHead.objects.create(topic=topic, said_at=now)
    DirectMember.objects.bulk_create(DirectMember(topic=topic, user=user) for user in people)
    ReadMarker.follow(topic, list(people), at=now)
    return topic


def mute_direct(topic: Topic, *, by: User, is_muted: bool) -> None:
    """Hear of what is written there in the inbox no more, or again; it counts as unread all the same."""
    topic.members.filter(user=by).update(is_muted=is_muted)
