"""Why a clause is there: from the decision that ratified it back to the tension, the sync, the people and what else was
on the table.
"""

from dataclasses import dataclass
from typing import Any

from circles.projects.models import Link
from decisions.decisions.models import Decision, Proposal, Ratification, TouchedClause
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.position_kind import PositionKind, heard
from decisions.specification.models import Clause
from foundation.accounts.models import User

FEW = 5


@dataclass(frozen=True)
class SaidByMany:
    """People of a round who said the same, with the words of who said more; `kind` is None for silence."""

    kind: PositionKind | None
    people: list[str]
    words: list[tuple[str, str]]

    @property
    def sign(self) -> str:
        """Return the sign of what they said."""
        return heard(self.kind).sign

    @property
    def counted(self) -> str:
        """Say how many said it."""
        return heard(self.kind).count(len(self.people))


def why(clause: Clause, user: User) -> tuple[str, dict[str, Any]] | None:
    """Gather it for the clause's page."""
    along = ("decision__round", "decision__decided_by", "decision__proposal__created_by", "decision__proposal__circle")
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
    return "traceability/why.html", context


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
    """Return who said what: those who agreed first, who was silent last."""
    groups = {kind: SaidByMany(kind, [], []) for kind in (*PositionKind, None)}
    for one in participants:
        groups[one.kind].people.append(one.user.name)
        if one.kind and one.position and one.position.words:
            groups[one.kind].words.append((one.user.name, one.position.words))
    return [group for group in groups.values() if group.people]


def other_proposals(clause: Clause) -> list[Proposal]:
    """Return other proposals about a clause: those that did not come to be, and those still open."""
    touching = TouchedClause.objects.filter(clause=clause).values("proposal")
    return list(Proposal.objects.filter(pk__in=touching, decision=None).for_lists().order_by("-pk")[:FEW])
