"""A project: circles, people and all that they make belong to one."""

import uuid
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit.models import Closed
from foundation.inbox.models import Notice
from foundation.web.collation import Alphabetical
from foundation.web.extension_registry import DomainEvent
from foundation.web.languages import SOURCE, language_choices
from foundation.web.validators import is_time_zone


class Reversibility(models.TextChoices):
    """How hard it is to go back; ordered from easy to impossible."""

    EASY = "easy", _("easy to undo")
    COSTLY = "costly", _("costly to undo")
    IRREVERSIBLE = "irreversible", _("cannot be undone")


class ProjectQuerySet(models.QuerySet["Project"]):
    """Finds projects."""

    def visible_to(self, user: User) -> Self:
        """Keep those in which the person is in some circle now."""
        return self.filter(
            models.Exists(user.memberships.model.objects.current().filter(user=user, project=models.OuterRef("pk")))
        )

    def unarchived(self) -> Self:
        """Keep those that are not archived."""
        return self.filter(archived_at=None)

    def with_guest(self, user: User) -> Self:
        """Keep those in which the person is a guest now."""
        return self.filter(
            models.Exists(user.guest_places.model.objects.current().filter(user=user, project=models.OuterRef("pk")))
        )


def free_slug(name: str) -> str:
    """Return an address part for a project's name that no other project has."""
    base = slugify(name)[:60] or "project"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class Project(Subject):
    """A project with its direction, calendar and money."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("The direction it goes in."))
    language = models.CharField(_("language"), max_length=5, default=SOURCE.code, choices=language_choices)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris", validators=[is_time_zone])
    working_days = models.CharField(
        _("working days"), max_length=7, default="01234", help_text=_("Digits, Monday is 0: 01234.")
    )
    country = models.CharField(_("country of public holidays"), max_length=2, default="FR", blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    cross_circle_by = models.CharField(
        _("what touches several circles is decided by"),
        max_length=8,
        default="general",
        choices=[("general", _("the general circle")), ("lca", _("their lowest common ancestor"))],
    )
    file_space_mb = models.PositiveIntegerField(
        _("space for files, in MB"), null=True, blank=True, help_text=_("Empty: as much as this server gives.")
    )
    public_links = models.BooleanField(
        _("documents may have public links"),
        default=False,
        help_text=_("Whoever has such a link reads that one document, without an account, until a day."),
    )
    led_in_steps = models.BooleanField(
        _("guide proposals step by step in syncs"),
        default=False,
        help_text=_("Clarify, react, amend, objections, integrate: the screen shows the step and who speaks."),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords()

    request_cache: dict[Hashable, Any] | None = None
    """What the request that found this project has read of it (see `circles.projects.project_cache`); else None."""

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(budget=None) | models.Q(budget__gte=0), name="budget_not_below_0")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to Today in this project."""
        return reverse("today:today", args=[self.slug])

    @property
    def record_id(self) -> UUID:
        """Return the project's own id."""
        return self.pk

    @property
    def is_archived(self) -> bool:
        """Return whether it is there to be read only."""
        return self.archived_at is not None

    def refuse_archived(self) -> None:
        """Raise `Closed` where it is archived: for what people do and the record does not tell, such as talk."""
        if self.is_archived:
            raise Closed

    @property
    def file_space(self) -> int:
        """Return how many bytes its files may take."""
        return settings.PROJECT_FILE_BYTES if self.file_space_mb is None else self.file_space_mb * 1024 * 1024

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the project's calendar."""
        return ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """Return the day that it is in the project's calendar at an instant."""
        return moment.astimezone(self.zone).date()

    def in_its_language(self, words: str, names: Mapping[str, object] | None = None) -> str:
        """Return words (marked by `gettext_noop`) in the project's language, with these names in them: what is kept is
        read by all, whoever's page it was written from.
        """
        with translation.override(self.language):
            said = gettext(words)
        return said % names if names else said

    @property
    def weekdays(self) -> frozenset[int]:
        """Return the working days, Monday is 0."""
        return frozenset(int(day) for day in self.working_days)

    def people(self) -> models.QuerySet[User]:
        """Return everyone who is in some circle now, by name."""
        return User.objects.filter(
            models.Exists(self.memberships.current().filter(user=models.OuterRef("pk")))
        ).order_by(Alphabetical("name"))

    def has(self, user: User) -> bool:
        """Return whether the person is in some circle now."""
        return user.is_member_of(self.pk)

    def is_piloted_by(self, user: User) -> bool:
        """Return whether the person pilots the general circle."""
        own = self.memberships.current().filter(user=user, circle__parent=None)
        return own.in_role("pilot").exists()

    def let_go(self, user: User, at: datetime) -> None:
        """Be done with what a person heard of it, where they are not in it any more: none of that leaves later by
        e-mail or push.
        """
        if not self.has(user) and not Project.objects.with_guest(user).filter(pk=self.pk).exists():
            Notice.objects.to(user).in_project(self.pk).finish(at)


@dataclass(frozen=True, kw_only=True)
class ProjectCreated(DomainEvent):
    """A project was created, with its general circle."""

    project: Project
    by: User | None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectSettingsChanged(DomainEvent):
    """A project's settings were changed: `changed` are names of fields."""

    project: Project
    by: User | None
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CurrencyChanging(DomainEvent):
    """A project is about to count in another currency; a subscriber may refuse."""

    project: Project


@dataclass(frozen=True, kw_only=True)
class ElementChanging(DomainEvent):
    """A fundamental element is about to be declared or changed by one person; a subscriber may refuse."""

    project: Project


@dataclass(frozen=True, kw_only=True)
class TextsReindexed(DomainEvent):
    """All texts of a project were written anew."""

    project: Project
