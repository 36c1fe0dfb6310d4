"""What a ReqIF file says, as plain rows: documents, their parts, and what is related to what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from decisions.specification.frozen import Frozen

PARENT = "Parent"
"""How a relation is called that says from which requirement another comes."""


@dataclass(frozen=True)
class ReqifRow:
    """A section (its title), a text, or a requirement; `nodes` are its words below the title."""

    kind: str
    identifier: str
    level: int
    title: str
    nodes: Frozen = field(default_factory=list)
    foreign_key: str = ""
    status: str = ""
    rationale: str = ""
    clause_kind: str = "requirement"
    elsewhere: str = ""
    """The identifier of its document, where the file only names it, for its relations; nothing of what is in it."""

    @property
    def plain(self) -> tuple[Any, ...]:
        """Return what two files have to agree on; only requirements keep their identifier everywhere, and text has no
        level of its own.
        """
        identifier = self.identifier if self.kind == "requirement" else ""
        level = 0 if self.kind == "text" else self.level
        said = (self.foreign_key, self.status, self.rationale, self.clause_kind)
        return (self.kind, identifier, level, self.title, repr(self.nodes), *said)


@dataclass(frozen=True)
class ReqifDocument:
    """A specification of the file: rows in their order."""

    identifier: str
    title: str
    rows: list[ReqifRow]


@dataclass(frozen=True)
class ReqifRelation:
    """That an object is related to another, and how the file calls that."""

    kind: str
    source: str
    target: str

    @property
    def pair(self) -> tuple[str, str]:
        """Return what it relates."""
        return (self.source, self.target)

    def is_between(self, names: Collection[str]) -> bool:
        """Whether both are among these."""
        return self.source in names and self.target in names


@dataclass(frozen=True)
class ReqifFile:
    """What a file holds: documents, and which requirement (the first) comes from which.

    `relations` are those that a file named, as it did, of whatever kind and object; `elsewhere` are the objects of
    other documents that they name.
    """

    documents: list[ReqifDocument]
    parents: set[tuple[str, str]]
    relations: list[ReqifRelation] = field(default_factory=list)
    elsewhere: list[ReqifRow] = field(default_factory=list)

    @cached_property
    def elsewhere_by_name(self) -> dict[str, ReqifRow]:
        """Return the objects of other documents by identifier."""
        return {row.identifier: row for row in self.elsewhere}

    @property
    def all_relations(self) -> list[ReqifRelation]:
        """Return all: those that were named, then what else comes from what."""
        named = {one.pair for one in self.relations}
        return [*self.relations, *(ReqifRelation(PARENT, *pair) for pair in sorted(self.parents - named))]

    @property
    def requirements(self) -> list[ReqifRow]:
        """Return all requirements."""
        return [row for document in self.documents for row in document.rows if row.kind == "requirement"]

    @property
    def plain(self) -> tuple[Any, ...]:
        """Return what two files have to agree on to say the same."""
        documents = [(one.identifier, one.title, [row.plain for row in one.rows]) for one in self.documents]
        return (documents, sorted((one.kind, *one.pair) for one in self.all_relations))
