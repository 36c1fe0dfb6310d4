"""Sealing rows with the events that fix them, and comparing what stands in rows with what was sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.audit import chain
from foundation.audit.event_types import SealEvent
from foundation.audit.models import Entry
from foundation.audit.row_seals import NewSeal, SealedKind, text_of
from foundation.audit.seals import Seal
from foundation.web.extension_registry import additions

AT_ONCE = 500
type Erased = dict[str, dict[str, list[str]]]


class Mismatch(StrEnum):
    """What is wrong with a row that was sealed, or that should have been."""

    CHANGED = "changed"
    GONE = "gone"
    NO_SALT = "no_salt"
    UNSEALED = "unsealed"

    @property
    def label(self) -> Promise:
        """Return it in words."""
        return WHY[self]


WHY: Mapping[Mismatch, Promise] = {
    Mismatch.CHANGED: _("it is not what was sealed"),
    Mismatch.GONE: _("the row is gone"),
    Mismatch.NO_SALT: _("its salt is gone, and the record tells of no erasure"),
    Mismatch.UNSEALED: _("no entry of the record seals it"),
}


@dataclass(frozen=True)
class Difference:
    """One value of one row that is not as the record has it. `column` is empty where it is the whole row; `seq` is the
    entry that sealed it, 0 where none did.
    """

    kind: SealedKind
    key: str
    name: str
    column: str
    why: Mismatch
    seq: int

    @property
    def column_label(self) -> str:
        """Return what people call the column."""
        column: Any = self.kind.model._meta.get_field(self.column) if self.column else None
        return str(column.verbose_name) if column else ""

    @property
    def row_label(self) -> str:
        """Return what people call the row: its kind and its name."""
        return f"{self.kind.model._meta.verbose_name} {self.name or self.key}"

    @property
    def place(self) -> tuple[str, str, str]:
        """Return where it is, whatever the row is called meanwhile: its name may be that of a person."""
        return (self.kind.kind, self.key, self.column)

    @property
    def is_of_value(self) -> bool:
        """Return whether one value of a row is not what was sealed."""
        return self.why == Mismatch.CHANGED

    @property
    def sentence(self) -> str:
        """Name it: which row, which field, and why."""
        said = {"row": self.row_label, "field": self.column_label, "why": self.why.label}
        return _now("%(row)s, “%(field)s”: %(why)s") % said if self.column else _now("%(row)s: %(why)s") % said


def kinds() -> dict[str, SealedKind]:
    """Return all kinds of rows that are sealed, by name."""
    return {kind.kind: kind for kind in additions(SealedKind)}


def due(thing: Any, event: str) -> list[NewSeal]:
    """Return what an event about a thing fixes: of each row that hangs on it, what no entry has sealed yet, and what
    the event's verb has written anew.
    """
    found: list[tuple[SealedKind, Any]] = []
    for kind in additions(SealedKind):
        rows = kind.about(thing)
        if rows is not None:
            found += [(kind, row) for row in rows]
    if not found:
        return []
    named = models.Q()
    for kind in {id(kind): kind for kind, _row in found}.values():
        named |= models.Q(kind=kind.kind, key__in=[str(row.pk) for of, row in found if of is kind])
    known = {(one.kind, one.key): one.salts for one in Seal.objects.filter(named)}
    return list(_new_seals(found, known, event))


def _new_seals(
    rows: list[tuple[SealedKind, Any]], known: Mapping[tuple[str, str], Mapping[str, str]], event: str
) -> Iterator[NewSeal]:
    for kind, row in rows:
        if columns := kind.due(row, known.get((kind.kind, str(row.pk)), {}), event):
            yield NewSeal.of(kind, row, columns)


# Comparing ------------------------------------------------------------------------------------------------------------


@dataclass
class SealedRows:
    """What the entries of a chain say of rows: digest and entry by kind, key and column; and what was erased."""

    digests: dict[str, dict[str, dict[str, tuple[str, int]]]]
    erased: set[tuple[str, str, str]]

    @classmethod
    def of(cls, project: UUID) -> "SealedRows":
        """Read a project's chain; of a value sealed twice, the later holds."""
        found = cls({}, set())
        entries = Entry.objects.of_project(project).filter(sealed__isnull=False)
        for seq, sealed in entries.values_list("seq", "sealed").iterator(chunk_size=AT_ONCE):
            told: dict[str, Any] = sealed or {}
            for kind, rows in told.get("rows", {}).items():
                for key, columns in rows.items():
                    there = found.digests.setdefault(kind, {}).setdefault(key, {})
                    there.update({name: (digest, seq) for name, digest in columns.items()})
            for kind, rows in told.get("erased", {}).items():
                found.erased |= {(kind, key, name) for key, names in rows.items() for name in names}
        return found

    @property
    def number(self) -> int:
        """Return how many rows are sealed."""
        return sum(map(len, self.digests.values()))


