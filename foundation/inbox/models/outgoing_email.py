"""E-mails that wait to leave or have left."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.inbox.models.notice import Notice
from foundation.inbox.models.outgoing import KEY_LENGTH, Outgoing, OutgoingQuerySet, open_projects


def one_line(subject: str) -> str:
    """Return a subject as one line that fits, whatever the names in it hold: more would be another header."""
    return " ".join(subject.split())[:300]


def message_id(key: str) -> str:
    """Return an e-mail's Message-ID, by its key: where one comes twice all the same, mail programs know it again."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{host}>"


class OutgoingEmail(Outgoing):
    """A mail that waits to leave or has left."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("person"))
    """Whose notices these are; None for e-mails of accounts and invitations."""
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    projects = models.JSONField(default=list, blank=True)
    """Of which it tells a person who is in them; it leaves only while they are."""
    notices = models.JSONField(default=list, blank=True)
    """Which it tells; where it does not leave, the others of them wait again."""

    objects = OutgoingQuerySet["OutgoingEmail"].as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None, failed_at=None), name="unsent_emails"),
            models.Index(fields=["user", "written_at"], name="emails_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @classmethod
    def post(
        cls,
        key: str,
        *,
        to: str,
        subject: str,
        text: str,
        html: str = "",
        at: datetime | None = None,
        user: User | None = None,
        headers: Mapping[str, str] | None = None,
        notices: Iterable[Notice] = (),
    ) -> "OutgoingEmail":
        """Put an e-mail in the outbox (in the caller's transaction); a known key posts nothing."""
        written = {"written_at": at} if at else {}
        values: dict[str, Any] = {"to": to, "subject": one_line(subject), "text": text, "html": html, "user": user}
        values |= {"headers": dict(headers or {}), **written}
        if user and (told := list(notices)):
            open_ = open_projects(user)
            values["notices"] = [notice.pk for notice in told]
            values["projects"] = sorted({str(notice.project) for notice in told} & open_)
        found, _made = cls.objects.get_or_create(key=key, defaults=values)
        return found

    @property
    def is_open(self) -> bool:
        """Return whether its person may read what it tells: they are here, and in the projects of which it does."""
        if self.user is None:
            return True
        return self.user.is_active and open_projects(self.user).issuperset(self.projects)

    def mark_sent(self) -> None:
        """Note that it has left; of what is no notice (a way in, a new password), the words are its reader's alone."""
        if self.user is None:
            self.text = self.html = ""
        super().mark_sent()

    def withhold(self, why: str) -> None:
        """Never send it; what it told of projects that its person is in waits to be told again."""
        with transaction.atomic():
            self.key = f"{self.key}:withheld:{self.pk}"[:KEY_LENGTH]  # another e-mail may tell the rest under its key
            self.give_up(why)
            if self.user:
                Notice.objects.filter(pk__in=self.notices, project__in=open_projects(self.user)).tell_again()

    @classmethod
    def post_all(cls, emails: Iterable[Self]) -> None:
        """Put e-mails in the outbox at once (in the caller's transaction); a known key posts nothing."""
        cls.objects.bulk_create(emails, ignore_conflicts=True)
