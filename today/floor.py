"""The number beside Today in the rail."""

from datetime import date

from django.core.cache import cache
from django.db.models import Count as Number
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from actions.models import Action
from circles.models import Project
from circles.reading import seq_of
from circles.registries import Count
from decisions.models import Objection, Proposal

KEPT_S = 3600


def how_much(project: Project, user: User) -> Count:
    """Count positions due, objections to integrate, and actions due today or late; kept until the next deed."""
    day = timezone.now().astimezone(project.zone).date()
    key = f"today:{project.pk}:{user.pk}:{day:%Y%m%d}:{seq_of(project)}"
    number: int | None = cache.get(key)
    if number is None:
        number = counted(project, user, day)
        cache.set(key, number, timeout=KEPT_S)
    return Count(number, is_new=True)


def counted(project: Project, user: User, day: date) -> int:
    """Count them, in one query."""
    proposals = Proposal.objects.in_project(project)
    standing = Objection.objects.standing().filter(proposal=OuterRef("pk"))
    own = proposals.undecided().filter(Q(created_by=user) | Q(owner=user)).filter(Exists(standing))
    due = Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=day)
    found = Project.objects.filter(pk=project.pk).values_list(
        number_of(proposals.waiting_for(user)) + number_of(own) + number_of(due), flat=True
    )
    return int(found[0])


def number_of(rows: QuerySet[Proposal] | QuerySet[Action]) -> Coalesce:
    """Give the number of rows of one project as an expression."""
    counted_rows = rows.order_by().values("project").annotate(number=Number("pk")).values("number")
    return Coalesce(Subquery(counted_rows, output_field=IntegerField()), Value(0))