def differences(project: UUID, sealed: SealedRows | None = None) -> Iterator[Difference]:
    """Compare every sealed row of a project with what its chain says (read here, unless it is at hand); yields what
    differs, or nothing.
    """
    sealed = sealed or SealedRows.of(project)
    seals = Seal.objects.filter(project=project).values_list("kind", "key", "salts")
    salts = {(kind, key): found for kind, key, found in seals.iterator(chunk_size=AT_ONCE)}
    for kind in additions(SealedKind):
        told = sealed.digests.get(kind.kind, {})
        seen = set()
        for row in _rows_of(kind, project, told):
            key = str(row.pk)
            seen.add(key)
            if key in told:
                yield from _of_row(kind, row, told[key], salts.get((kind.kind, key), {}), sealed.erased)
            else:
                yield Difference(kind, key, kind.name(row), "", Mismatch.UNSEALED, 0)
        for key in sorted(told.keys() - seen):
            seq = max(seq for _digest, seq in told[key].values())
            yield Difference(kind, key, _name_in(project, seq), "", Mismatch.GONE, seq)


def _rows_of(kind: SealedKind, project: UUID, told: Mapping[str, object]) -> Iterator[Any]:
    """Yield the rows that are to be sealed, and those that once were."""
    seen = set()
    for row in kind.among(project).order_by("pk").iterator(chunk_size=AT_ONCE):
        seen.add(str(row.pk))
        yield row
    for keys in batched(sorted(told.keys() - seen), AT_ONCE, strict=False):
        yield from models.QuerySet(model=kind.model).filter(pk__in=keys)


def _of_row(
    kind: SealedKind,
    row: Any,
    told: Mapping[str, tuple[str, int]],
    salts: Mapping[str, str],
    erased: set[tuple[str, str, str]],
) -> Iterator[Difference]:
    key = str(row.pk)
    if kind.taken_back(row):
        return
    for name, (digest, seq) in told.items():
        if (kind.kind, key, name) in erased or name not in kind.every_column:
            continue
        if not salts.get(name):
            yield Difference(kind, key, kind.name(row), name, Mismatch.NO_SALT, seq)
        elif value_sealed(kind, row, name, salts[name], digest) is None:
            yield Difference(kind, key, kind.name(row), name, Mismatch.CHANGED, seq)
    for name in kind.due(row, told):
        yield Difference(kind, key, kind.name(row), name, Mismatch.UNSEALED, 0)


def value_sealed(kind: SealedKind, row: Any, name: str, salt: str, digest: str) -> str | None:
    """Return the value of a row that was sealed, as text: what stands there, or an earlier wording of it; None where
    none of them is.
    """
    now = text_of(getattr(row, name))
    if chain.commitment(salt, now) == digest:
        return now
    before = (text_of(value) for value in kind.earlier(row))
    return next((text for text in before if chain.commitment(salt, text) == digest), None)


def _name_in(project: UUID, seq: int) -> str:
    entry = Entry.objects.of_project(project).filter(seq=seq).first()
    return (entry.reference or entry.title) if entry else ""


def erase_sealed(found: list[Difference]) -> Erased:
    """Forget the salts of values that an erasure has changed, and return them by kind, key and column, for the entry
    that tells of it.
    """
    erased: Erased = {}
    for one in found:
        erased.setdefault(one.kind.kind, {}).setdefault(one.key, []).append(one.column)
    for kind, rows in erased.items():
        for seal in Seal.objects.filter(kind=kind, key__in=rows):
            seal.salts = seal.salts | dict.fromkeys(rows[seal.key], "")
            seal.save(update_fields=["salts"])
    return erased


# What is there already ------------------------------------------------------------------------------------------------


def unsealed(project: UUID) -> Iterator[list[NewSeal]]:
    """Yield what stands in a project and no entry has sealed, some hundred rows at a time."""
    for kind in additions(SealedKind):
        every = kind.among(project).order_by("pk").iterator(chunk_size=AT_ONCE)
        for rows in batched(every, AT_ONCE, strict=False):
            keys = [str(row.pk) for row in rows]
            known = {(one.kind, one.key): one.salts for one in Seal.objects.filter(kind=kind.kind, key__in=keys)}
            if found := list(_new_seals([(kind, row) for row in rows], known, "")):
                yield found


def seal_existing(project: UUID, name: str) -> int:
    """Seal what stands in a project and no entry has sealed, and return how many rows that were; nothing is written
    where all is. The caller is inside a transaction. Records `record.rows_sealed`.
    """
    done = 0
    for seals in unsealed(project):
        Entry.write(
            project=project,
            actor=None,
            event=SealEvent.ROWS_SEALED,
            subject_kind="project",
            subject=str(project),
            title=name,
            seals=seals,
        )
        done += len(seals)
    return done
