"""Tokens that speak for people."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.accounts.models.user import User
from foundation.accounts.scopes import EVERYTHING, Scope, allows

TOKEN_DAYS = 90
"""So many days a token speaks for a person, unless they say otherwise."""
MOST_TOKEN_DAYS = 365


def digest(secret: str) -> str:
    """Hash a secret of high entropy (128 bits or more) for keeping: hex SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    """Finds tokens."""

    def speaking(self) -> Self:
        """Keep those that still speak for an active person; those of a bot, while its owner is in the project."""
        found = self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=Now()), ended_at=None, user__is_active=True)
        owner = models.Exists(
            User.objects.filter(
                pk=models.OuterRef("user__bot_owner"),
                is_active=True,
                memberships__project=models.OuterRef("project"),
                memberships__ended_at=None,
            )
        )
        return found.filter(models.Q(user__bot_owner=None) | models.Q(owner))

    def held_by(self, person: User) -> Self:
        """Keep a person's own, and those of their bots: whoever was in their account may know them."""
        return self.filter(models.Q(user=person) | models.Q(user__bot_owner=person))

    def ending_unwarned(self, until: datetime) -> Self:
        """Keep those that end by an instant, and whose owner was not told."""
        return self.speaking().filter(ends_at__lte=until, warned_at=None)


class Token(models.Model):
    """A personal token for the API; only its hash is kept. `project` names the only project it is for, if any."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=80, help_text=_("What it is for."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("may"), default=list, editable=False)
    project = models.UUIDField(_("only in the project"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["digest", "last_used_on"])

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"

    @classmethod
    def issue(
        cls,
        user: User,
        name: str,
        *,
        scopes: Iterable[str] = EVERYTHING,
        project: uuid.UUID | None = None,
        days: int = TOKEN_DAYS,
    ) -> str:
        """Make a token and give its secret, which is shown this once."""
        secret = f"ronde_{secrets.token_urlsafe(32)}"
        cls.objects.create(
            user=user,
            name=name,
            digest=digest(secret),
            scopes=sorted({Scope(scope).value for scope in scopes}),
            project=project,
            ends_at=timezone.now() + timedelta(days=days),
        )
        return secret

    def may(self, scope: Scope, project: uuid.UUID | None = None) -> bool:
        """Whether it is for that, in that project where one is named."""
        return allows(self.scopes, scope) and (project is None or self.project in (None, project))

    def end(self) -> None:
        """End the token; live connections that came with it end too."""
        if self.ended_at is None:
            self.ended_at = timezone.now()
            self.save()
            self.user.end_access()

    def note_used(self) -> None:
        """Keep the day on which it was used last; written once a day."""
        today = timezone.now().date()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)

    @property
    def scope_labels(self) -> list[str]:
        """Return what it is for, in the reader's language."""
        return [str(Scope(scope).label) for scope in Scope.values if scope in self.scopes]

    @classmethod
    def shown(cls, secret: str) -> "Token | None":
        """Find the token with this secret; None when it is unknown or ended."""
        return cls.objects.speaking().select_related("user").filter(digest=digest(secret)).first()

    @classmethod
    def bearer(cls, secret: str) -> User | None:
        """Find whom a secret speaks for; None when it is unknown or ended."""
        token = cls.shown(secret)
        return token.user if token else None
