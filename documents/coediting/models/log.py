"""The log of a document's changes: one row for each update as it was received, in order, never changed.

The log is the document. A snapshot only spares reading the whole of it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from documents.coediting.domain_events import LogAppended
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.extension_registry import publish

AT_ONCE = 500  # rows that are read together


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document as updates to apply in order, and the place of the log they reach.

    `vector` is the state vector of the first, where that is a snapshot in which nothing waits for something missing.
    """

    seq: int
    updates: list[bytes]
    vector: bytes = b""


class Log(models.Model):
    """The end of a document's log. Its row lock puts what several nodes append in one order.

    No history: it only counts the rows of a log.
    """

    document = models.OneToOneField(
        settings.COEDITED_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="log"
    )
    seq = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(_("last edited"), db_default=Now())
    processed_seq = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Up to here the server has given blocks ids and read mentions.")
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("last edited by"),
    )

    class Meta:
        verbose_name = _("document log")
        verbose_name_plural = _("document logs")

    def __str__(self) -> str:
        return f"{self.document_id} {self.seq}"

    def read(self) -> DocumentState:
        """Read the newest snapshot, where it is sound, and what came after it; an empty document has no updates.

        Two statements, and rows only ever join at the end: what lands between them is in the tail.
        """
        snapshot = self.snapshots.order_by("-seq").first()
        start, vector = 0, b""
        updates = []
        if snapshot and snapshot.is_sound:
            start, updates, vector = snapshot.seq, [bytes(snapshot.data)], bytes(snapshot.vector)
        tail = list(self.updates.filter(seq__gt=start).order_by("seq").values_list("seq", "data"))
        updates += [bytes(data) for _, data in tail]
        return DocumentState(tail[-1][0] if tail else start, updates, vector)

    def append(self, update: bytes, *, by: User | None, at: datetime | None = None) -> None:
        """Add what a person writes by way of the server; the caller has locked this row, and made sure that the update
        rests on nothing that the log lacks. Live sessions fetch it.

        Publishes `LogAppended`: who keeps what the log says reads it anew.
        """
        self.seq += 1
        self.edited_at, self.edited_by = at or clock.now(), by
        name = uuid.uuid4().hex
        self.updates.create(seq=self.seq, message_id=name, user=by, data=update, received_at=self.edited_at)
        self.save()
        publish(LogAppended(document=self.pk))

    def past(self, seq: int, *, after: int = 0) -> Iterator[bytes]:
        """Yield the document as it was at a place of the log: the last sound snapshot until there and what came then.

        Rows are read a few hundred at a time: there may be hundreds of thousands. With `after` a document that was
        read up to there goes on, without a snapshot.
        """
        start = after
        if not after:
            for snapshot in self.snapshots.filter(seq__lte=seq).order_by("-seq")[:2]:
                if snapshot.is_sound:
                    start = snapshot.seq
                    yield bytes(snapshot.data)
                    break
        tail = self.updates.filter(seq__gt=start, seq__lte=seq).order_by("seq").values_list("data", flat=True)
        for data in tail.iterator(chunk_size=AT_ONCE):
            yield bytes(data)


class Update(models.Model):
    """One update as it was received. Append-only: the database refuses to change or delete it.

    It has no more indexes than it must: each is written with every letter.
    """

    # The constraints below begin with it.
    log = models.ForeignKey(
        Log, on_delete=models.PROTECT, related_name="updates", db_column="document_id", db_index=False
    )
    seq = models.PositiveIntegerField()
    message_id = models.CharField(max_length=64, editable=False, help_text=_("The client's name for it."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
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
    vector = models.BinaryField(
        default=b"", db_default=b"", help_text=_("Its state vector, where nothing waits for something missing.")
    )
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "seq"], name="one_snapshot_per_seq")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.seq}"

    @property
    def is_sound(self) -> bool:
        """Whether its bytes are those that were written: a disk may have changed them."""
        return hashlib.sha256(self.data).hexdigest() == self.sha256


class Quarantine(models.Model):
    """An update that was refused because no honest client sends it; kept for whoever looks into it."""

    document = models.ForeignKey(settings.COEDITED_MODEL, on_delete=models.PROTECT, related_name="quarantine")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveIntegerField(_("size in bytes"))
    data = models.BinaryField(help_text=_("Its first 64 KiB."))
    received_at = models.DateTimeField(_("received"), db_default=Now())

    KEPT: ClassVar[int] = 64 * 1024
    A_DAY: ClassVar[int] = 20  # of one person and document that are kept

    class Meta:
        verbose_name = _("quarantined update")
        verbose_name_plural = _("quarantined updates")

    def __str__(self) -> str:
        return f"{self.document_id} {self.size}"
