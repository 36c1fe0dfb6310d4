"""What became of a clause: that a decision split it, or merged it with others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.specification.models.baseline import Baseline
from decisions.specification.models.clause import Clause
from documents.documents.models import Document
from foundation.accounts.models import User


class LineageKeys(NamedTuple):
    """The keys of the clauses that one came from, and of those that it became, in the order of the decisions."""

    came_from: list[str]
    became: list[str]


class ClauseLineageQuerySet(models.QuerySet["ClauseLineage"]):
    """Finds lineage."""

    def visible_to(self, user: User) -> Self:
        """Keep what is between clauses of documents that the person may read."""
        readable = Document.objects.readable_by(user)
        return self.filter(before__document__in=readable, after__document__in=readable)

    def of(self, clauses: Collection[int]) -> Self:
        """Keep what these came from and became, in the order of the decisions."""
        found = self.filter(models.Q(before__in=clauses) | models.Q(after__in=clauses))
        return found.select_related("before__project", "after__project", "baseline__project").order_by("pk")

    def keys_by_clause(self) -> Mapping[int, LineageKeys]:
        """Return the keys for each clause by id, none for any other; one query."""
        found: dict[int, LineageKeys] = defaultdict(lambda: LineageKeys([], []))
        rows = self.order_by("pk").values_list("before", "before__key", "after", "after__key")
        for before, before_key, after, after_key in rows:
            found[before].became.append(after_key)
            found[after].came_from.append(before_key)
        return found

    def descendants(self, clauses: Collection[int]) -> dict[int, list[int]]:
        """Return for each of these clauses by id what it became, and what that became, to the last; a query for each
        time that they became others.
        """
        after: dict[int, list[int]] = defaultdict(list)
        asked, new = set(clauses), set(clauses)
        while new:
            rows = list(self.filter(before__in=new).order_by("pk").values_list("before", "after"))
            for one, other in rows:
                after[one].append(other)
            new = {other for _one, other in rows} - asked
            asked |= new
        return {clause: _reachable(clause, after) for clause in clauses}


def _reachable(clause: int, after: Mapping[int, Collection[int]]) -> list[int]:
    """Return what one leads to, each once and itself left out: clauses may have become each other."""
    found = {clause: None}
    todo = [clause]
    while todo:
        for one in after.get(todo.pop(), ()):
            if one not in found:
                found[one] = None
                todo.append(one)
    return list(found)[1:]


class ClauseLineage(models.Model):
    """That a decision made a clause of another: several of one (a split), one of several (a merger). Append-only."""

    before = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="came_from")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="lineage")
    decision = models.CharField(_("decision"), max_length=20)

    objects = ClauseLineageQuerySet.as_manager()

    class Meta:
        verbose_name = _("lineage of a clause")
        verbose_name_plural = _("lineage of clauses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], name="one_lineage_a_pair"),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="no_clause_becomes_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} {self.after_id}"
