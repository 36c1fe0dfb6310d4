"""What a newcomer reads first: the ten decisions that explain their circles, all taken before they came."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, QuerySet, Subquery

from circles.circles.models import Membership
from circles.circles.queries.tree import circles_of, path_to
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from decisions.decisions.models import Decision
from decisions.decisions.register.most_cited import explaining
from foundation.accounts.models import User

NEW_FOR = timedelta(weeks=4)


def explaining_to(project: Project, user: User, now: datetime) -> QuerySet[Any, Any]:
    """Return, to who came less than four weeks ago, the decisions that things name most, of their circles and of those
    around them. A lazy queryset, empty for everyone else; for who is in a circle that long, without a query.
    """
    own = roles_of(user, project).seats
    if any(seat.started_at <= now - NEW_FOR for seat in own.values()):
        return Decision.objects.none()
    near = {around.pk for circle in circles_of(project) if circle.pk in own for around in path_to(circle)}
    seats = Membership.objects.filter(project=project, user=user)
    came = seats.order_by("started_at").values("started_at")[:1]
    found = Decision.objects.in_project(project).filter(
        ~Exists(seats.filter(started_at__lte=now - NEW_FOR)), circle__in=sorted(near), adopted_at__lt=Subquery(came)
    )
    return explaining(found)
