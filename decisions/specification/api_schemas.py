"""What the API of the specification takes and answers with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import WithJsonSchema

from decisions.specification.models import Clause, ClauseLineage, ClauseLook
from decisions.specification.reqif_file import MAX_BYTES
from foundation.accounts.models import User
from foundation.web.api_bodies import Body

Kind = Literal["need", "requirement", "constraint", "interface", "test"]
Key = Annotated[str, Field(max_length=40)]
Word = Annotated[ClauseLook.Word, WithJsonSchema({"enum": ClauseLook.Word.values, "type": "string"})]


class ClauseOut(Schema):
    """A clause; `state` is draft, ratified, changed or retired, `text` what its document says now, `ratified_text` what
    the last decision about it agreed.
    """

    key: str
    title: str
    state: str
    is_suspect: bool
    is_gone: bool = Field(description="Its document has its block no more.")
    kind: str
    circles: list[str]
    parents: list[str]
    owner_id: UUID | None
    document: str
    block: str
    baseline: str | None
    text: str
    ratified_text: str
    rationale: str
    foreign_key: str
    foreign_status: str
    came_from: list[str] = Field(description="The clauses of which a decision split or merged it, by key.")
    became: list[str] = Field(description="The clauses that a decision made of it, by key.")

    @staticmethod
    def rows(clauses: Sequence[Clause], reader: User) -> list[dict[str, Any]]:
        """Return clauses as fields, for who reads them."""
        found = ClauseLineage.objects.visible_to(reader).of([clause.pk for clause in clauses])
        lineage = found.keys_by_clause()
        return [ClauseOut.of(clause, *lineage[clause.pk]) for clause in clauses]

    @staticmethod
    def of(clause: Clause, came_from: list[str], became: list[str]) -> dict[str, Any]:
        """Return a clause as fields."""
        ratified = clause.ratified
        return {
            "came_from": came_from,
            "became": became,
            **{name: getattr(clause, name) for name in ("key", "title", "is_suspect", "is_gone", "owner_id")},
            **{name: getattr(clause, name) for name in ("rationale", "foreign_key", "foreign_status")},
            "state": clause.state.value,
            "kind": clause.kind_of,
            "circles": [circle.key for circle in clause.holders],
            "parents": [tie.parent.key for tie in clause.parent_ties.all()],
            "document": clause.document.reference,
            "block": clause.bid,
            "baseline": ratified.baseline.number if ratified else None,
            "text": "" if clause.is_gone else clause.text.words,
            "ratified_text": ratified.words if ratified else "",
        }


class ClausesOut(Schema):
    """A page of clauses; `after` is the cursor of the next page."""

    clauses: list[ClauseOut]
    after: str


class ClauseIn(Body):
    """A block of a document (its id, as the editor and links to it have it) that becomes a clause."""

    document: int
    block: str = Field(max_length=24)


class DescriptionIn(Body):
    """What to say about a clause; the rest stays. Circles and parents by key, `owner` a person of the project."""

    kind: Kind | None = None
    circles: list[str] | None = None
    parents: list[str] | None = None
    owner: UUID | None = None
    rationale: str | None = None


class DescentIn(Body):
    """Clauses that become others, by key: one several (a split), several one (a merger). What becomes others is
    retired, unless it is among them; what is new of them is ratified.
    """

    before: list[Key] = Field(min_length=1, max_length=200)
    after: list[Key] = Field(min_length=1, max_length=200)


class SpecificationIn(Body):
    """A ReqIF file as text, its name, and the circle whose its clauses are."""

    reqif: str = Field(max_length=MAX_BYTES)
    name: str = Field("", max_length=200)
    circle: str = "general"


class ClauseLookIn(Body):
    """What was found of a suspect clause."""

    word: Word


class BaselineOut(Schema):
    """A baseline: its number, when and in which circle it was ratified, and how many texts it brought."""

    number: str
    made_at: datetime
    circle: str
    texts: int


class RatifiedOut(Schema):
    """A clause's text in a baseline."""

    key: str
    title: str
    text: str
    since: str = Field(description="The baseline that brought it.")


class BaselinesOut(Schema):
    """A page of baselines; `after` is the cursor of the next page."""

    baselines: list[BaselineOut]
    after: str


class RatifiedsOut(Schema):
    """A page of a baseline's texts; `after` is the cursor of the next page."""

    texts: list[RatifiedOut]
    after: str


class ReqifImportOut(Schema):
    """What came in."""

    clauses: int
    documents: int
    sections: int
    relations: int
    existing: int
