"""What a change costs before people consent to it: which clauses become suspect, which tests and actions hang on them,
which money it would free or bind. Computed from links and facts as they are now.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from circles.money.models import Reservation
from circles.projects.models import Link
from decisions.actions.models import Action
from decisions.decisions.models import Decision, Proposal, TouchedClause
from decisions.specification.models import Clause
from foundation.accounts.models import User

MOST = 50
"""Of each kind that are named; all are counted."""


@dataclass(frozen=True)
class HeldMoney:
    """What a decision that the change is about still holds ready; `is_freed` where the change puts it out of force."""

    decision: Decision
    amount: Decimal
    is_freed: bool


@dataclass(frozen=True)
class ChangeCost:
    """What hangs on what a proposal changes. `clauses` are the keys that it moves; each list has at most `MOST`, beside
    the number of all.
    """

    clauses: Sequence[str]
    suspects: Sequence[Clause]
    suspect_number: int
    tests: Sequence[Clause]
    test_number: int
    actions: Sequence[Action]
    action_number: int
    money: Sequence[HeldMoney]
    binds: Decimal

    @property
    def frees(self) -> Decimal:
        """Return the money that nobody has drawn, and that is free once this is adopted."""
        return sum((one.amount for one in self.money if one.is_freed), Decimal(0))

    @property
    def holds(self) -> Decimal:
        """Return the money that decisions hold ready for what changes, and that they go on holding."""
        return sum((one.amount for one in self.money if not one.is_freed), Decimal(0))

    @property
    def is_worth_saying(self) -> bool:
        """Return whether anything but its own cost hangs on it."""
        return bool(self.suspects or self.tests or self.actions or self.money)


def change_cost(proposal: Proposal, user: User) -> ChangeCost | None:
    """Gather it for a reader, who sees what they may read; None where it changes nothing that stands. Six queries at
    most, however much hangs on it.
    """
    touched = list(TouchedClause.objects.filter(proposal=proposal.pk).values_list("clause", "clause__key", "base"))
    ended = [pk for pk in (proposal.replaces_id, proposal.revokes_id) if pk]
    if not touched and not ended:
        return None
    clauses = [clause for clause, _key, _base in touched]
    hanging = hanging_on(clauses, proposal, user) if clauses else []
    tests = [one for one in hanging if one.kind_of == Clause.Kind.TEST]
    suspects = [one for one in hanging if one.kind_of != Clause.Kind.TEST]
    decisions = deciding(ended, [base for _clause, _key, base in touched if base])
    actions = actions_of([*clauses, *(one.pk for one in hanging)], decisions, proposal, user)
    return ChangeCost(
        clauses=[key for _clause, key, _base in touched],
        suspects=suspects[:MOST],
        suspect_number=len(suspects),
        tests=tests[:MOST],
        test_number=len(tests),
        actions=actions[:MOST],
        action_number=len(actions),
        money=held_by(decisions, ended, proposal),
        binds=proposal.cost,
    )


def hanging_on(clauses: Collection[int], proposal: Proposal, user: User) -> list[Clause]:
    """Return what comes from these clauses and is not among them: it becomes suspect, tests among it."""
    found = Clause.objects.in_project(proposal.project).visible_to(user).living()
    found = found.filter(parent_ties__parent__in=clauses).exclude(pk__in=clauses).distinct()
    rows = found.select_related("project", "text", "document").defer("text__nodes", "text__words")
    return sorted(rows, key=lambda one: (one.document.number, one.text.place, one.pk))


def deciding(ended: Collection[int], texts: Collection[int]) -> list[Decision]:
    """Return the decisions in force that it puts out of force, or that ratified a text which it changes."""
    found = Decision.objects.in_force().filter(Q(pk__in=ended) | Q(ratifications__text__in=texts)).distinct()
    return list(found.select_related("project").order_by("number"))


def actions_of(clauses: Iterable[int], decisions: Iterable[Decision], proposal: Proposal, user: User) -> list[Action]:
    """Return the open actions that came from these clauses, or from these decisions."""
    from_clauses = Q(source_kind=Clause.kind_name(), source__in=[str(pk) for pk in clauses])
    from_decisions = Q(source_kind=Decision.kind_name(), source__in=[str(one.pk) for one in decisions])
    links = Link.objects.filter(from_clauses | from_decisions, project=proposal.project, target_kind=Action.kind_name())
    keys = [int(key) for key in links.values_list("target", flat=True)]
    if not keys:
        return []
    found = Action.objects.in_project(proposal.project).visible_to(user).open().filter(pk__in=keys)
    return list(found.select_related("project", "owner").order_by("number"))


def held_by(decisions: Iterable[Decision], ended: Collection[int], proposal: Proposal) -> list[HeldMoney]:
    """Return what these decisions hold ready and nobody has drawn."""
    known = {one.reference: one for one in decisions}
    rows = Reservation.objects.held().filter(project=proposal.project, reference__in=known) if known else ()
    found = [HeldMoney(known[row.reference], row.rest, known[row.reference].pk in ended) for row in rows]
    return sorted(found, key=lambda one: (not one.is_freed, one.decision.number))


def told_cost(proposal: Proposal, user: User) -> ChangeCost | None:
    """Return what hangs on what it changes, where more does than its own cost."""
    found = change_cost(proposal, user)
    return found if found and found.is_worth_saying else None
