"""Splitting and merging clauses, as a decision says: what came from them comes from what they became."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from decisions.specification.event_types import SpecificationEvent
from decisions.specification.models import Baseline, Clause, ClauseLineage, ClauseParent
from decisions.specification.states import NEVER, makes_a_loop
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def hand_down(
    baseline: Baseline, becomes: Mapping[str, Sequence[str]], *, decision: str, by: User | None, at: datetime
) -> None:
    """Make each clause's parents the parents of what it becomes, and its children theirs; these are suspect until a
    person has looked. A clause listed in what it becomes stays. The caller holds the project's lock, and has ratified
    them.

    Records `clause.became` of each clause that became others.

    :raises Refused: where one of the others is no ratified clause.
    """
    keys = {*becomes, *(key for after in becomes.values() for key in after)}
    found = (
        Clause.objects.in_project(baseline.project).filter(key__in=keys).select_related("project", "document", "text")
    )
    known = {clause.key: clause for clause in found}
    for key in keys.difference(becomes):
        if key not in known or not known[key].ratified_id or known[key].retired_at:
            raise Refused(_("%(key)s is not ratified: no clause can become it.") % {"key": key})
    ties = _Ties(baseline)
    for key, after in becomes.items():
        clause = known[key]
        others = [known[one] for one in after if one != key]
        ClauseLineage.objects.bulk_create(
            [ClauseLineage(before=clause, after=other, baseline=baseline, decision=decision) for other in others],
            ignore_conflicts=True,
        )
        ties.hand_down(clause, others)
        clause.record_event(
            SpecificationEvent.CLAUSE_BECAME,
            by=by,
            at=at,
            decision=decision,
            into=", ".join(other.key for other in others),
        )


class _Ties:
    """Which clause of a project comes from which, as it is now."""

    def __init__(self, baseline: Baseline) -> None:
        self.above: dict[int, set[int]] = {}
        rows = ClauseParent.objects.filter(child__project=baseline.project_id)
        for child, parent in rows.values_list("child", "parent"):
            self.above.setdefault(child, set()).add(parent)

    def hand_down(self, clause: Clause, others: Sequence[Clause]) -> None:
        """Let others have the parents and the children of a clause; one that is retired has no children any more."""
        children = list(ClauseParent.objects.filter(parent=clause).order_by("pk"))
        parents = list(ClauseParent.objects.filter(child=clause).order_by("pk"))
        if clause.retired_at:
            ClauseParent.objects.filter(parent=clause).delete()
            for tie in children:
                self.above[tie.child_id].discard(clause.pk)
        for other in others:
            for tie in children:
                self.add(tie.child_id, other.pk, looked=NEVER)
            for tie in parents:
                self.add(other.pk, tie.parent_id, looked=tie.looked)

    def add(self, child: int, parent: int, *, looked: str) -> None:
        """Let a clause come from another, unless it does already, or would come from itself."""
        above = self.above.setdefault(child, set())
        if parent not in above and not makes_a_loop(child, [parent], self.above):
            ClauseParent.objects.create(child_id=child, parent_id=parent, looked=looked)
            above.add(parent)
