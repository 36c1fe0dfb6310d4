"""What an app says of the rows it keeps: which belong to a project, and what becomes of those of an erased person.

Each of our models stands in the `KeptData` of its app, twice: in `tables` or `left_out`, and, where its rows name a
person, in `private` or `common`. `tests/architecture/test_kept_data.py` fails for one that does not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from json import dumps
from typing import Any
from uuid import UUID

from django.db import models

from foundation.web.extension_registry import Addition, additions


@dataclass(frozen=True)
class FormerNames:
    """What a person was ever called here, for finding machine-written copies of it: names, addresses and handles."""

    person: UUID
    names: frozenset[str]
    addresses: frozenset[str]
    handles: frozenset[str]
    instead: str
    """What stands in their place from now on."""
    mentioned: frozenset[str] = frozenset()
    """By what mentions name them, and nobody else: names, handles, and the first name where they alone bear it."""

    @property
    def everything(self) -> list[str]:
        """Return all of them, the longest first: a name may be part of an address."""
        return sorted(self.names | self.addresses | self.handles, key=len, reverse=True)

    def taken_out_of(self, value: Any) -> Any:
        """Return what a program wrote without them: text, where they stand as whole words; JSON, where they are whole
        values.
        """
        return self._without_words(value) if isinstance(value, str) else self._without_values(value)

    def mentions_taken_out_of(self, text: str) -> str:
        """Return what people wrote with other words where it mentions the person: after an @ only."""
        called = "|".join(
            re.escape(form)
            for name in sorted(self.mentioned, key=len, reverse=True)
            for form in {name, escape(name), dumps(name)[1:-1]}
        )
        return (
            re.sub(rf"(?<![\w@])@(?:{called})(?!\w)", lambda _found: f"@{self.instead}", text, flags=re.IGNORECASE)
            if called
            else text
        )

    def _without_words(self, text: str) -> str:
        called = "|".join(
            re.escape(form) for name in self.everything for form in {name, escape(name), dumps(name)[1:-1]}
        )
        pattern = rf"(?<!\w)(?:{called})(?!\w)" if called else r"(?!)"
        return re.sub(pattern, lambda _found: self.instead, text, flags=re.IGNORECASE)

    def _without_values(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._without_values(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._without_values(inner) for inner in value]
        is_theirs = isinstance(value, str) and value.casefold() in {name.casefold() for name in self.everything}
        return self.instead if is_theirs else value


@dataclass(frozen=True, kw_only=True)
class KeptData(Addition):
    """The rows of one app.

    `tables` go along with a project: model → lookup from a row to the project's id. History rows and rows between two
    models (many to many) go with their model. `left_out` says why the rows of a model do not. `arriving` makes a row of
    an archive safe to keep, where pages trust what it holds.

    `private` rows are deleted with their person, history included: model → lookup to the person. `common` work stays,
    attributed to a former member: model → the fields that name people. `copies` are columns into which programs wrote
    people's names: text, or JSON. `mentions` are columns of text in which people mention others: of what they wrote,
    only that changes. `forget` does what remains to be done; `derive_anew`, after all of that, what is made of others'
    rows.
    """

    app: str
    tables: Mapping[type[models.Model], str] = field(default_factory=dict)
    left_out: Mapping[type[models.Model], str] = field(default_factory=dict)
    arriving: "Mapping[type[models.Model], Callable[[Any], None]]" = field(default_factory=dict)
    private: Mapping[type[models.Model], str] = field(default_factory=dict)
    common: Mapping[type[models.Model], Sequence[str]] = field(default_factory=dict)
    copies: Mapping[type[models.Model], Sequence[str]] = field(default_factory=dict)
    mentions: Mapping[type[models.Model], Sequence[str]] = field(default_factory=dict)
    forget: "Callable[[Any, FormerNames], None] | None" = None
    derive_anew: "Callable[[Any, FormerNames], None] | None" = None


def kept_data() -> Sequence[KeptData]:
    """Return what the apps keep, the lowest app first."""
    return additions(KeptData)


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """Return the model of a model's history rows, or None where it keeps none."""
    history = getattr(model, "history", None)
    return getattr(history, "model", None)


def with_companions(tables: Mapping[type[models.Model], str]) -> dict[type[models.Model], str]:
    """Add to tables their history and the rows between two models, each with its own lookup to the project."""
    found: dict[type[models.Model], str] = {}
    for model, lookup in tables.items():
        found[model] = lookup
        for many in model._meta.local_many_to_many:
            through = many.remote_field.through
            if through is None:  # of fields that were never put into a model
                continue
            found[through] = f"{many.m2m_field_name()}__{lookup}"
        if history := history_of(model):
            found[history] = lookup
            for between in history._meta.related_objects:
                if isinstance(between, models.ForeignObjectRel) and between.field.name == "history":
                    found[between.field.model] = f"history__{lookup}"
    return found
