"""A restriction: with a reason, until a day, only some people and circles may read a document.

Whether it holds is computed from these rows and the database's clock. Grants have no end of their own: once the
restriction is over they are not looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now, Replace
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Membership
from circles.invitations.models import GrantQuerySet, Guest, Level
from foundation.accounts.models import User
from foundation.web.extension_registry import DomainEvent

USUAL_DAYS = 30
FOREWARNED_BY = timedelta(days=3)
MAX_RESTRICTION_REASON = 300


def without_hyphens(name: Any) -> Replace:
    """Write an id as text that is the same on both databases."""
    return Replace(Cast(name, models.CharField()), models.Value("-"), models.Value(""))


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Finds restrictions."""

    def in_force(self) -> Self:
        """Keep those that hold at this instant: neither lifted, nor come to their day."""
        return self.filter(ended_at=None, ends_at__gt=Now())

    def closed_to(self, user: User) -> Self:
        """Keep those in force by which a member of the project may not read: they are neither named nor in a named
        circle.
        """
        rows = DocumentGrant.of_things.filter(user=user, guest=None, content_object=models.OuterRef("document"))
        theirs = Membership.objects.current().filter(user=user).values("circle")
        circles = Restriction.circles.through.objects.filter(restriction=models.OuterRef("pk"), circle__in=theirs)
        return self.in_force().filter(~models.Exists(rows.granting(Level.READ)), ~models.Exists(circles))

    def holding(self, path: str = "pk") -> models.Exists:
        """Return the condition that one of these is of the document to which `path` leads."""
        return models.Exists(self.filter(document=models.OuterRef(path)))

    def on(self, key: models.expressions.Combinable) -> Self:
        """Keep those of the document with the id that stands in a column of text."""
        return self.annotate(key=without_hyphens("document")).filter(key=without_hyphens(key))

    def lapsed(self) -> Self:
        """Keep those whose day has come, and whose end nobody has written yet."""
        return self.filter(ended_at=None, ends_at__lte=Now())

    def to_forewarn(self, now: datetime) -> Self:
        """Keep those that hold for three more days at most, and of which nobody was told that; none of archived
        projects.
        """
        untold = self.in_force().filter(ends_at__lte=now + FOREWARNED_BY, forewarned_at=None)
        return untold.filter(document__project__archived_at=None)


class Restriction(models.Model):
    """Why a document is restricted, by whom, until which day, and which circles read it. Which people do is said by
    `DocumentGrant`.
    """

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(_("reason"), max_length=MAX_RESTRICTION_REASON)
    circles = models.ManyToManyField(Circle, related_name="+", verbose_name=_("read by the circles"), blank=True)
    followers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("told when it opens"), blank=True
    )
    started_at = models.DateTimeField(_("since"), db_default=Now())
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("restricted by")
    )
    ends_on = models.DateField(_("until"), help_text=_("On this day it opens by itself."))
    ends_at = models.DateTimeField(editable=False)
    forewarned_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("lifted by")
    )

    objects = RestrictionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(ended_at=None), name="one_restriction_at_a_time"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], condition=models.Q(ended_at=None), name="restrictions_that_end")
        ]

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, kw_only=True)
class RestrictionBegun(DomainEvent):
    """Only some may read a document from now on."""

    restriction: Restriction


class DocumentGrant(UserObjectPermissionBase):
    """A right of one person at one document: with `guest`, what a guest may; without, that a member reads what is
    restricted.
    """

    content_object = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="grants")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="document_grants")

    of_things = GrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("document permission")
        verbose_name_plural = _("document permissions")
