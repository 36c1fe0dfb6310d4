"""Webhooks: the address of a program, and which events of the record it is sent."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from across.webhooks.event_types import WebhookEvent
from across.webhooks.signing import secret_of, written
from chat.chat.domain_events import MessageChange
from circles.projects.models import Project
from circles.projects.models.subject import Subject
from circles.record.templates import sentences_by_event
from foundation.accounts.models import Token, User
from foundation.accounts.scopes import Scope
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.outgoing_http import AddressRefused, resolve

MOST = 10
"""So many of a person in one project."""
OVERLAP = timedelta(days=1)
"""So long an earlier secret holds beside a new one."""
KEPT_FOR = timedelta(days=30)
"""So long what was sent, or waits, can be sent again."""
PAUSED_AFTER = 10
FAILING_FOR = timedelta(days=1)
"""A program that takes nothing for that long, and so many times, is sent nothing more."""
EVERY = ".*"
MESSAGE_TYPES = tuple(MessageChange.values)
"""What happens to messages: in no record, and sent of chosen rooms only."""


def known_types() -> list[str]:
    """Return the event types of the record, by name."""
    return sorted(str(event) for event in sentences_by_event())


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Finds webhooks."""

    def living(self) -> Self:
        """Keep those that nobody removed."""
        return self.filter(ended_at=None)


