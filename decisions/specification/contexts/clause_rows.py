"""Clauses as pages show them: text, what differs from the baseline, what decisions say of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now

from circles.projects.models import Project
from circles.projects.thing_parts import ThingNote, thing_notes
from decisions.specification.frozen import Frozen, thaw
from decisions.specification.models import Chapter, Clause, ClauseState, RatifiedText
from documents.documents.models.names import stores_ids, with_names
from documents.richtext.comparison.compare import compared
from documents.richtext.markup import markup_of
from documents.richtext.nodes import Node


@dataclass(frozen=True)
class ClauseRow:
    """A clause as a list shows it. `html` is its text, with what differs from the baseline struck through and
    underlined; `notes` lead to what decides about it.
    """

    clause: Clause
    html: SafeString
    notes: list[ThingNote]

    @property
    def state(self) -> ClauseState:
        """Return its state."""
        return self.clause.state

    @property
    def words(self) -> str:
        """Return its state in words."""
        return str(self.state.facts.word)

    @property
    def mark(self) -> ClauseState:
        """Return the state whose mark it bears: suspect before all but changed."""
        is_marked = self.clause.is_suspect and self.state is not ClauseState.CHANGED
        return ClauseState.SUSPECT if is_marked else self.state

    @property
    def decided(self) -> list[ThingNote]:
        """Return the decisions about it."""
        return [note for note in self.notes if not note.is_open]

    @property
    def proposed(self) -> list[ThingNote]:
        """Return the proposals that would move it."""
        return [note for note in self.notes if note.is_open]


@dataclass
class ChapterRows:
    """A chapter with its clauses; without a chapter, what stands before the first."""

    chapter: Chapter | None
    rows: list[ClauseRow] = field(default_factory=list)


def rows_of(project: Project, clauses: Sequence[Clause]) -> list[ClauseRow]:
    """Return clauses as rows; a fixed number of queries."""
    notes = thing_notes("clause", [clause.pk for clause in clauses])
    fetch_ratified(clauses)
    shown = [nodes_shown(clause) for clause in clauses]
    named(project, shown)
    return [
        ClauseRow(clause, as_html(nodes), notes.get(clause.pk, []))
        for clause, nodes in zip(clauses, shown, strict=True)
    ]


def fetch_ratified(clauses: Sequence[Clause]) -> None:
    """Read the ratified texts of those clauses that show them and have not read them, at once."""
    needed = [clause.ratified for clause in clauses if clause.ratified and clause.state is not ClauseState.RATIFIED]
    shown = [text for text in needed if "nodes" in text.get_deferred_fields()]
    texts = RatifiedText.objects.filter(pk__in=[text.pk for text in shown]).values_list("pk", "nodes")
    found = dict(texts) if shown else {}
    for text in shown:
        text.nodes = found[text.pk]


def nodes_shown(clause: Clause) -> list[Node]:
    """Return a clause's text without its title; where it differs from the baseline, with what went and came."""
    ratified = clause.ratified
    if clause.state is ClauseState.CHANGED and ratified:
        return difference(ratified.nodes, [] if clause.is_gone else clause.text.nodes)
    nodes = thaw(ratified.nodes if clause.state is ClauseState.RETIRED and ratified else clause.text.nodes)
    return nodes[1:] if nodes and nodes[0].kind == "heading" else nodes


def difference(before: Frozen, after: Frozen) -> list[Node]:
    """Return a text with what went and came; a title that stayed is left out."""
    nodes = compared(thaw(before), thaw(after))
    same_title = bool(before and after) and before[0] == after[0] and before[0]["k"] == "heading"
    return nodes[1:] if same_title else nodes


def named(project: Project, texts: Iterable[list[Node]]) -> None:
    """Write names of today into what these texts mention; one look for all."""
    every = [node for nodes in texts for node in nodes]
    if stores_ids(every):
        with_names(project, every)


def as_html(nodes: list[Node]) -> SafeString:
    """Return nodes as a page shows them."""
    return markup_of(nodes, anchors=False, came=_now("added: "), went=_now("removed: "))


def by_chapter(rows: Sequence[ClauseRow], chapters: Sequence[Chapter]) -> list[ChapterRows]:
    """Put rows into the chapters that they stand in now."""
    found = [ChapterRows(None)]
    waiting = sorted((one for one in chapters if one.bid), key=lambda one: one.place)
    for row in rows:
        while waiting and waiting[0].place <= row.clause.text.place:
            found.append(ChapterRows(waiting.pop(0)))
        found[-1].rows.append(row)
    return [one for one in found if one.rows]


def counts(clauses: Sequence[Clause]) -> dict[str, Any]:
    """Count clauses by state, and the suspect ones."""
    states = [clause.state for clause in clauses]
    counted = {one.value: states.count(one) for one in ClauseState.states()}
    return counted | {ClauseState.SUSPECT.value: sum(one.is_suspect for one in clauses)}
