"""A role that a person holds in a circle: what it is for, and until when."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.web.exceptions import Refused
from foundation.web.pagination import YEARS

VOICES = ("pilot", "delegate")
FOREWARNED_BY = timedelta(days=7)
"""So long before a term ends, the person and the circle's pilot hear of it."""


def is_held(prefix: str = "") -> models.Q:
    """Return the condition by which a role is held at this instant, by the database's clock: neither ended, nor past
    its term. `prefix` leads to the role (`roles__`).
    """
    lasts = models.Q(**{f"{prefix}lapses_at": None}) | models.Q(**{f"{prefix}lapses_at__gt": Now()})
    return models.Q(**{f"{prefix}ended_at": None}) & lasts


class RoleQuerySet(models.QuerySet["Role"]):
    """Finds roles."""

    def held(self) -> Self:
        """Keep those that are held at this instant."""
        return self.filter(is_held())

    def held_at(self, at: datetime) -> Self:
        """Keep those that were held at an instant gone by, as far as is written of it."""
        ended = models.Q(ended_at__lte=at) | models.Q(lapses_at__lte=at)
        return self.filter(started_at__lte=at).exclude(ended)

    def lapsed(self) -> Self:
        """Keep those whose term is over, and whose end nobody has written yet."""
        return self.filter(ended_at=None, lapses_at__lte=Now())

    def to_forewarn(self, now: datetime) -> Self:
        """Keep those that are held, end within a week, and of which nobody was told that; none of archived projects."""
        untold = self.held().filter(lapses_at__lte=now + FOREWARNED_BY, forewarned_at=None)
        return untold.filter(membership__project__archived_at=None)


class Role(models.Model):
    """A role held in a circle, from when to when; `ends_on` is the last day of its term, None where it has none."""

    class Kind(models.TextChoices):
        """The four roles every circle knows, and roles of its own."""

        PILOT = "pilot", _("pilot")
        FACILITATOR = "facilitator", _("facilitator")
        SECRETARY = "secretary", _("secretary")
        DELEGATE = "delegate", _("delegate")
        OWN = "own", _("own role")

    membership = models.ForeignKey("circles.Membership", on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=12, choices=Kind)
    name = models.CharField(_("name of an own role"), max_length=120, blank=True)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    accountabilities = models.TextField(_("what can be expected of it"), blank=True, help_text=_("One on each line."))
    started_at = models.DateTimeField(_("since"), db_default=Now())
    ends_on = models.DateField(_("last day of the term"), null=True, blank=True)
    lapses_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When that day is over in the project’s time zone.")
    )
    forewarned_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "kind", "name"], condition=models.Q(ended_at=None), name="role_held_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["lapses_at"], condition=models.Q(ended_at=None, lapses_at__isnull=False), name="terms_that_end"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @property
    def words(self) -> str:
        """Return what it is called where it is given and ended: its kind, or its own words."""
        return self.name or self.kind

    @property
    def expected(self) -> list[str]:
        """Return what can be expected of it, line by line."""
        return [line.strip() for line in self.accountabilities.splitlines() if line.strip()]

    @classmethod
    def named(cls, words: str) -> tuple[str, str]:
        """Return kind and name of a role by its words: one of the four known, or an own one."""
        return (words, "") if words in cls.Kind.values else (cls.Kind.OWN, words)

    @classmethod
    def refuse_words(cls, kind: str, *words: str) -> None:
        """Raise `Refused` where words are given for one of the four known roles."""
        if kind != cls.Kind.OWN and any(words):
            raise Refused(_now("This role means the same in every circle; only custom roles have a description."))

    def last_until(self, ends_on: date | None, zone: ZoneInfo, now: datetime) -> None:
        """Set the last day of its term, without saving; who gives less than a week needs no word of it a week before.

        :raises Refused: for a day that is over at `now`, or in no calendar that people have.
        """
        if ends_on is not None and ends_on.year not in YEARS:
            raise Refused(_now("This day is too far off; without a day, a role has no end."))
        if ends_on is not None and ends_on < now.astimezone(zone).date():
            raise Refused(_now("A term ends on a day that is still to come."))
        self.ends_on = ends_on
        self.lapses_at = ends_on and datetime.combine(ends_on + timedelta(days=1), time(), zone)
        is_short = self.lapses_at is not None and self.lapses_at <= now + FOREWARNED_BY
        self.forewarned_at = now if is_short else None