class Webhook(Subject):
    """A program that is sent events, as far as its owner may see them. Its secret is made of `key`, `generation` and
    this server's own secret: nobody who reads the database knows it. One that was made by a token ends with it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="webhooks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks", verbose_name=_("owner")
    )
    token = models.ForeignKey(Token, on_delete=models.CASCADE, null=True, editable=False, related_name="webhooks")
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=600)
    types = models.JSONField(_("events"), default=list)
    rooms = models.JSONField(_("rooms"), default=list, blank=True)
    """Keys of the circles in whose rooms it reads along; none: it is sent no message."""
    key = models.CharField(max_length=32, unique=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    renewed_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)

    objects = WebhookQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["failures", "failing_since"])

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        indexes: ClassVar = [
            models.Index(fields=["project"], condition=models.Q(ended_at=None), name="webhooks_of_project")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("webhooks:webhook", args=[self.project.slug, self.pk])

    @property
    def server(self) -> str:
        """Return whom it goes to, without what an address may have of secrets."""
        return urlsplit(self.url).hostname or ""

    @property
    def secret(self) -> str:
        """Return the secret as people copy it."""
        return written(secret_of(settings.SECRET_KEY, self.key, self.generation))

    def secrets_at(self, now: datetime) -> list[bytes]:
        """Return the secrets that hold: the present one, and for a day the one before."""
        overlap = self.renewed_at is not None and now < self.renewed_at + OVERLAP
        generations = [self.generation, self.generation - 1] if overlap else [self.generation]
        return [secret_of(settings.SECRET_KEY, self.key, one) for one in generations]

    def wants(self, event: str) -> bool:
        """Whether it is sent events of a type; all, where none is named."""
        return not self.types or event in self.types or f"{event.partition('.')[0]}{EVERY}" in self.types

    def wants_message(self, room: str, event: str) -> bool:
        """Whether it is sent this of the messages of a room: those of rooms that were chosen, and where kinds of
        changes to messages were, these.
        """
        chosen = [one for one in self.types if one in MESSAGE_TYPES]
        return room in self.rooms and (not chosen or event in chosen)

    @property
    def is_entitled(self) -> bool:
        """Whether its owner is still in the project, and the token it was made by still speaks for them."""
        if not (self.owner.is_active and self.project.has(self.owner)):
            return False
        if self.token_id is None:
            return True
        token = Token.objects.speaking().filter(pk=self.token_id).first()
        return token is not None and token.may(Scope.READ, self.project_id)

    @classmethod
    def add(
        cls,
        project: Project,
        *,
        by: User,
        name: str,
        url: str,
        types: Sequence[str] = (),
        rooms: Sequence[str] = (),
        token: Token | None = None,
    ) -> "Webhook":
        """Send events to a program from now on, and messages of some rooms.

        :raises Refused: for an address that this server does not send to, an event type or a room there is not, or one
            too many.
        """
        refuse_address(url)
        refuse_unknown(types)
        refuse_rooms(project, rooms)
        with transaction.atomic():
            project = project.locked()
            if cls.objects.living().filter(project=project, owner=by).count() >= MOST:
                raise Refused(_now("You have ten webhooks here already; remove one first."))
            made = cls.objects.create(
                project=project,
                owner=by,
                token=token,
                name=name,
                url=url,
                types=sorted(set(types)),
                rooms=sorted(set(rooms)),
                key=secrets.token_hex(16),
            )
            made.record_event(WebhookEvent.ADDED, by=by, also=["webhooks"], server=made.server)
        return made

    def change(self, *, by: User, **values: Any) -> None:
        """Change name, address, events or rooms; what is left out stays."""
        refuse_address(values.get("url", self.url))
        refuse_unknown(values.get("types", ()))
        refuse_rooms(self.project, [room for room in values.get("rooms", ()) if room not in self.rooms])
        with transaction.atomic():
            found = self.locked()
            found.refuse_ended()
            for name, value in values.items():
                setattr(found, name, sorted(set(value)) if name in ("types", "rooms") else value)
            found.save()
            found.record_event(WebhookEvent.CHANGED, by=by, also=["webhooks"], server=found.server)

    def renew_secret(self, *, by: User) -> str:
        """Make a new secret and return it; the one before holds for a day more."""
        with transaction.atomic():
            found = self.locked()
            found.refuse_ended()
            found.generation += 1
            found.renewed_at = clock.now()
            found.save()
            found.record_event(WebhookEvent.SECRET_RENEWED, by=by, also=["webhooks"], server=found.server)
        return found.secret

    def pause(self) -> None:
        """Send nothing more, and tell the owner; what happens meanwhile waits."""
        with transaction.atomic():
            found = self.locked()
            if found.ended_at or found.paused_at:
                return
            found.paused_at = clock.now()
            found.save()
            people = {found.owner: Notice.Reason.OWNER}
            found.record_event(WebhookEvent.PAUSED, by=None, people=people, also=["webhooks"], server=found.server)

    def resume(self, *, by: User) -> None:
        """Send again, first what waited."""
        with transaction.atomic():
            found = self.locked()
            found.refuse_ended()
            if found.paused_at is None:
                raise Refused(_now("This webhook is not paused."))
            found.paused_at = found.failing_since = None
            found.failures = 0
            found.save()
            found.record_event(WebhookEvent.RESUMED, by=by, also=["webhooks"], server=found.server)

    def remove(self, *, by: User) -> None:
        """Send nothing more, also of what waits."""
        with transaction.atomic():
            found = self.locked()
            found.refuse_ended()
            found.ended_at = clock.now()
            found.save()
            found.record_event(WebhookEvent.REMOVED, by=by, also=["webhooks"], server=found.server)

    def refuse_ended(self) -> None:
        """Raise `Refused` where it was removed."""
        if self.ended_at is not None:
            raise Refused(_now("This webhook is removed."))

    def note_outcome(self, *, good: bool, is_gone: bool = False) -> None:
        """Count failures in a row; pause what takes nothing for long, or says that it is gone for good."""
        mine, now = type(self).objects.filter(pk=self.pk), clock.now()
        if good:
            mine.exclude(failures=0).update(failures=0, failing_since=None)
            return
        mine.update(failures=models.F("failures") + 1, failing_since=Coalesce("failing_since", models.Value(now)))
        failing = mine.filter(failures__gte=PAUSED_AFTER, failing_since__lte=now - FAILING_FOR)
        if is_gone or failing.exists():
            self.pause()


def refuse_address(url: str) -> None:
    """Raise `Refused` for an address that this server does not send to; a name nobody knows today may come."""
    try:
        resolve(url, allowed=settings.WEBHOOK_NETWORKS)
    except AddressRefused as error:
        raise Refused(_now("This server sends to public addresses by https only.")) from error
    except OSError as error:
        raise Refused(_now("Host not found: check the address.")) from error


def refuse_unknown(types: Sequence[str]) -> None:
    """Raise `Refused` for event types that there are not."""
    known = [*known_types(), *MESSAGE_TYPES]
    things = {f"{one.partition('.')[0]}{EVERY}" for one in known}
    if unknown := sorted(set(types) - things - set(known)):
        raise Refused(_now("There is no event “%(type)s”.") % {"type": unknown[0]})


def refuse_rooms(project: Project, rooms: Sequence[str]) -> None:
    """Raise `Refused` for keys of circles that the project has not."""
    known = set(project.circles.values_list("key", flat=True))
    if unknown := sorted(set(rooms) - known):
        raise Refused(_now("There is no circle “%(circle)s” here.") % {"circle": unknown[0]})
