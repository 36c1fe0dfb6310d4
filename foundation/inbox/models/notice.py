"""Notices: what one person is notified of inside Ronde, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit.event_types import event_label
from foundation.audit.models import Head
from foundation.inbox.kinds import ASKING, INFORMING, NoticeKind, NoticeReason, kind_of
from foundation.web.broadcasts import broadcast_on_commit, group_of_person
from foundation.web.extension_registry import DomainEvent, publish


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Finds notices."""

    def to(self, user: User) -> Self:
        """Keep one person's, newest first."""
        return self.filter(user=user).order_by("-happened_at", "-pk")

    def unread(self) -> Self:
        """Keep what has not been read."""
        return self.filter(read_at=None)

    def open(self) -> Self:
        """Keep what is not done, of projects in which something can be done: not of archived ones."""
        return self.filter(done_at=None).exclude(project__in=Head.objects.closed().values("pk"))

    def waiting(self, now: datetime) -> Self:
        """Keep what is open and not put off until later."""
        return self.open().exclude(snoozed_until__gt=now)

    def not_over(self, now: datetime) -> Self:
        """Leave out what asks for something for which it is too late."""
        return self.exclude(ends_at__lte=now)

    def snoozed(self, now: datetime) -> Self:
        """Keep what is open and put off until later."""
        return self.open().filter(snoozed_until__gt=now)

    def done(self) -> Self:
        """Keep what is done."""
        return self.exclude(done_at=None)

    def inboxes(self) -> set[str]:
        """Return the change keys of the inboxes in which these wait."""
        people = User.objects.filter(pk__in=self.filter(done_at=None).order_by().values("user"))
        return {Notice.change_key_of(user) for user in people}

    def last_of_things(self) -> Self:
        """Keep one notice of each thing: as many as there are rows in the inbox."""
        none, alone = models.Value(""), Cast("pk", models.CharField())
        about = Coalesce(NullIf("reference", none), NullIf("address", none), alone)
        things = self.order_by().annotate(about=about).values("project", "about")
        return self.filter(pk__in=things.annotate(last=models.Max("pk")).values("last"))

    def call(self, title: str, *, address: str) -> None:
        """Call the thing at this address, and its places, by a new name: the inbox names it as its page does."""
        places = models.Q(address=address) | models.Q(address__startswith=f"{address}?")
        self.filter(places).exclude(title=title).update(title=title)

    def finish(self, at: datetime) -> int:
        """Be done with these: what waits of them is read and done; returns how many that was."""
        values: dict[str, Any] = {
            "done_at": at,
            "snoozed_until": None,
            "read_at": Coalesce("read_at", models.Value(at)),
        }
        return self.filter(done_at=None).update(**values)

    def tell_again(self) -> None:
        """Let those that nobody is done with leave by e-mail once more."""
        self.filter(done_at=None).update(mailed_at=None)

    def mark_read(self, at: datetime) -> None:
        """Mark these as read; what asks for nothing is done with that."""
        self.unread().filter(kind__in=INFORMING).update(read_at=at, done_at=Coalesce("done_at", models.Value(at)))
        self.unread().update(read_at=at)

    def in_project(self, project: UUID) -> Self:
        """Keep one project's."""
        return self.filter(project=project)

    def with_faces(self) -> Self:
        """Annotate the hue of who did it, for `Notice.face`."""
        return self.annotate(hue=models.Subquery(User.objects.filter(pk=models.OuterRef("by")).values("hue")))


