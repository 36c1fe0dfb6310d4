"""One append-only, hash-chained list of events per project.

Entries name project, actor, subject and scope loosely (by id and by words), so that they outlive them.
No simple-history here: nothing in these tables is ever edited.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.audit import chain, clock
from foundation.audit.event_types import event_label, is_taken_when_closed
from foundation.audit.row_seals import NewSeal
from foundation.audit.seals import Seal, sealed_facts
from foundation.web.exceptions import Refused


class Closed(Refused):
    """A project's record takes no more acts of people."""

    code = "archived"

    def __init__(self) -> None:
        super().__init__(_now("This project is archived and read-only. A pilot can restore it."))


class HeadQuerySet(models.QuerySet["Head"]):
    """Finds the ends of chains."""

    def closed(self) -> Self:
        """Keep those of archived projects: they take no more acts of people."""
        return self.exclude(closed_at=None)

    def with_times(self) -> Self:
        """Read along when the first and the last event of each happened: `since` and `last_at`, None where none did."""
        entries = Entry.objects.filter(project=models.OuterRef("pk"))
        first, last = entries.filter(seq=1), entries.filter(seq=models.OuterRef("seq"))
        return self.annotate(
            since=models.Subquery(first.values("happened_at")), last_at=models.Subquery(last.values("happened_at"))
        )


class Head(models.Model):
    """The end of a project's chain; locking it puts all changes of the project in one order."""

    project = models.UUIDField(primary_key=True, editable=False)
    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.START)
    closed_at = models.DateTimeField(_("closed to people since"), null=True, editable=False)

    objects = HeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("record chain")
        verbose_name_plural = _("record chains")

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:8]}"

    def refuse_closed(self) -> None:
        """Raise `Closed` where the chain takes no more acts of people."""
        if self.closed_at is not None:
            raise Closed

    @classmethod
    def seq_of(cls, project: UUID) -> int:
        """Return how many entries the project's chain has."""
        return cls.objects.filter(pk=project).values_list("seq", flat=True).first() or 0

    @classmethod
    def lock(cls, project: UUID) -> "Head":
        """Lock the project's chain until the transaction ends; made where there is none.

        :raises TransactionManagementError: outside a transaction, where nothing would be locked.
        """
        if transaction.get_autocommit():
            raise transaction.TransactionManagementError("the chain is locked in a transaction only")
        return cls.objects.select_for_update().get_or_create(pk=project)[0]


class EntryQuerySet(models.QuerySet["Entry"]):
    """Finds entries."""

    def of_project(self, project: UUID) -> Self:
        """Keep a project's chain, oldest first."""
        return self.filter(project=project).order_by("seq")

    def newest_first(self) -> Self:
        """Turn the order round."""
        return self.order_by("-seq")

    def in_scope(self, scope: str) -> Self:
        """Keep events of a circle, given by its key."""
        return self.filter(scope=scope)

    def by(self, actor: UUID) -> Self:
        """Keep one person's events."""
        return self.filter(actor=actor)

    def about(self, kind: str, subject: str) -> Self:
        """Keep events on one thing."""
        return self.filter(subject_kind=kind, subject=subject)


def hashed_fields(entry: Any) -> dict[str, object]:
    """Return what the hash of an entry covers; of one that seals no rows, what it always covered."""
    sealed = {"sealed": entry.sealed} if entry.sealed else {}
    return {
        "version": chain.VERSION,
        "project": str(entry.project),
        "seq": entry.seq,
        "happened_at": chain.moment(entry.happened_at),
        "recorded_at": chain.moment(entry.recorded_at),
        "actor": str(entry.actor) if entry.actor else None,
        "event": entry.event,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "reference": entry.reference,
        "title": entry.title,
        "scope": entry.scope,
        "facts": entry.facts,
        "commitments": entry.commitments,
        **sealed,
    }


