"""A person from outside the team who is let into one thing, until a day: a document, a topic or a circle.

What they may is rows of django-guardian (`CircleGrant` here; documents and topics have their own), each tied to the
`Guest` in whose name it was given: access ends with the guest, by the database's clock, and no job has to take it away.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.projects.models.project import Project
from foundation.accounts.models import User, digest
from foundation.audit import clock
from foundation.web.exceptions import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MOST_DAYS = 366
USUAL_DAYS = 30
FOREWARNED_BY = timedelta(days=3)
LINK_LIFE = timedelta(days=14)
"""So long an invitation can be taken, if the guest's own day does not come first."""


class Level(models.TextChoices):
    """What a person may do with a thing; each includes those before it."""

    READ = "read", pgettext_lazy("what a guest may do", "read")
    COMMENT = "comment", pgettext_lazy("what a guest may do", "comment")
    WRITE = "write", _("write")

    @property
    def included(self) -> list[Level]:
        """Return it with those it includes."""
        every = list(Level)
        return every[: every.index(self) + 1]


def end_of(ends_on: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which what lasts until a day is over: when that day begins."""
    return datetime.combine(ends_on, time(), zone)


class GuestQuerySet(models.QuerySet["Guest"]):
    """Finds guests."""

    def current(self) -> Self:
        """Keep those who are in at this instant, by the database's clock."""
        return self.filter(is_in())

    def waiting(self) -> Self:
        """Keep those who are asked and have not come yet."""
        return self.filter(taken_at=None, ended_at=None, expires_at__gt=Now())

    def of(self, user: User) -> Self:
        """Keep a person's."""
        return self.filter(user=user)

    def at(self, kind: str, key: object) -> Self:
        """Keep those who are let into a thing."""
        return self.filter(on_kind=kind, on_id=str(key))

    def lapsed(self) -> Self:
        """Keep those whose day has come, and whose end nobody has written yet."""
        return self.filter(ended_at=None, ends_at__lte=Now())

    def to_forewarn(self, now: datetime, *, within: timedelta = FOREWARNED_BY) -> Self:
        """Keep those who are in for so long at most, and of whom nobody was told that; none of archived projects."""
        untold = self.current().filter(ends_at__lte=now + within, forewarned_at=None)
        return untold.filter(project__archived_at=None)

    def by_secret(self, secret: str) -> Self:
        """Keep the one a link's secret opens."""
        return self.filter(digest=digest(secret))

    def bots(self) -> Self:
        """Keep accounts of programs."""
        return self.exclude(user__bot_owner=None)

    def humans(self) -> Self:
        """Keep people, who have come in or not yet: bots have a page and verbs of their own."""
        return self.filter(user__bot_owner=None)

    def with_people(self) -> Self:
        """Fetch guest, inviter, project and circle along."""
        return self.select_related("user", "invited_by", "project", "circle")


def is_in(prefix: str = "") -> models.Q:
    """Return the condition by which a guest is in at this instant. `prefix` leads to the guest (`guest__`)."""
    lasts: dict[str, Any] = {f"{prefix}ended_at": None, f"{prefix}ends_at__gt": Now()}
    return models.Q(**{f"{prefix}taken_at__isnull": False}, **lasts)


class Guest(models.Model):
    """One person's way into one thing, named loosely, as documents and topics stand above circles. Until the invitation
    is taken it has an address and no person; only the hash of its secret is kept.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="guests")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="guests", verbose_name=_("circle"))
    on_kind = models.CharField(_("kind of thing"), max_length=40, editable=False)
    on_id = models.CharField(max_length=64, editable=False)
    level = models.CharField(_("may"), max_length=8, choices=Level, default=Level.READ)
    reason = models.CharField(_("reason"), max_length=300)
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by_link = models.BooleanField(
        _("comes in by the e-mail’s link"), default=False, help_text=_("Each time, without an account.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="guest_places",
        verbose_name=_("who"),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), db_default=Now())
    expires_at = models.DateTimeField(_("expires"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    ends_on = models.DateField(_("until"), help_text=_("On this day it ends by itself."))
    ends_at = models.DateTimeField(editable=False)
    forewarned_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    objects = GuestQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["digest"])

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on_kind", "on_id", "email"], condition=models.Q(ended_at=None), name="a_guest_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "user"], condition=models.Q(ended_at=None), name="who_is_a_guest"),
            models.Index(fields=["on_kind", "on_id"], name="guests_of_a_thing"),
            models.Index(fields=["ends_at"], condition=models.Q(ended_at=None), name="guests_who_leave"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return what the guest is called: by name once they have come, by address before."""
        return self.user.name if self.user else self.email

    @property
    def may_comment(self) -> bool:
        """Return whether they may comment."""
        return self.level != Level.READ

    def is_current(self, now: datetime) -> bool:
        """Return whether they are in at this instant."""
        return self.taken_at is not None and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Return whether it has ended, or was never taken in time."""
        return self.ended_at is not None or self.ends_at <= now or (self.taken_at is None and self.expires_at <= now)

    @property
    def is_waiting(self) -> bool:
        """Return whether the invitation can still be taken: by nobody yet, in time, and while who sent it is in the
        project.
        """
        upheld = self.invited_by.is_active and self.project.has(self.invited_by)
        return self.taken_at is None and not self.is_over(clock.now()) and upheld

    def locked(self) -> Guest:
        """Read it afresh, locked; the caller holds the project's lock."""
        found = Guest.objects.select_for_update(of=("self",)).select_related("user", "project", "invited_by")
        return found.get(pk=self.pk)

    def last_until(self, ends_on: date, zone: ZoneInfo, now: datetime) -> None:
        """Set the day on which it ends, without saving.

        :raises Refused: for a day that has come, or more than a year away.
        """
        refuse_day(ends_on, zone, now, most=MOST_DAYS)
        self.ends_on, self.ends_at = ends_on, end_of(ends_on, zone)
        self.forewarned_at = now if self.ends_at <= now + FOREWARNED_BY else None
        self.expires_at = min(now + LINK_LIFE, self.ends_at)


def refuse_day(ends_on: date, zone: ZoneInfo, now: datetime, *, most: int) -> None:
    """Raise `Refused` for an end that is not to come, or further away than so many days."""
    today = now.astimezone(zone).date()
    if ends_on <= today:
        raise Refused(_now("Choose a day that is still to come."))
    if ends_on > today + timedelta(days=most):
        raise Refused(_now("Choose a day within %(days)s days; it can be renewed then.") % {"days": most})


class GrantQuerySet(models.QuerySet[Any]):
    """Finds rows of django-guardian that let a person into a thing."""

    def of_guests(self, level: str) -> Self:
        """Keep those by which guests may do this now."""
        return self.granting(level).filter(is_in("guest__"))

    def granting(self, level: str) -> Self:
        """Keep those that say this, whose soever they are."""
        thing = self.model._meta.get_field("content_object").related_model
        return self.filter(permission__codename=f"{level}_{thing._meta.model_name}")


class CircleGrant(UserObjectPermissionBase):
    """What a guest may in a circle: read, comment or write what it has of documents and talk."""

    content_object = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="grants")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="circle_grants")

    of_things = GrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("circle permission")
        verbose_name_plural = _("circle permissions")


def guest_ids(project: Project) -> set[UUID]:
    """Return who is in a project as a guest only, now or at one time, by id: their names are marked."""
    came = Guest.objects.filter(project=project, user__isnull=False).exclude(user__memberships__project=project)
    return {pk for pk in came.values_list("user", flat=True) if pk}
