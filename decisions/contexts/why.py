"""Why a clause is there: from the decision that ratified it back to the tension, the sync, the people and what else was
on the table.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from decisions.consent import PositionKind
from decisions.models import Decision, Proposal, Ratification, TouchedClause
from decisions.models.rounds.participants import Participant
from projects.models import Link
from specification.models import Clause

FEW = 5
SIGNS = {
    PositionKind.NO_OBJECTION: "consent",
    PositionKind.CONCERN: "concern",
    PositionKind.OBJECTION: "objection",
    PositionKind.TIME: "time",
}


@dataclass(frozen=True)
class SaidByMany:
    """People of a round who said the same, with the words of who said more; silence has the sign `silent`."""

    sign: str
    people: list[str]
    words: list[tuple[str, str]]


def why(clause: Clause, user: User) -> tuple[str, dict[str, Any]] | None:
    """Gather it for the clause's page."""
    along = ("decision__round", "decision__proposal__created_by", "decision__proposal__circle")
    rows = list(Ratification.objects.of_clause(clause).with_decision().select_related(*along)[: FEW + 1])
    for row in rows:
        row.decision.project = row.decision.proposal.project = clause.project
    last = rows[0] if rows else None
    context: dict[str, Any] = {
        "last": last,
        "earlier": rows[1:],
        "others": other_proposals(clause),
    }
    if last:
        context |= taken(last.decision)
    return "decisions/why.html", context


def taken(decision: Decision) -> dict[str, Any]:
    """Gather how a decision came about."""
    proposal = decision.round.proposal = decision.proposal
    participants = decision.round.participants()
    return {
        "proposal": proposal,
        "round": decision.round,
        "asked": len(participants),
        "said": said_in(participants),
        "born_from": Link.objects.into(proposal).order_by("pk")[:FEW],
    }


def said_in(participants: list[Participant]) -> list[SaidByMany]:
    """Return who said what: those who agreed, those with a concern, who objected, who was silent."""
    by_sign: dict[str, SaidByMany] = {}
    for one in participants:
        sign = SIGNS.get(one.kind, "pass") if one.kind else "silent"
        group = by_sign.setdefault(sign, SaidByMany(sign, [], []))
        group.people.append(one.user.name)
        if one.position and one.position.words and sign != "silent":
            group.words.append((one.user.name, one.position.words))
    order = [*SIGNS.values(), "pass", "silent"]
    return sorted(by_sign.values(), key=lambda group: order.index(group.sign))


def other_proposals(clause: Clause) -> list[Proposal]:
    """Return other proposals about a clause: those that did not come to be, and those still open."""
    touching = TouchedClause.objects.filter(clause=clause).values("proposal")
    return list(Proposal.objects.filter(pk__in=touching, decision=None).for_lists().order_by("-pk")[:FEW])
