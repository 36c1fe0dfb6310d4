"""What waits to leave, whatever the way: taken by one worker at a time, tried again, and never sent twice."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.inbox.retry_rules import SENDING_TAKES, TRIES, ServerAnswer, wait_after

KEY_LENGTH = 200
UNSURE = "handed over, and nobody said whether it arrived"


def open_projects(user: User) -> set[str]:
    """Return the ids of the projects in which a person is now, also as a guest."""
    inside = user.memberships.current().values_list("project", flat=True)
    guest = user.guest_places.model.objects.current().filter(user=user).values_list("project", flat=True)
    return {str(project) for project in (*inside, *guest)}


class OutgoingQuerySet[T: "Outgoing"](models.QuerySet[T]):
    """Finds what waits to leave."""

    def due(self, now: datetime) -> Self:
        """Keep what can be tried now, the oldest first."""
        waiting = self.filter(sent_at=None, failed_at=None)
        return waiting.exclude(next_try_at__gt=now).order_by("written_at", "pk")


class Outgoing(models.Model):
    """Something that waits to leave or has left; its key keeps it from leaving twice.

    A worker takes it (`taken_at`), says when it hands it over (`handed_at`) and that it was accepted (`sent_at`). One
    that was taken and not handed over by a worker that is gone is taken again; one that was handed over is not: it may
    have arrived.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    written_at = models.DateTimeField(db_default=Now())
    next_try_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    """When it was given up."""
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def claim(self) -> Self | None:
        """Take it for sending; None where it has left or is given up, waits, or another took it and may be at it."""
        with transaction.atomic():
            mine = type(self)._default_manager.select_for_update().get(pk=self.pk)
            now = timezone.now()
            busy = mine.taken_at is not None and mine.taken_at > now - SENDING_TAKES
            waits = mine.next_try_at is not None and mine.next_try_at > now
            if mine.sent_at or mine.failed_at or busy or waits:
                return None
            if mine.handed_at is not None:
                mine.give_up(UNSURE)
                return None
            mine.taken_at = now
            mine.attempts += 1
            mine.save()
        return mine

    def hand_over(self) -> None:
        """Say, before it can be accepted, that it may be from now on."""
        self.handed_at = timezone.now()
        self.save(update_fields=["handed_at"])

    def mark_sent(self) -> None:
        """Say that it was accepted."""
        self.sent_at, self.taken_at, self.error = timezone.now(), None, ""
        self.save()

    def give_up(self, why: str) -> None:
        """Try no more."""
        self.failed_at, self.taken_at, self.error = timezone.now(), None, why[:300]
        self.save()

    def note_failure(self, answer: ServerAnswer, why: str) -> None:
        """Try again later, or no more, as the answer asks for."""
        if answer != ServerAnswer.LATER or self.attempts >= TRIES:
            self.give_up(why if answer != ServerAnswer.UNKNOWN else UNSURE)
            return
        self.taken_at = self.handed_at = None
        self.next_try_at, self.error = timezone.now() + wait_after(self.attempts), why[:300]
        self.save()
