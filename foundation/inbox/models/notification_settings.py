"""How and when notices reach a person, and what they follow."""

from datetime import datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.delivery_rules import Hours, MailChoice
from foundation.inbox.kinds import NoticeKind
from foundation.web.public_holidays import holidays_in
from foundation.web.redirects import is_ours

WEEKEND = "56"
CHOSEN = (
    "quiet_from",
    "quiet_until",
    "days_off",
    "focus_from",
    "focus_until",
    "holidays_of",
    "away_from",
    "away_until",
    "digest",
    "digest_at",
)
"""Fields that a person sets; the others are the server's."""


class NotificationSettings(models.Model):
    """When notices leave Ronde for one person; there is no row until they change something, or a digest is planned."""

    class Digest(models.TextChoices):
        """How often a digest comes."""

        DAILY = "daily", _("every morning")
        WEEKLY = "weekly", _("on Mondays")
        NEVER = "never", _("never")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notification_settings")
    quiet_from = models.TimeField(_("quiet from"), default=time(19))
    quiet_until = models.TimeField(_("until"), default=time(7))
    days_off = models.CharField(_("days off"), max_length=7, default=WEEKEND, blank=True)
    """Digits, 0 is Monday."""
    focus_from = models.TimeField(_("focus from"), null=True, blank=True)
    focus_until = models.TimeField(_("focus until"), null=True, blank=True)
    holidays_of = models.CharField(_("public holidays of"), max_length=2, blank=True)
    """A country by its code: its public holidays are days off."""
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    undisturbed_until = models.DateTimeField(_("undisturbed until"), null=True, editable=False)
    digest = models.CharField(_("digest"), max_length=6, choices=Digest, default=Digest.DAILY)
    digest_at = models.TimeField(_("at"), default=time(7, 30))
    digest_sent_at = models.DateTimeField(null=True, editable=False)
    digest_due_at = models.DateTimeField(null=True, editable=False)
    """When to look for their next digest; None: now."""
    at_once_since = models.DateTimeField(_("e-mail at once since"), null=True, editable=False)
    """Since when they want e-mail at once that they did not want before: what is older does not leave so."""
    mail_stopped_at = models.DateTimeField(null=True, editable=False)
    mail_stopped_why = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: User) -> "NotificationSettings":
        """Return a person's, or what holds until they choose, unsaved."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    @property
    def hours(self) -> Hours:
        """Return when notices may leave."""
        days = frozenset({0}) if self.digest == self.Digest.WEEKLY else frozenset(range(7))
        return Hours(
            zone=self.user.zone,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            days_off=frozenset(int(day) for day in self.days_off if day in "0123456"),
            digest_at=None if self.digest == self.Digest.NEVER else self.digest_at,
            digest_days=days,
            focus=(self.focus_from, self.focus_until) if self.focus_from and self.focus_until else None,
            away=(self.away_from, self.away_until) if self.away_from and self.away_until else None,
            holidays=holidays_in(self.holidays_of),
            undisturbed_until=self.undisturbed_until,
        )

    def is_undisturbed(self, now: datetime) -> bool:
        """Whether the person wants to hear of nothing just now."""
        return self.undisturbed_until is not None and now < self.undisturbed_until

    @classmethod
    def change(cls, user: User, **values: Any) -> None:
        """Change these on the row as it is now: the form, the digest and a refused e-mail each own some fields. Where a
        person chose anew, their next digest is looked for anew.
        """
        if not values.keys().isdisjoint(CHOSEN):
            values["digest_due_at"] = None
        cls.objects.update_or_create(user=user, defaults=values)

    @classmethod
    def reset(cls, user: User) -> None:
        """Restore the defaults; when the digest was sent, and whether the address takes e-mail, stays known."""
        defaults = cls()
        cls.change(user, **{name: getattr(defaults, name) for name in CHOSEN})

    @classmethod
    def stop_mail(cls, user: User, why: str, at: datetime) -> None:
        """Send no more e-mail: the address refuses it. The person sees why."""
        cls.change(user, mail_stopped_at=at, mail_stopped_why=why[:300])

    @classmethod
    def resume_mail(cls, user: User) -> None:
        """Send e-mail again, of what comes from now on: the person says that their address accepts it."""
        cls.change(user, mail_stopped_at=None, mail_stopped_why="", at_once_since=clock.now())


class NotificationChoice(models.Model):
    """How one kind of notice reaches a person, where they chose other than what is usual."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_choices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    mail = models.CharField(_("e-mail"), max_length=8, choices=[(one.value, one.value) for one in MailChoice])
    push = models.BooleanField(_("push"), default=False)

    class Meta:
        verbose_name = _("notification choice")
        verbose_name_plural = _("notification choices")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.mail}"

    @classmethod
    def choose(cls, user: User, kind: NoticeKind, mail: MailChoice, *, push: bool) -> None:
        """Set how a kind reaches a person; the default needs no row. Who turns on e-mail at once gets nothing old."""
        if mail == MailChoice.AT_ONCE and choices_of(user)[kind][0] != MailChoice.AT_ONCE:
            NotificationSettings.change(user, at_once_since=clock.now())
        if (mail, push) == (kind.facts.mail, kind.facts.push):
            cls.objects.filter(user=user, kind=kind).delete()
        else:
            cls.objects.update_or_create(user=user, kind=kind, defaults={"mail": mail, "push": push})

    @classmethod
    def silence(cls, user: User, kind: NoticeKind) -> None:
        """Send a person no more e-mail of a kind."""
        _mail, push = choices_of(user)[kind]
        cls.choose(user, kind, MailChoice.NONE, push=push)


class Attention(models.Model):
    """A thing that a person follows or has muted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="attentions")
    project = models.UUIDField()
    thing = models.CharField(_("thing"), max_length=80)
    """As change notifications name it (`proposal:12`, `circle:field`, `topic:9c…`)."""
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(max_length=400)
    is_muted = models.BooleanField(_("muted"), default=False)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("followed or muted thing")
        verbose_name_plural = _("followed and muted things")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "thing"], name="one_attention_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.thing}"

    @property
    def place(self) -> str:
        """Return where it leads: on this server, whatever an import brought along."""
        return self.address if is_ours(self.address) else "/inbox/"

    @classmethod
    def attend(cls, user: User, what: str, *, project: UUID, thing: str, title: str, address: str) -> None:
        """Follow or mute a thing, or go back to the default (`usual`)."""
        of: dict[str, Any] = {"user": user, "project": project, "thing": thing}
        if what == "usual":
            cls.objects.filter(**of).delete()
            return
        values = {"title": title, "address": address, "is_muted": what == "mute", "since": timezone.now()}
        cls.objects.update_or_create(**of, defaults=values)

    @classmethod
    def split(cls, project: UUID, thing: str, place: str = "") -> tuple[set[UUID], set[UUID]]:
        """Return who follows a thing or its place, and who has muted one of them."""
        found = cls.objects.filter(project=project, thing__in={thing, place or thing})
        split: tuple[set[UUID], set[UUID]] = set(), set()
        for user, is_muted in found.values_list("user", "is_muted"):
            split[is_muted].add(user)
        return split


def choices_of(user: User) -> dict[NoticeKind, tuple[MailChoice, bool]]:
    """Return how each kind reaches a person: by e-mail, and whether by push."""
    found = {kind: (kind.facts.mail, kind.facts.push) for kind in NoticeKind}
    for choice in NotificationChoice.objects.filter(user=user):
        found[NoticeKind(choice.kind)] = (MailChoice(choice.mail), choice.push)
    return found