class Notice(models.Model):
    """An event that one person is notified of, and why. Names its subject loosely."""

    Reason = NoticeReason

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    project = models.UUIDField(null=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    event = models.CharField(_("event"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind, default=NoticeKind.AROUND)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400, blank=True)
    message = models.UUIDField(null=True)  # in which its sender spoke to the receiver of this notice
    happened_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    """When it is too late for what it asks."""
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    """When it was given to the outbox, alone, bundled or in a digest; or found to be wanted by no e-mail."""
    pushed_at = models.DateTimeField(null=True, blank=True)
    """When it was given to the outbox for the person's devices."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes: ClassVar = [
            models.Index(fields=["user", "-happened_at"], name="notices_of_user"),
            models.Index(fields=["user", "project"], condition=models.Q(read_at=None), name="unread_notices"),
            models.Index(fields=["user"], condition=models.Q(done_at=None), name="open_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.by_name} {self.event} {self.reference}"

    @classmethod
    def post(
        cls,
        people: Mapping[User, str],
        *,
        project: UUID | None,
        event: str,
        by: User | None,
        reference: str,
        title: str,
        address: str,
        at: datetime,
        ends_at: datetime | None = None,
        message: UUID | None = None,
    ) -> None:
        """Put an event in inboxes; `people` maps to the reason, `message` is what was said there. Whoever has not read
        yet that the same person did the same to the same thing finds it there once, at its newest: nobody fills an
        inbox by doing a thing over and over. What the system does by itself (`by` is None) stands apart each time.
        """
        who: dict[str, Any] = {"by": by.pk, "by_name": by.name} if by else {"by_name": ""}
        same = {"project": project, "event": event, **who, "reference": reference, "address": address}
        unread = cls.objects.unread().filter(user__in=people, **same, **({} if reference else {"title": title}))
        waiting = {notice.user_id: notice for notice in unread.order_by("pk").select_related("user")} if by else {}
        for notice in waiting.values():
            notice.reason, notice.title, notice.happened_at = people[notice.user], title, at
            notice.message = message
            notice.kind = kind_of(event, notice.reason)
            notice.ends_at = ends_at if notice.kind in ASKING else None
            notice.done_at = notice.snoozed_until = None
            if notice.kind in ASKING:  # what it asks is asked anew, and for a new time
                notice.mailed_at = notice.pushed_at = None
            notice.save()
        others = {user: reason for user, reason in people.items() if user.pk not in waiting}
        Notice.objects.bulk_create(
            Notice(
                user=user,
                reason=reason,
                kind=kind_of(event, reason),
                title=title,
                message=message,
                happened_at=at,
                ends_at=ends_at if kind_of(event, reason) in ASKING else None,
                **same,
            )
            for user, reason in others.items()
        )

    @staticmethod
    def change_key_of(user: User) -> str:
        """Return the key of a person's inbox in change notifications."""
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

    @property
    def thing(self) -> str:
        """Return what it is about: notices of one thing stand and leave together."""
        return self.reference or self.address

    def with_others(self) -> "NoticeQuerySet":
        """Find all notices of its person about this thing."""
        about = {"reference": self.reference} if self.reference else {"reference": "", "address": self.address}
        return Notice.objects.filter(user=self.user_id, project=self.project, **about)

    def finish(self, at: datetime, *, shown: datetime | None = None) -> None:
        """Be done with the thing: all notices of it so far are read and done; of a page that showed them up to `shown`,
        those alone. Published as `NoticesFinished` with what was said in them.
        """
        with transaction.atomic():
            done = self.with_others().filter(done_at=None, happened_at__lte=min(at, shown or at))
            said = [message for message in done.values_list("message", flat=True) if message]
            done.finish(at)
            if said:
                publish(NoticesFinished(user=self.user, messages=said, at=at))
        self._count_anew()

    def put_off(self, until: datetime) -> None:
        """Hear of the thing again at a later time; until then it waits nowhere."""
        self.with_others().filter(done_at=None).update(snoozed_until=until)
        self._count_anew()

    def bring_back(self) -> None:
        """Undo the last of both: what was done in one act, or put off until one time, waits again."""
        with transaction.atomic():
            if self.done_at is not None:
                self.with_others().filter(done_at=self.done_at).update(done_at=None)
                publish(NoticesReopened(user=self.user, done_at=self.done_at))
            else:
                self.with_others().filter(done_at=None).update(snoozed_until=None)
        self._count_anew()

    def _count_anew(self) -> None:
        """Let the person's open pages count anew."""
        broadcast_on_commit([group_of_person(self.user_id)], lambda: {"what": ["inbox"]})

    @classmethod
    def finish_asking(
        cls, project: UUID, reference: str, kinds: Iterable[NoticeKind], *, at: datetime, only: User | None = None
    ) -> None:
        """Be done, on all devices and in e-mails that wait, with what asks for something that has come: of one person,
        or of everyone.
        """
        asked = cls.objects.filter(project=project, reference=reference, kind__in=list(kinds))
        (asked.filter(user=only) if only else asked).finish(at)

    def mark_read(self, at: datetime | None = None) -> None:
        """Mark as read; what asks for nothing is done with that."""
        self.read_at = at or timezone.now()
        if self.kind in INFORMING:
            self.done_at = self.done_at or self.read_at
        self.save(update_fields=["read_at", "done_at"])


@dataclass(frozen=True, kw_only=True)
class NoticesFinished(DomainEvent):
    """A person was done, in their inbox, with what told them of these messages."""

    user: User
    messages: Sequence[UUID]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticesReopened(DomainEvent):
    """What they were done with at one instant waits in their inbox again."""

    user: User
    done_at: datetime
