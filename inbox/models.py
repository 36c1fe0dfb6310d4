"""Who is notified of an event: notices inside Ronde, e-mails that leave it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.event_types import event_label

SENDING_TAKES = timedelta(minutes=10)
"""After so long the worker that took an e-mail was killed on the way, and it is taken again."""

log = structlog.get_logger(__name__)


def one_line(subject: str) -> str:
    """Return a subject as one line that fits, whatever the names in it hold: more would be another header."""
    return " ".join(subject.split())[:300]


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Finds notices."""

    def to(self, user: User) -> Self:
        """Keep one person's, newest first."""
        return self.filter(user=user).order_by("-happened_at", "-pk")

    def unread(self) -> Self:
        """Keep what has not been read."""
        return self.filter(read_at=None)

    def in_project(self, project: UUID) -> Self:
        """Keep one project's."""
        return self.filter(project=project)

    def with_faces(self) -> Self:
        """Annotate the hue of who did it, for `Notice.face`."""
        return self.annotate(hue=models.Subquery(User.objects.filter(pk=models.OuterRef("by")).values("hue")))


class Notice(models.Model):
    """An event that one person is notified of, and why. Names its subject loosely."""

    class Reason(models.TextChoices):
        """Why a person is notified."""

        ASKED = "asked", _("your position is asked")
        MENTIONED = "mentioned", _("you are mentioned")
        ANSWERED = "answered", _("you are answered")
        OWNER = "owner", _("it is yours")
        CIRCLE = "circle", _("it is in your circle")
        INVITED = "invited", _("you are in")
        FOLLOWED = "followed", _("you follow it")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    project = models.UUIDField(null=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    event = models.CharField(_("event"), max_length=80)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400, blank=True)
    message = models.UUIDField(null=True)  # in which somebody spoke to the person
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes: ClassVar = [
            models.Index(fields=["user", "-happened_at"], name="notices_of_user"),
            models.Index(fields=["user", "project"], condition=models.Q(read_at=None), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.by_name} {self.event} {self.reference}"

    @classmethod
    def post(
        cls,
        people: Mapping[User, str],
        *,
        project: UUID,
        event: str,
        by: User | None,
        reference: str,
        title: str,
        address: str,
        at: datetime,
    ) -> None:
        """Put an event in inboxes; `people` maps to the reason. Whoever has not read yet that the same person did the
        same to the same thing finds it there once, at its newest: nobody fills an inbox by doing a thing over and over.
        What the system does by itself (`by` is None) stands apart each time.
        """
        who: dict[str, Any] = {"by": by.pk, "by_name": by.name} if by else {"by_name": ""}
        same = {"project": project, "event": event, **who, "reference": reference, "address": address}
        unread = cls.objects.unread().filter(user__in=people, **same, **({} if reference else {"title": title}))
        waiting = {notice.user_id: notice for notice in unread.order_by("pk").select_related("user")} if by else {}
        for notice in waiting.values():
            notice.reason, notice.title, notice.happened_at = people[notice.user], title, at
            notice.save()
        others = {user: reason for user, reason in people.items() if user.pk not in waiting}
        Notice.objects.bulk_create(
            Notice(user=user, reason=reason, title=title, happened_at=at, **same) for user, reason in others.items()
        )

    @staticmethod
    def change_key_of(user: User) -> str:
        """Return the key by which a person's open pages hear of a notice about what only they see."""
        return f"inbox:{user.pk}"

    @property
    def event_label(self) -> str:
        """Return what follows the person's name, in the reader's language."""
        return event_label(self.event)

    @property
    def face(self) -> User | None:
        """Return whose face stands beside it, without a tint where `with_faces` did not annotate it or nobody knows it
        any more; None for what the system does by itself.
        """
        hue: Any = self.__dict__.get("hue")
        return User(name=self.by_name, hue=hue) if self.by_name else None

    def mark_read(self, at: datetime | None = None) -> None:
        """Mark as read."""
        self.read_at = at or timezone.now()
        self.save(update_fields=["read_at"])


class OutgoingEmail(models.Model):
    """A mail that waits to leave or has left; its key keeps it from leaving twice."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None), name="unsent_emails"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @classmethod
    def post(cls, key: str, *, to: str, subject: str, text: str, html: str = "") -> "OutgoingEmail":
        """Put an e-mail in the outbox (in the caller's transaction); a known key posts nothing."""
        email, _made = cls.objects.get_or_create(
            key=key, defaults={"to": to, "subject": one_line(subject), "text": text, "html": html}
        )
        return email

    @classmethod
    def post_all(cls, emails: Iterable[Self]) -> None:
        """Put e-mails in the outbox at once (in the caller's transaction); a known key posts nothing."""
        cls.objects.bulk_create(emails, ignore_conflicts=True)

    def deliver(self) -> bool:
        """Send it; return whether it was sent. Two workers send once: one takes the e-mail, and sends outside of any
        transaction, as a mail server may take its time and SQLite lets one write at a time. A failure, whatever it is,
        is kept with the e-mail and tried again, so that it neither stops the others nor goes on for ever.
        """
        email = self.claim()
        if email is None:
            return False
        mail = EmailMultiAlternatives(email.subject, email.text, settings.DEFAULT_FROM_EMAIL, [email.to])
        if email.html:
            mail.attach_alternative(email.html, "text/html")
        try:
            mail.send()
            email.sent_at = timezone.now()
        except Exception as error:
            log.exception("an e-mail could not be sent", email=email.pk, attempts=email.attempts)
            email.error = f"{type(error).__name__}: {error}"[:300]
        email.taken_at = None
        email.save()
        return email.sent_at is not None

    def claim(self) -> "OutgoingEmail | None":
        """Take it for sending; None where it is sent, or another took it and may be at it still."""
        with transaction.atomic():
            email = type(self).objects.select_for_update().get(pk=self.pk)
            now = timezone.now()
            if email.sent_at or (email.taken_at and email.taken_at > now - SENDING_TAKES):
                return None
            email.taken_at = now
            email.attempts += 1
            email.save()
        return email
