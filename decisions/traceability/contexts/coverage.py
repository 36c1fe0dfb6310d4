"""Coverage: clauses without test, owner, parent or child, or decision; decisions without a clause; and the matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from circles.projects.models import Project
from decisions.decisions.models import Decision, Proposal, Ratification
from decisions.specification.models import Clause, ClauseParent, ClauseQuerySet
from foundation.accounts.models import User
from foundation.web.pagination import page_of

AT_ONCE = 500
GAPS = ("test", "owner", "child", "decision")
NAMED = 12


@dataclass(frozen=True)
class Measure:
    """How many of all have something."""

    gap: str
    held: int
    of: int

    @property
    def share(self) -> int:
        """Return it in percent."""
        return 100 * self.held // self.of if self.of else 0


@dataclass(frozen=True)
class TracedClause:
    """A row of the matrix: a clause with what it comes from, what comes from it, what tests it, what decided it."""

    clause: Clause
    parents: list[str]
    children: list[str]
    tests: list[str]
    decisions: list[str]


def with_gaps(found: ClauseQuerySet) -> Any:
    """Annotate whether a clause has a test, children, and a decision. A test needs none, and a need is decided on as it
    is: what is tested is what is asked of the product.
    """
    ties = ClauseParent.objects.filter(parent=OuterRef("pk"), child__dropped_at=None, child__retired_at=None)
    tests = ties.filter(child__kind_of=Clause.Kind.TEST)
    decided = Ratification.objects.filter(text__clause=OuterRef("pk"))
    return found.annotate(has_test=Exists(tests), has_child=Exists(ties), has_decision=Exists(decided))


LACKS = {
    "test": Q(has_test=False) & ~Q(kind_of=Clause.Kind.TEST),
    "owner": Q(owner=None),
    "child": Q(has_child=False) & Q(kind_of=Clause.Kind.NEED),
    "decision": Q(has_decision=False),
}


def page_of_coverage(project: Project, user: User, gap: str, after: str) -> dict[str, Any]:
    """Gather how much is covered, and a page of the clauses that lack something, or lack this."""
    every = with_gaps(Clause.objects.in_project(project).visible_to(user).living())
    counts = every.order_by().values_list("has_test", "owner", "has_child", "has_decision", "kind_of")
    rows = list(counts)
    lacks = LACKS[gap] if gap in LACKS else LACKS["test"] | LACKS["owner"] | LACKS["child"] | LACKS["decision"]
    page = page_of(every.filter(lacks).for_lists(), after, key="id")
    traced = trace(project, page.rows)
    without = decisions_without_a_clause(project)
    return {
        "project": project,
        "measures": measures(rows),
        "gap": gap if gap in LACKS else "",
        "page": page,
        "rows": [(one, _missing(one.clause)) for one in traced],
        "decisions": Decision.objects.in_project(project).count(),
        "without": without[:NAMED],
        "number_without": without.count(),
    }


def measures(rows: list[tuple[Any, ...]]) -> list[Measure]:
    """Count what clauses have."""
    tested = [row for row in rows if row[4] != Clause.Kind.TEST]
    needs = [row for row in rows if row[4] == Clause.Kind.NEED]
    found = [
        Measure("test", sum(row[0] for row in tested), len(tested)),
        Measure("owner", sum(row[1] is not None for row in rows), len(rows)),
        Measure("child", sum(row[2] for row in needs), len(needs)),
        Measure("decision", sum(row[3] for row in rows), len(rows)),
    ]
    return [one for one in found if one.of]


def _missing(clause: Any) -> list[str]:
    is_test = clause.kind_of == Clause.Kind.TEST
    has = {
        "test": is_test or clause.has_test,
        "owner": clause.owner_id is not None,
        "child": clause.kind_of != Clause.Kind.NEED or clause.has_child,
        "decision": clause.has_decision,
    }
    return [gap for gap in GAPS if not has[gap]]


def decisions_without_a_clause(project: Project) -> Any:
    """Return the decisions in force that moved no clause, the last one first."""
    moved = Ratification.objects.filter(decision=OuterRef("pk"))
    found = Decision.objects.in_project(project).in_force().filter(~Exists(moved))
    return found.select_related("project").order_by("-number")


def trace(project: Project, clauses: list[Clause]) -> list[TracedClause]:
    """Return clauses with all that they are tied to; a fixed number of queries."""
    ids = [clause.pk for clause in clauses]
    for clause in clauses:
        clause.project = clause.document.project = project
    below: dict[int, list[tuple[str, str]]] = {}
    ties = ClauseParent.objects.filter(parent__in=ids, child__dropped_at=None, child__retired_at=None).order_by("child")
    for parent, key, kind in ties.values_list("parent", "child__key", "child__kind_of"):
        below.setdefault(parent, []).append((key, kind))
    decided: dict[int, list[str]] = {}
    made = Ratification.objects.filter(text__clause__in=ids).order_by("decision__number")
    for clause_id, number in made.values_list("text__clause", "decision__number"):
        decided.setdefault(clause_id, []).append(f"D-{number}")
    return [
        TracedClause(
            clause,
            [tie.parent.key for tie in clause.parent_ties.all()],
            [key for key, kind in below.get(clause.pk, []) if kind != Clause.Kind.TEST],
            [key for key, kind in below.get(clause.pk, []) if kind == Clause.Kind.TEST],
            decided.get(clause.pk, []),
        )
        for clause in clauses
    ]


def matrix_page(project: Project, user: User, after: str) -> dict[str, Any]:
    """Gather a page of the traceability matrix."""
    page = page_of(Clause.objects.in_project(project).visible_to(user).standing().for_lists(), after, key="id")
    return {"project": project, "page": page, "rows": trace(project, page.rows)}


def matrix_rows(project: Project, user: User) -> Iterator[list[Any]]:
    """Return headings, then a row a clause, as a spreadsheet takes them."""
    yield [
        _("Key"), _("Title"), _("Kind"), _("State"), _("Baseline"), _("Circles"), _("Owner"), _("Comes from"),
        _("Carries"), _("Tested by"), _("Decisions"), _("Open proposals"), _("Foreign key"), _("Text"),
    ]  # fmt: skip
    every = Clause.objects.in_project(project).visible_to(user).standing().for_lists().in_order()
    clauses = list(every)
    proposed = open_proposals([clause.pk for clause in clauses])
    for one in trace(project, clauses):
        clause = one.clause
        yield [
            clause.key,
            clause.title,
            clause.get_kind_of_display(),
            str(clause.state.facts.word),
            clause.ratified.baseline.number if clause.ratified else "",
            ", ".join(circle.name for circle in clause.holders),
            clause.owner.name if clause.owner else "",
            ", ".join(one.parents),
            ", ".join(one.children),
            ", ".join(one.tests),
            ", ".join(one.decisions),
            ", ".join(proposed.get(clause.pk, [])),
            clause.foreign_key,
            clause.text.words,
        ]


def open_proposals(ids: list[int]) -> dict[int, list[str]]:
    """Return by clause the proposals that would move it."""
    found: dict[int, list[str]] = {}
    rows = Proposal.objects.undecided().filter(touched_clauses__clause__in=ids).order_by("number")
    for clause, number in rows.values_list("touched_clauses__clause", "number"):
        found.setdefault(clause, []).append(f"P-{number}")
    return found