class Entry(models.Model):
    """One event: who did what to which thing, where and when, sealed by its hash. Append-only."""

    project = models.UUIDField()
    seq = models.PositiveIntegerField()
    happened_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    actor = models.UUIDField(null=True)
    event = models.CharField(_("event"), max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    scope = models.CharField(_("circle"), max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    sealed = models.JSONField(_("seals of rows"), null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("record entry")
        verbose_name_plural = _("record entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "seq"], name="one_entry_per_seq"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "scope", "-seq"], name="entries_by_scope"),
            models.Index(fields=["project", "subject_kind", "subject", "-seq"], name="entries_by_subject"),
            models.Index(fields=["project", "actor", "-seq"], name="entries_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.reference or self.title}"

    @property
    def event_label(self) -> str:
        """Return what follows the person's name, in the reader's language."""
        return event_label(self.event)

    def fields(self) -> dict[str, object]:
        """Return what the hash covers."""
        return hashed_fields(self)

    @classmethod
    def write(
        cls,
        *,
        project: UUID,
        actor: UUID | None,
        event: str,
        subject_kind: str,
        subject: str,
        reference: str = "",
        title: str = "",
        scope: str = "",
        facts: Mapping[str, Any] | None = None,
        personal: Mapping[str, str] | None = None,
        at: datetime | None = None,
        seals: Sequence[NewSeal] = (),
        erased: Mapping[str, Any] | None = None,
    ) -> "Entry":
        """Append an event to the project's chain, in the caller's transaction; locks the head.

        `facts` holds strings, integers, booleans, None, lists and mappings; `personal` holds values that may
        have to be erased later (names above all), of which only commitments enter the chain. `seals` are values of
        rows that the event fixed; `erased` names those whose salts an erasure has taken away, as `sealed_names` does.

        :raises Closed: for an act of a person where the chain takes none
        (`foundation.audit.event_types.goes_on_when_closed`).
        """
        head = Head.lock(project)
        if actor is not None and not is_taken_when_closed(event):
            head.refuse_closed()
        recorded_at = clock.now()
        salts = {name: secrets.token_hex(16) for name in personal or {}}
        entry = cls(
            project=project,
            seq=head.seq + 1,
            happened_at=at or recorded_at,
            recorded_at=recorded_at,
            actor=actor,
            event=event,
            subject_kind=subject_kind,
            subject=subject,
            reference=reference,
            title=title[:300],
            scope=scope,
            facts=dict(facts or {}),
            commitments={name: chain.commitment(salts[name], value) for name, value in (personal or {}).items()},
            sealed=sealed_facts(seals, erased),
            previous=head.hash,
        )
        entry.hash = chain.seal(entry.previous, entry.fields())
        entry.save(force_insert=True)
        PersonalValue.objects.bulk_create(
            PersonalValue(entry=entry, name=name, value=value, salt=salts[name])
            for name, value in (personal or {}).items()
        )
        Seal.keep(project, seals)
        head.seq, head.hash = entry.seq, entry.hash
        head.save()
        return entry

    @classmethod
    def breaks_of(cls, project: UUID) -> Iterator[chain.Break]:
        """Check a project's chain against itself and its head; yields breaks, or nothing when it holds."""
        last: list[tuple[int, str]] = [(0, chain.START)]

        def entries() -> Iterable[tuple[int, str, str, Mapping[str, object]]]:
            for entry in cls.objects.of_project(project).iterator(chunk_size=2000):
                last[0] = (entry.seq, entry.hash)
                yield entry.seq, entry.previous, entry.hash, entry.fields()

        yield from chain.breaks(entries())
        head = Head.objects.filter(pk=project).first()
        if head and (head.seq, head.hash) != last[0]:
            yield chain.Break(last[0][0] + 1, f"the head says {head.seq} entries, the last found is {last[0][0]}")
        for personal in PersonalValue.objects.filter(entry__project=project).select_related("entry"):
            if not personal.is_erased and not personal.holds:
                yield chain.Break(personal.entry.seq, f"its {personal.name} is not what was committed to")


class PersonalValue(models.Model):
    """A personal value an entry commits to, and its salt; erasing both leaves the chain whole."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=400, blank=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("personal value")
        verbose_name_plural = _("personal values")
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "name"], name="one_value_per_name")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value or '—'}"

    @property
    def is_erased(self) -> bool:
        """Whether the value was erased."""
        return not self.salt

    @property
    def holds(self) -> bool:
        """Whether the value is the one committed to."""
        return bool(chain.commitment(self.salt, self.value) == self.entry.commitments.get(self.name))

    def erase(self) -> None:
        """Forget value and salt: the entry still commits to a value, and nobody can find out which."""
        self.value = self.salt = ""
        self.save(update_fields=["value", "salt"])
