"""Documents, the log of their changes, and what stands beside it.

The log is the document: one row for each update as it was received, in order, never changed. A snapshot only spares
reading the whole of it.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Refused
from accounts.models import User, digest
from audit import clock
from audit.models import Head
from circles.models import Circle, Item, Membership, Project
from documents.tree import Node, read_tree

if TYPE_CHECKING:
    from circles.models import CircleQuerySet

MAX_TITLE = 200
TICKET_LIFE = timedelta(minutes=10)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Finds documents."""

    def visible_to(self, user: User) -> Self:
        """Keep those the person may read: all of every project they are in."""
        own = Membership.objects.current().filter(user=user, project=models.OuterRef("project"))
        return self.filter(models.Exists(own))

    def in_project(self, project: Project) -> Self:
        """Keep a project's."""
        return self.filter(project=project)

    def in_circle(self, circle: Circle) -> Self:
        """Keep a circle's own."""
        return self.filter(circle=circle)

    def in_circles(self, circles: CircleQuerySet) -> Self:
        """Keep those of several circles."""
        return self.filter(circle__in=circles)

    def edited_since(self, moment: datetime) -> Self:
        """Keep those whose text changed since."""
        return self.filter(log__edited_at__gte=moment)

    def with_edits(self) -> Self:
        """Fetch circle and last edit along."""
        return self.select_related("circle", "log")


class Document(Item):
    """A text that many write at once. Its words are in the log; here stands what they belong to."""

    letter = "DOC"

    class Genre(models.TextChoices):
        """What a document is to its project."""

        PLAIN = "plain", _("document")
        SPECIFICATION = "specification", _("specification")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    genre = models.CharField(_("genre"), max_length=16, choices=Genre, default=Genre.PLAIN)
    epoch = models.PositiveIntegerField(
        default=1, editable=False, help_text=_("Grows when the text is built anew; clients never merge across it.")
    )
    source = models.CharField(
        _("imported from"), max_length=300, blank=True, help_text=_("The file an import read it from.")
    )

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_document_per_number"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(genre="specification"), name="one_specification"
            ),
            models.UniqueConstraint(
                fields=["project", "source"], condition=~models.Q(source=""), name="one_document_per_source"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "title", "id"], name="documents_by_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("documents:document", args=[self.project.slug, self.number])

    @property
    def headline(self) -> str:
        """Give the title."""
        return self.title

    @property
    def socket_path(self) -> str:
        """Give the address of its socket, without the host."""
        return f"/ws/documents/{self.pk}"

    @property
    def is_specification(self) -> bool:
        """Say whether it is the project's specification."""
        return self.genre == self.Genre.SPECIFICATION

    def nodes(self) -> list[Node]:
        """Read what it says now, as far as the log goes."""
        return read_tree(self.log.read().updates)

    @classmethod
    def create(
        cls,
        circle: Circle,
        title: str,
        *,
        by: User | None,
        at: datetime | None = None,
        genre: str = Genre.PLAIN,
        content: bytes = b"",
    ) -> Document:
        """Make a document in a circle; `content` is a Yjs update that becomes the first row of its log.

        Raises Refused in a closed circle, and for a second specification.
        """
        with transaction.atomic():
            Head.lock(circle.project_id)
            circle = Circle.objects.select_related("project").get(pk=circle.pk)
            if circle.is_closed:
                raise Refused(_now("This circle is closed; nothing new can begin in it."))
            if genre == cls.Genre.SPECIFICATION and cls.objects.filter(project=circle.project, genre=genre).exists():
                raise Refused(_now("This project has its specification already."))
            document = cls.objects.create(
                project=circle.project,
                circle=circle,
                number=cls.next_number(circle.project),
                title=title,
                genre=genre,
                created_by=by,
                **({"created_at": at} if at else {}),
            )
            log = Log.objects.create(document=document, seq=1 if content else 0, **({"edited_at": at} if at else {}))
            if content:
                when = {"received_at": at} if at else {}
                log.updates.create(seq=1, message_id=uuid.uuid4().hex, user=by, data=content, **when)
            document.tell("made the document", by=by, at=at, also=["documents"])
        return document

    def rename(self, title: str, *, by: User) -> None:
        """Give the document another title."""
        with transaction.atomic():
            document = self.locked()
            if document.circle.is_closed:
                raise Refused(_now("This circle is closed; its documents can only be read."))
            before = document.title
            if before == title:
                return
            document.title = title
            document.save()
            document.tell("renamed the document", by=by, before=before, also=["documents"])


