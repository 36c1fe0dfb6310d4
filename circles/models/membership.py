"""Who is in a circle, and in which roles."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now, RowNumber
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Refused
from accounts.models import User
from audit import clock
from circles.models.circle import Circle
from circles.models.item import Subject
from circles.models.project import Project
from circles.registries import happened

VOICES = ("pilot", "delegate")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Finds memberships."""

    def current(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(ended_at=None)

    def in_role(self, *roles: str) -> Self:
        """Keep those that hold one of the roles now."""
        return self.filter(
            models.Exists(Role.objects.filter(membership=models.OuterRef("pk"), ended_at=None, kind__in=roles))
        )

    def with_roles(self) -> Self:
        """Fetch person, circle and current roles (as `held`) along, in two queries."""
        held = models.Prefetch("roles", Role.objects.filter(ended_at=None).order_by("pk"), to_attr="held")
        return self.select_related("user", "circle").prefetch_related(held)

    def with_a_voice_in(self, circle: Circle) -> Self:
        """Keep the circle's own, and those of pilots and delegates of its open child circles."""
        voices = Role.objects.filter(membership=models.OuterRef("pk"), ended_at=None, kind__in=VOICES)
        return self.current().filter(
            models.Q(circle=circle) | models.Q(models.Exists(voices), circle__parent=circle, circle__closed_at=None)
        )

    def foremost_in(self, circle: Circle, most: int) -> Self:
        """Keep at most `most` of the circle's own and `most` of the other voices: pilots, who holds a role, others."""
        held = Role.objects.filter(membership=models.OuterRef("pk"), ended_at=None)
        pilots, holds = models.Exists(held.filter(kind=Role.Kind.PILOT)), models.Exists(held)
        place = models.Window(
            RowNumber(),
            partition_by=[models.ExpressionWrapper(models.Q(circle=circle), models.BooleanField())],
            order_by=["-pilots", "-holds", "user__name", "pk"],
        )
        voices = self.with_a_voice_in(circle).annotate(pilots=pilots, holds=holds)
        return voices.annotate(place=place).filter(place__lte=most).order_by("place")

    def of_each(self, people: Iterable[User]) -> "list[tuple[User, list[Membership]]]":
        """Give each of the people, in their order, with what is kept of theirs."""
        people = list(people)
        found: dict[UUID, list[Membership]] = {}
        for membership in self.filter(user__in=people):
            found.setdefault(membership.user_id, []).append(membership)
        return [(user, found.get(user.pk, [])) for user in people]


class Membership(Subject):
    """One person in one circle, from when to when."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    started_at = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "user"], condition=models.Q(ended_at=None), name="in_a_circle_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "user"], condition=models.Q(ended_at=None), name="who_is_in"),
        ]

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to the circle."""
        return self.circle.get_absolute_url()

    def take_role(self, role: str, *, by: User | None, at: datetime | None = None) -> "Role":
        """Give the person a role here; words that are none of the four known roles make an own role."""
        with transaction.atomic():
            membership = self.locked()
            kind, name = Role.named(role)
            if membership.roles.filter(ended_at=None, kind=kind, name=name).exists():
                raise Refused(_now("This role is held by this person already."))
            if kind == Role.Kind.DELEGATE:
                membership.refuse_second_delegate()
            around = membership.circle.parent if kind in VOICES else None
            hear = membership.who_hears_of_a_voice_in(around, by) if around else {}
            taken = membership.roles.create(kind=kind, name=name, **({"started_at": at} if at else {}))
            membership.tell(
                "gave a role",
                by=by,
                at=at,
                people=hear,
                personal={"person": membership.user.name},
                role=role,
                voice_in=around.name if around else "",
                also=["people", *([around.news_key] if around else [])],
            )
        return taken

    def refuse_second_delegate(self) -> None:
        """Raise `Refused` where somebody is delegate already: a circle sends one, beside its pilot."""
        delegate = self.circle.people_in("delegate").first()
        if delegate is not None:
            raise Refused(_now("%(name)s is the delegate; end that role first.") % {"name": delegate.name})

    def who_hears_of_a_voice_in(self, around: Circle, by: User | None) -> dict[User, str]:
        """Give who has to hear that the person will speak in the circle around: those who lead it, unless one of them
        gives the role or the person speaks there already.
        """
        leaders = around.people_in("pilot", "facilitator")
        if by in leaders or type(self).objects.with_a_voice_in(around).filter(user=self.user).exists():
            return {}
        return dict.fromkeys(leaders, "circle")

    def leave_role(self, role: str, *, by: User) -> None:
        """End a role of the person here."""
        with transaction.atomic():
            membership = self.locked()
            kind, name = Role.named(role)
            held = membership.roles.filter(ended_at=None, kind=kind, name=name).first()
            if held is None:
                raise Refused(_now("This role is not held by this person."))
            if membership.circle.is_general and kind == Role.Kind.PILOT and not membership.others_pilot():
                raise Refused(_now("The general circle needs a pilot; name another one first."))
            held.ended_at = clock.now()
            held.save()
            membership.tell(
                "ended a role", by=by, personal={"person": membership.user.name}, role=role, also=["people"]
            )

    def end(self, *, by: User, at: datetime | None = None) -> None:
        """End the membership; who leaves the last circle of a project loses access at once, sockets included."""
        with transaction.atomic():
            membership = self.locked()
            if membership.ended_at:
                raise Refused(_now("This membership has ended already."))
            if membership.circle.is_general and not membership.others_pilot():
                raise Refused(_now("The general circle needs a pilot; name another one first."))
            membership.ended_at = at or clock.now()
            membership.save()
            membership.tell(
                "ended a membership", by=by, at=at, personal={"person": membership.user.name}, also=["people"]
            )
            if not membership.project.has(membership.user):
                happened("access ended", project=membership.project, user=membership.user)
            membership.user.end_access()

    def others_pilot(self) -> bool:
        """Say whether somebody else is pilot here."""
        return self.circle.memberships.current().in_role("pilot").exclude(pk=self.pk).exists()


class Role(models.Model):
    """A role held in a circle, from when to when."""

    class Kind(models.TextChoices):
        """The four roles every circle knows, and roles of its own."""

        PILOT = "pilot", _("pilot")
        FACILITATOR = "facilitator", _("facilitator")
        SECRETARY = "secretary", _("secretary")
        DELEGATE = "delegate", _("delegate")
        OWN = "own", _("own role")

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=12, choices=Kind)
    name = models.CharField(_("name of an own role"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "kind", "name"], condition=models.Q(ended_at=None), name="role_held_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @classmethod
    def named(cls, words: str) -> tuple[str, str]:
        """Give kind and name of a role by its words: one of the four known, or an own one."""
        return (words, "") if words in cls.Kind.values else (cls.Kind.OWN, words)
