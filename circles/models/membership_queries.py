"""Finds memberships: who is in, in which roles, with a voice where."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models.functions import RowNumber

from accounts.models import User
from circles.models.circle import Circle
from circles.models.role import VOICES, Role

if TYPE_CHECKING:
    from circles.models.membership import Membership


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Finds memberships."""

    def current(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(ended_at=None)

    def current_at(self, moment: datetime | None) -> Self:
        """Keep those that had not ended at a moment (None, or one to come: now)."""
        return (
            self.current() if moment is None else self.filter(models.Q(ended_at=None) | models.Q(ended_at__gte=moment))
        )

    def in_role(self, *roles: str) -> Self:
        """Keep those that hold one of the roles now."""
        return self.filter(models.Exists(Role.objects.held().filter(membership=models.OuterRef("pk"), kind__in=roles)))

    def with_whole_week(self) -> Self:
        """Add `whole_week`: what the person's shares in the project's circles come to, in percent, where they have one
        here.
        """
        own = self.model.objects.filter(
            project=models.OuterRef("project"), user=models.OuterRef("user"), ended_at=None, share__isnull=False
        )
        whole = own.order_by().values("user").annotate(whole=models.Sum("share")).values("whole")
        is_said = models.When(share__isnull=False, then=models.Subquery(whole))
        return self.annotate(whole_week=models.Case(is_said, output_field=models.IntegerField()))

    def with_roles(self) -> Self:
        """Fetch person, circle and current roles (as `held`) along, in two queries."""
        held = models.Prefetch("roles", Role.objects.held().order_by("pk"), to_attr="held")
        return self.select_related("user", "circle").prefetch_related(held)

    def with_a_voice_in(self, circle: Circle) -> Self:
        """Keep the circle's own, and those of pilots and delegates of its open child circles."""
        voices = Role.objects.held().filter(membership=models.OuterRef("pk"), kind__in=VOICES)
        return self.current().filter(
            models.Q(circle=circle) | models.Q(models.Exists(voices), circle__parent=circle, circle__closed_at=None)
        )

    def foremost_in(self, circle: Circle, most: int) -> Self:
        """Keep at most `most` of the circle's own and `most` of the other voices: pilots, who holds a role, others."""
        held = Role.objects.held().filter(membership=models.OuterRef("pk"))
        pilots, holds = models.Exists(held.filter(kind=Role.Kind.PILOT)), models.Exists(held)
        place = models.Window(
            RowNumber(),
            partition_by=[models.ExpressionWrapper(models.Q(circle=circle), models.BooleanField())],
            order_by=["-pilots", "-holds", "user__name", "pk"],
        )
        voices = self.with_a_voice_in(circle).annotate(pilots=pilots, holds=holds)
        return voices.annotate(place=place).filter(place__lte=most).with_whole_week().order_by("place")

    def of_each(self, people: Iterable[User]) -> "list[tuple[User, list[Membership]]]":
        """Give each of the people, in their order, with what is kept of theirs."""
        people = list(people)
        found: dict[UUID, list[Membership]] = {}
        for membership in self.filter(user__in=people):
            found.setdefault(membership.user_id, []).append(membership)
        return [(user, found.get(user.pk, [])) for user in people]
