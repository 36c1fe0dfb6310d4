"""What of a row the record seals, and how a value is written to be sealed; no database.

An entry of the chain holds `SHA-256(salt || 0x00 || value)` of each value that the event fixed; the salt lies beside
the chain. Erasing the salt leaves the chain whole, and what the value was cannot be found out.
"""

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from foundation.audit import chain
from foundation.web.extension_registry import Addition

type Columns = tuple[str, ...]


def no_earlier_words(_row: Any) -> Iterable[str]:
    """Return nothing: the values of most rows have never been others that may still stand."""
    return ()


def is_never(_row: Any) -> bool:
    """Return that it is not: most rows cannot be taken back."""
    return False


@dataclass(frozen=True, kw_only=True, eq=False)
class SealedKind(Addition):
    """Rows of one model, and the columns that the record seals of them.

    `columns` are sealed by the first event about their thing. `later` are groups of columns, sealed once the first of a
    group has a value: when a decision was revoked, by which, why. `anew` says by event which columns its verb writes
    again, of which rows. `about` finds the rows to be sealed that hang on the thing of an event: None where none can;
    `among` finds all that are to be sealed in a project, by its id. `readable` keeps the rows that a person may read.
    `earlier` gives values that held before, where people may change their words and what they said stays readable; one
    that was `taken_back` is not compared any more.
    """

    kind: str
    model: type[models.Model]
    columns: Columns
    among: "Callable[[UUID], models.QuerySet[Any]]"
    about: Callable[[Any], "models.QuerySet[Any] | None"]
    readable: "Callable[[models.QuerySet[Any], Any], models.QuerySet[Any]]"
    name: Callable[[Any], str]
    later: tuple[Columns, ...] = ()
    anew: Mapping[str, tuple[Callable[[Any], bool], Columns]] = field(default_factory=dict)
    earlier: Callable[[Any], Iterable[str]] = no_earlier_words
    taken_back: Callable[[Any], bool] = is_never

    def claims(self) -> Iterable[str]:
        """Return its name in the chain."""
        return (self.kind,)

    @property
    def every_column(self) -> Columns:
        """Return all columns that may be sealed."""
        return (*self.columns, *(name for group in self.later for name in group))

    def due(self, row: Any, known: Collection[str], event: str = "") -> Columns:
        """Return what of a row is to be sealed by an event, where `known` is sealed already."""
        found = [name for name in self.columns if name not in known]
        for group in self.later:
            if getattr(row, group[0]) not in (None, "") and group[0] not in known:
                found += group
        applies, columns = self.anew.get(event, (bool, ()))
        if columns and applies(row):
            found += columns
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class NewSeal:
    """Values of one row to be sealed: the text that is sealed, by column."""

    kind: str
    key: str
    texts: Mapping[str, str]
    salts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: SealedKind, row: Any, columns: Columns) -> "NewSeal":
        """Take some values of a row."""
        return cls(kind.kind, str(row.pk), {name: text_of(getattr(row, name)) for name in columns})

    def digests(self) -> dict[str, str]:
        """Commit to each value with a new salt."""
        for name in self.texts:
            self.salts[name] = secrets.token_hex(16)
        return {name: chain.commitment(self.salts[name], text) for name, text in self.texts.items()}


def text_of(value: object) -> str:
    """Write a value as it is sealed: as JSON, the same on both databases."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return chain.moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no text to be sealed")
