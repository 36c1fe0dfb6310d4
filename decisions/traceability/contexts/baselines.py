"""The path travelled: each baseline with what it changed, the decisions that made it, and what differs between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions.models import Decision, Proposal, Ratification
from decisions.specification.contexts.clause_rows import as_html, difference, named
from decisions.specification.models import Baseline, Clause, ClauseText, MoveKind, RatifiedText
from foundation.accounts.models import User

MOST_COMPARED = 30
TITLES = 3


@dataclass
class BaselineStep:
    """A baseline of the path: how many clauses are new, changed and retired in it, and held by it in all. One that it
    ratified as it was counts as none of these.
    """

    baseline: Baseline
    decisions: list[Decision] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    retired: int = 0
    total: int = 0

    @property
    def number(self) -> str:
        """Return its number: 1.2."""
        return self.baseline.number

    @property
    def counts(self) -> str:
        """Return in words what it brought: 3 new, 4 changed, 1 retired."""
        words = (
            (self.new, ngettext("%(n)d new", "%(n)d new", self.new)),
            (self.changed, ngettext("%(n)d changed", "%(n)d changed", self.changed)),
            (self.retired, ngettext("%(n)d retired", "%(n)d retired", self.retired)),
        )
        return ", ".join(said % {"n": number} for number, said in words if number)

    @property
    def people(self) -> list[str]:
        """Return who owns its decisions, by first name."""
        return list(dict.fromkeys(decision.owner.name.split()[0] for decision in self.decisions))


@dataclass(frozen=True)
class ComparedClause:
    """A clause that two baselines do not have alike."""

    key: str
    title: str
    kind: MoveKind
    address: str
    html: SafeString
    decision: Decision | None


def steps_of(project: Project) -> list[BaselineStep]:
    """Return all baselines in their order; a fixed number of queries."""
    steps = {one.pk: BaselineStep(one) for one in Baseline.objects.in_project(project).in_order()}
    seen: dict[int, str] = {}
    living: set[int] = set()
    rows = RatifiedText.objects.filter(baseline__in=steps).order_by("baseline__whole", "baseline__part", "pk")
    names = ("baseline", "clause", "title", "digest", "retires")
    for baseline, clause, title, digest, retires in rows.values_list(*names):
        step = steps[baseline]
        kind = MoveKind.between(seen.get(clause), None if retires else digest)
        if kind is MoveKind.RETIRED:
            step.retired += 1
            living.discard(clause)
        else:
            step.changed += kind is MoveKind.CHANGED
            step.new += kind is MoveKind.NEW
            living.add(clause)
            step.titles += [title] if kind is not MoveKind.UNCHANGED and len(step.titles) < TITLES else []
        seen[clause] = digest
        step.total = len(living)
    made = Decision.objects.in_project(project).filter(ratifications__text__baseline__in=steps).distinct()
    decisions = {one.pk: one for one in made.select_related("owner", "circle")}
    pairs = Ratification.objects.filter(decision__in=decisions).values_list("text__baseline", "decision").distinct()
    for baseline, decision in sorted(pairs):
        steps[baseline].decisions.append(decisions[decision])
    for step in steps.values():
        step.baseline.project = project
        for one in step.decisions:
            one.project = project
    return list(steps.values())


def page_of_path(project: Project, user: User, since: str, until: str) -> dict[str, Any]:
    """Gather the path, and what differs between two baselines (by their numbers; `now`: what documents say)."""
    steps = steps_of(project)
    here = next((place for place, step in enumerate(steps) if step.number == until), len(steps) - 1)
    is_now = until == "now"
    before = next((step for step in steps if step.number == since), None)
    if before is None and since != "nothing":
        before = steps[-1] if is_now and steps else steps[here - 1] if here > 0 else None
    after = None if is_now else steps[here] if steps else None
    pair = [step.baseline if step else None for step in (before, after)]
    compared, more = compare(project, user, pair[0], pair[1]) if steps else ([], 0)
    unratified = Clause.objects.in_project(project).visible_to(user).unratified()
    return {
        "project": project,
        "steps": steps,
        "here": None if is_now else after,
        "is_now": is_now,
        "since": before,
        "earlier": steps[here - 1] if not is_now and here > 0 else steps[-1] if is_now and steps else None,
        "later": steps[here + 1] if not is_now and here + 1 < len(steps) else None,
        "compared": compared,
        "more": more,
        "drafts": Clause.objects.in_project(project).visible_to(user).drafts().count(),
        "changed": unratified.exclude(ratified=None).count(),
        "moving": moving_in(project),
        "decided": Decision.objects.in_project(project).count(),
        "moved": len({one.pk for step in steps for one in step.decisions}),
        "others": other_decisions(project, steps),
        "now": now_in(project),
    }


def moving_in(project: Project) -> list[Proposal]:
    """Return the proposals that would move clauses."""
    found = Proposal.objects.in_project(project).undecided().exclude(touched_clauses=None)
    return list(found.select_related("project").distinct().order_by("number"))


def other_decisions(project: Project, steps: Sequence[BaselineStep]) -> list[tuple[datetime, str, int]]:
    """Return day, reference and hue of the decisions that moved no clause, for the picture."""
    moved = {one.pk for step in steps for one in step.decisions}
    hues = {circle.pk: circle.hue for circle in circles_of(project)}
    rows = Decision.objects.in_project(project).exclude(pk__in=moved).order_by("adopted_at")
    found = rows.values_list("adopted_at", "number", "circle")[:400]
    return [(at, f"D-{number}", hues.get(circle, 0)) for at, number, circle in found]


def compare(
    project: Project, user: User, before: Baseline | None, after: Baseline | None
) -> tuple[list[ComparedClause], int]:
    """Return the clauses that differ between two baselines, and how many more there are; `after` None: between a
    baseline and what documents say now.
    """
    old = before.text_ids() if before else {}
    if after is None:
        pairs: list[tuple[int, int | None, int | None]] = [
            (pk, old.get(pk), None) for pk in moved_since(project, user, old)
        ]
    else:
        new = after.text_ids()
        differ = [pk for pk in {*old, *new} if old.get(pk) != new.get(pk)]
        pairs = [(pk, old.get(pk), new.get(pk)) for pk in sorted(differ)]
    shown = pairs[:MOST_COMPARED]
    ids = {pk for _clause, *texts in shown for pk in texts if pk}
    texts = RatifiedText.objects.select_related("ratification__decision__circle").in_bulk(ids)
    clauses = Clause.objects.select_related("text", "document", "project").in_bulk([one[0] for one in shown])
    rows = []
    for clause, one, other in shown:
        first, second = texts.get(one or 0), texts.get(other or 0)
        rows.append(_row(project, clauses[clause], first, second, is_now=after is None))
    named(project, [nodes for _row, nodes in rows])
    return [build(as_html(nodes)) for build, nodes in rows], len(pairs) - len(shown)


def moved_since(project: Project, user: User, old: Mapping[int, int]) -> list[int]:
    """Return, in their order, the clauses that documents say otherwise now than these texts did: changed since without
    a decision, or by one.
    """
    seen = Clause.objects.in_project(project).visible_to(user)
    agreed = dict(seen.filter(retired_at=None).exclude(ratified=None).values_list("pk", "ratified"))
    moved = set(seen.unratified().values_list("pk", flat=True))
    moved |= {pk for pk in {*old, *agreed} if old.get(pk) != agreed.get(pk)}
    return [pk for pk in seen.in_order().values_list("pk", flat=True) if pk in moved]


def _row(
    project: Project, clause: Clause, first: RatifiedText | None, second: RatifiedText | None, *, is_now: bool
) -> Any:
    clause.project = project
    stands = is_now and not (clause.is_gone or clause.retired_at)
    later: ClauseText | RatifiedText | None = clause.text if stands else second
    before, after = (one.nodes if one else [] for one in (first, later))
    title = second.title if second else clause.text.title if is_now else first.title if first else ""
    kind = MoveKind.between(first.digest if first else None, later.digest if later else None)
    decision = second.ratification.decision if second else None
    if decision:
        decision.project = project

    def build(html: SafeString) -> ComparedClause:
        return ComparedClause(clause.key, title, kind, clause.get_absolute_url(), html, decision)

    return build, difference(before, after)
