"""Which topics of a project a person may read, asked once in a request: a page of talk lists topics in several ways."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.chat.models import Topic, TopicGrant
from chat.chat.models.direct_member import DirectMember
from chat.chat.models.thing_document import about_held
from chat.chat.models.topic import TopicQuerySet
from circles.circles.queries.user_roles import roles_of
from circles.invitations.models import Level
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from documents.documents.models import Restriction
from foundation.accounts.models import User
from foundation.web.repeated_query import RepeatedQuery, uuid_of


def topics_for(user: User, project: Project) -> TopicQuerySet:
    """Find what `Topic.objects.visible_to` finds of a project. Of its members only few topics are kept, those about
    restricted documents: these are read by id, once in a request, and each list leaves them out.
    """
    if not roles_of(user, project).seats:
        return Topic.objects.visible_to(user).filter(project=project)
    in_rooms = Q(room__isnull=False) & ~Q(pk__in=_closed_to(user, project))
    spoken_with = Q(room=None, pk__in=DirectMember.objects.filter(user=user).values("topic"))
    return Topic.objects.filter(in_rooms | spoken_with, project=project)


def _closed_to(user: User, project: Project) -> list[UUID]:
    def read() -> list[UUID]:
        return [uuid_of(topic) for (topic,) in _asked.rows(user=user.pk, project=project.pk)]

    return per_request(project, ("closed talk", user.pk), read)


def _closed_topics(user: UUID, project: UUID) -> QuerySet[Topic, tuple[UUID]]:
    person = User(pk=user)
    closed = Restriction.objects.closed_to(person)
    is_any = Exists(closed.filter(document__project=project))  # there mostly is none, and then no topic is looked at
    as_guest = TopicGrant.of_things.of_guests(Level.READ).filter(user=person, content_object=OuterRef("pk"))
    topics = Topic.objects.filter(is_any, ~Exists(as_guest), project=project, room__isnull=False)
    return topics.filter(about_held(closed, "")).order_by().values_list("pk")


_asked = RepeatedQuery(_closed_topics, "user", "project")
