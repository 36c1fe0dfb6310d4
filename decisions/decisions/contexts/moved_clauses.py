"""What a proposal or decision moves of the specification: each clause with what differs from the baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from decisions.decisions.models import Decision, Proposal, Ratification, Round, RoundClauses, TouchedClause
from decisions.specification.contexts.clause_rows import as_html, difference, named
from decisions.specification.frozen import Frozen, freeze, thaw
from decisions.specification.models import ClauseLineage, MoveKind, RatifiedText
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node
from foundation.web.formatting import listed

MOST = 60
"""So many are drawn; the rest is counted."""


@dataclass(frozen=True)
class MovedClause:
    """A clause with what went and came. `is_outdated`: its document says something else by now."""

    key: str
    title: str
    kind: MoveKind
    address: str
    html: SafeString
    is_outdated: bool = False
    is_overtaken: bool = False
    number: str = ""
    becomes: str = ""
    """The keys of the clauses that it is split into, or merged into."""


def clauses_asked_about(proposal: Proposal, round_: Round) -> list[MovedClause]:
    """Return what a round asks people to make of clauses."""
    is_last = round_ == proposal.last_round
    touched = list(proposal.clauses_touched().prefetch_related(None)[:MOST]) if is_last else []
    return clauses_moved(proposal, touched, round_, is_last=is_last)


def clauses_moved(
    proposal: Proposal, touched: Sequence[TouchedClause], shown: Round | None, *, is_last: bool
) -> list[MovedClause]:
    """Return what a proposal moves (`touched`, as read already), or what it did in an earlier round."""
    if not is_last and shown is not None:
        kept = RoundClauses.objects.filter(round=shown).first()
        return [_as_it_was(row) for row in kept.rows[:MOST]] if kept else []
    texts = [_shown(one) for one in touched]
    named(proposal.project, texts)
    is_open = not proposal.is_decided
    for one in touched:
        one.clause.project = proposal.project
    return [
        MovedClause(
            one.clause.key,
            one.title,
            one.kind,
            one.clause.get_absolute_url(),
            as_html(nodes),
            is_outdated=is_open and one.is_outdated,
            is_overtaken=is_open and one.is_overtaken,
            becomes=listed(one.becomes),
        )
        for one, nodes in zip(touched, texts, strict=True)
    ]


def _shown(one: TouchedClause) -> list[Node]:
    before: Frozen = one.base.nodes if one.base else []
    if one.retires:
        return difference(before, [])
    return difference(before, one.nodes) if before else _without_title(thaw(one.nodes))


def _without_title(nodes: list[Node]) -> list[Node]:
    return nodes[1:] if nodes and nodes[0].kind == "heading" else nodes


def _as_it_was(row: dict[str, str]) -> MovedClause:
    nodes = difference(freeze(nodes_of(row["before"])), freeze(nodes_of(row["after"])))
    becomes = listed(row.get("becomes", "").split(", ")) if row.get("becomes") else ""
    return MovedClause(row["key"], row["title"], MoveKind(row["kind"]), "", as_html(nodes), becomes=becomes)


def clauses_ratified(decision: Decision) -> list[MovedClause]:
    """Return what a decision moved, each with the number of its baseline."""
    found = list(Ratification.objects.filter(decision=decision).with_decision().order_by("pk")[:MOST])
    before = texts_before([one.text for one in found])
    made = ClauseLineage.objects.filter(baseline__project=decision.project_id, decision=decision.reference)
    lineage = made.keys_by_clause()
    texts = []
    for one in found:
        old = before.get(one.text_id)
        if one.text.retires:
            texts.append(difference(one.text.nodes, []))
        else:
            texts.append(difference(old.nodes, one.text.nodes) if old else _without_title(thaw(one.text.nodes)))
        one.text.clause.project = decision.project
    named(decision.project, texts)
    return [
        MovedClause(
            one.text.clause.key,
            one.text.title,
            kind_of(one.text, before.get(one.text_id)),
            one.text.clause.get_absolute_url(),
            as_html(nodes),
            number=one.text.baseline.number,
            becomes=listed(lineage[one.text.clause_id].became),
        )
        for one, nodes in zip(found, texts, strict=True)
    ]


def kind_of(text: RatifiedText, before: RatifiedText | None) -> MoveKind:
    """Return what a decision made of a clause with this text, which had that one before."""
    return MoveKind.between(before.digest if before else None, None if text.retires else text.digest)


def texts_before(texts: list[RatifiedText]) -> dict[int, RatifiedText]:
    """Return for each ratified text the one that its clause had before, if any; one query."""
    every: dict[int, list[RatifiedText]] = {}
    for text in RatifiedText.objects.filter(clause__in={one.clause_id for one in texts}).order_by("pk"):
        every.setdefault(text.clause_id, []).append(text)
    found = {}
    for one in texts:
        earlier = [text for text in every.get(one.clause_id, []) if text.pk < one.pk]
        if earlier:
            found[one.pk] = earlier[-1]
    return found
