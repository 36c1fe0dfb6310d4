"""Who people are, and how they like to read."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.accounts.skills import MOST_TEXT, names_in
from foundation.web.extension_registry import DomainEvent
from foundation.web.languages import SOURCE, language_choices
from foundation.web.unicode_safety import validate_name
from foundation.web.validators import is_time_zone

HUES = 36


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is compared in lower case."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """Make a person; without a password they cannot sign in until they reset it."""
        address = self.normalize_email(email).lower() if email else None
        user = self.model(email=address, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Imported people may have no address and so cannot sign in."""

    class Scheme(models.TextChoices):
        """Light or dark, or what the device says."""

        DEVICE = "", _("Same as device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120, validators=[validate_name])
    handle = models.CharField(_("handle"), max_length=120, blank=True, help_text=_("How others @mention you."))
    language = models.CharField(_("language"), max_length=5, choices=language_choices, default=SOURCE.code)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris", validators=[is_time_zone])
    scheme = models.CharField(_("colours"), max_length=5, choices=Scheme, default=Scheme.DEVICE, blank=True)
    about = models.TextField(_("about you"), max_length=600, blank=True)
    skills = models.TextField(_("skills"), max_length=MOST_TEXT, blank=True, help_text=_("One on each line."))
    picture = models.CharField(max_length=16, blank=True, editable=False)
    hue = models.PositiveSmallIntegerField(_("hue"), default=0, help_text=_("The tint of their home circle."))
    access_epoch = models.PositiveIntegerField(default=0, editable=False)
    calendar_number = models.PositiveIntegerField(_("number of calendar addresses"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(
        _("administrator"), default=False, help_text=_("May do everything in the administration.")
    )
    is_staff = models.BooleanField(
        _("access to the administration"),
        default=False,
        help_text=_("Only to the parts ticked below; an administrator has access to everything."),
    )
    bot_owner = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="bots",
        verbose_name=_("owner of the bot"),
    )
    """Of the account of a program: who answers for it. It acts by tokens, and nobody signs in as it."""
    joined_at = models.DateTimeField(_("joined"), db_default=Now(), editable=False)
    tour_ended_at = models.DateTimeField(_("tour ended"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "access_epoch"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.UniqueConstraint(Lower("handle"), name="one_person_per_handle", condition=~models.Q(handle="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to one's own preferences; other people are seen in a project."""
        return reverse("preferences")

    @property
    def initials(self) -> str:
        """Return one or two capitals for the face."""
        words = [word for word in self.name.split() if word[:1].isalnum()] or [self.name or "?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def picture_url(self) -> str:
        """Return where their picture is, for whoever is in a project with them; empty where there is none."""
        return reverse("person_picture", args=[self.pk, self.picture]) if self.picture else ""

    @property
    def skill_names(self) -> list[str]:
        """Return what they say they can do, as people read it."""
        return names_in(self.skills)

    @property
    def first_name(self) -> str:
        """Return the first word of the name, for talk among colleagues."""
        return self.name.split()[0] if self.name.strip() else self.name

    @property
    def is_erased(self) -> bool:
        """Return whether nothing is left of the account but that there was a person."""
        return not self.is_active and self.email is None and not self.handle and not self.history.exists()

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which this person reads times."""
        return ZoneInfo(self.time_zone)

    def is_member_of(self, project: UUID) -> bool:
        """Return whether this person is in some circle of a project now; `Project.has` where the project is at hand."""
        return bool(self.memberships.current().filter(project=project).exists())

    @classmethod
    def language_of(cls, email: str) -> str:
        """Return the language of who has this address here; empty where nobody has."""
        return cls.objects.filter(email=email.lower()).values_list("language", flat=True).first() or ""

    def end_tour(self) -> None:
        """Let the tour of the first day rest, finished or skipped; when it rests already, nothing changes."""
        if self.tour_ended_at is None:
            self.tour_ended_at = timezone.now()
            self.save(update_fields=["tour_ended_at"])

    def begin_tour(self) -> None:
        """Show the tour again, from whichever of its pages one comes to."""
        if self.tour_ended_at is not None:
            self.tour_ended_at = None
            self.save(update_fields=["tour_ended_at"])

    def renew_calendars(self) -> None:
        """Renew the addresses of one's calendars, in all projects: the earlier ones show nothing any more."""
        with transaction.atomic():
            self.calendar_number = type(self).objects.select_for_update().get(pk=self.pk).calendar_number + 1
            self.save(update_fields=["calendar_number"])

    def end_access(self) -> None:
        """Move on the access epoch: every live connection of this person checks again and may close.

        Connections poll the epoch at most every 2 s, so this works with Redis and the worker dead.
        """
        type(self).objects.filter(pk=self.pk).update(access_epoch=models.F("access_epoch") + 1)


@dataclass(frozen=True, kw_only=True)
class PersonChanged(DomainEvent):
    """An administrator changed what is kept of a person: `changed` are names of fields."""

    person: User
    by: User
    changed: tuple[str, ...]