@dataclass(frozen=True, slots=True)
class State:
    """A document as updates to apply in order, and the place of the log they reach."""

    seq: int
    updates: list[bytes]


class Log(models.Model):
    """The end of a document's log. Its row lock puts what several nodes append in one order.

    No history: it only counts rows of an append-only table.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="log")
    seq = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(_("last edited"), db_default=Now())

    class Meta:
        verbose_name = _("log of a document")
        verbose_name_plural = _("logs of documents")

    def __str__(self) -> str:
        return f"{self.document_id} {self.seq}"

    def read(self) -> State:
        """Read the newest snapshot and what came after it; {0, no updates} for an empty document.

        Two statements, and rows only ever join at the end: what lands between them is in the tail.
        """
        snapshot = self.snapshots.order_by("-seq").first()
        start = 0
        updates = []
        if snapshot and hashlib.sha256(snapshot.data).hexdigest() == snapshot.sha256:
            start, updates = snapshot.seq, [bytes(snapshot.data)]
        tail = list(self.updates.filter(seq__gt=start).order_by("seq").values_list("seq", "data"))
        updates += [bytes(data) for _, data in tail]
        return State(tail[-1][0] if tail else start, updates)


class Update(models.Model):
    """One update as it was received. Append-only: the database refuses to change or delete it."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="updates", db_column="document_id")
    seq = models.PositiveIntegerField()
    message_id = models.CharField(max_length=64, editable=False, help_text=_("The client's name for it."))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.BinaryField()
    received_at = models.DateTimeField(_("received"), db_default=Now())

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "seq"], name="one_update_per_seq"),
            models.UniqueConstraint(fields=["log", "message_id"], name="one_update_per_message"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.seq}"


class Snapshot(models.Model):
    """A document's whole state up to a place of its log, checked by another process before it was kept.

    No history: it can be made again from the log at any time.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="snapshots", db_column="document_id")
    seq = models.PositiveIntegerField(help_text=_("The last update that is in it."))
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "seq"], name="one_snapshot_per_seq")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.seq}"


class Quarantine(models.Model):
    """An update that was refused because no honest client sends it; kept for whoever looks into it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="quarantine")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveIntegerField(_("size in bytes"))
    data = models.BinaryField(help_text=_("Its first 64 KiB."))
    received_at = models.DateTimeField(_("received"), db_default=Now())

    KEPT: ClassVar[int] = 64 * 1024

    class Meta:
        verbose_name = _("update in quarantine")
        verbose_name_plural = _("updates in quarantine")

    def __str__(self) -> str:
        return f"{self.document_id} {self.size}"


class Ticket(models.Model):
    """Lets a client that can send neither cookie nor header open one document's socket, for ten minutes."""

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    access_epoch = models.PositiveIntegerField()
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")

    def __str__(self) -> str:
        return f"{self.user} {self.document}"

    @classmethod
    def issue(cls, user: User, document: Document) -> str:
        """Make a ticket and give its secret; only a hash is kept."""
        secret = secrets.token_urlsafe(32)
        cls.objects.create(
            digest=digest(secret),
            document=document,
            user=user,
            access_epoch=user.access_epoch,
            ends_at=clock.now() + TICKET_LIFE,
        )
        return secret

    @classmethod
    def bearer(cls, secret: str, document: uuid.UUID) -> User | None:
        """Find whom a ticket speaks for at this document; None when it ended, or their access did since."""
        found = cls.objects.select_related("user").filter(
            digest=digest(secret),
            document=document,
            ends_at__gt=clock.now(),
            access_epoch=models.F("user__access_epoch"),
            user__is_active=True,
        )
        ticket = found.first()
        return ticket.user if ticket else None
