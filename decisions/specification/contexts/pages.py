"""What the pages of the specification show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from circles.projects.models import Project
from circles.projects.thing_parts import thing_panels
from decisions.specification import permissions
from decisions.specification.contexts.clause_rows import (
    ClauseRow,
    as_html,
    by_chapter,
    counts,
    difference,
    named,
    rows_of,
)
from decisions.specification.frozen import thaw
from decisions.specification.models import (
    Baseline,
    Chapter,
    Clause,
    ClauseLineage,
    ClauseLook,
    ClauseState,
    RatifiedText,
)
from documents.documents.models import Document
from foundation.accounts.models import User

LOOKS = 10
AT_ONCE = 50
DIGITS = 7


@dataclass(frozen=True)
class PastText:
    """A ratified text of a clause, with what it changed."""

    text: RatifiedText
    html: Any


def documents_with_clauses(project: Project, user: User) -> list[Document]:
    """Return the documents that the person may read and that have clauses, the specification first."""
    has = Q(clauses__dropped_at=None)
    found = Document.objects.in_project(project).readable_by(user).annotate(number_of_clauses=Count("clauses", has))
    is_it = Q(genre=Document.Genre.SPECIFICATION)
    shown = found.filter(Q(number_of_clauses__gt=0) | is_it).select_related("project", "circle", "log")
    return sorted(shown, key=lambda one: (not one.is_specification, one.number))


def page_of_specification(
    project: Project, user: User, *, document: str, state: str, why: str, after: str
) -> dict[str, Any]:
    """Gather a document's clauses in its chapters; `state` keeps those of one state, `why` opens the reason of one."""
    documents = documents_with_clauses(project, user)
    shown = next((one for one in documents if str(one.number) == document), documents[0] if documents else None)
    if shown is None:
        return {"project": project, "documents": [], "document": None}
    shown.project = project
    clauses = list(Clause.objects.filter(document=shown).standing().for_counting().in_order())
    numbers, chapters = counts(clauses), list(Chapter.objects.filter(document=shown).order_by("place"))
    kept = [clause for clause in clauses if is_of(clause, state)] if state in ClauseState else clauses
    begins = first_shown(kept, why, after)
    rows = rows_of(project, to_show(kept[begins : begins + AT_ONCE], project))
    asked = next((row for row in rows if row.clause.key == why), None)
    return {
        "project": project,
        "documents": documents,
        "document": shown,
        "number": len(clauses) - numbers["retired"],
        "states": [(one, numbers[one]) for one in ClauseState],
        "asked_state": state if state in ClauseState else "",
        "next": begins + AT_ONCE if len(kept) > begins + AT_ONCE else 0,
        "before": max(begins - AT_ONCE, 0) if begins else None,
        "outline": outline(chapters, kept),
        "chapters": by_chapter(rows, chapters),
        "unratified": [one.key for one in clauses if one.state.facts.to_ratify and not one.is_gone],
        "baseline": Baseline.objects.in_project(project).in_order().last(),
        "may_make": permissions.may_make(user, shown),
        "why": why_of(asked, user) if asked else None,
    }


def to_show(clauses: list[Clause], project: Project) -> list[Clause]:
    """Return clauses with all that a list shows of them, which counting them does not need."""
    found = Clause.objects.filter(pk__in=[clause.pk for clause in clauses]).for_lists().defer("ratified__nodes")
    shown = list(found.in_order())
    for clause in shown:
        clause.project = clause.document.project = project
    return shown


def first_shown(clauses: list[Clause], why: str, after: str) -> int:
    """Return the place of the first clause of the page: the one asked for, else the page that has the opened one."""
    if after.isdecimal():
        return min(int(after), len(clauses)) if len(after) < DIGITS else 0
    place = next((place for place, clause in enumerate(clauses) if clause.key == why), 0)
    return place // AT_ONCE * AT_ONCE


def outline(chapters: list[Chapter], clauses: list[Clause]) -> list[tuple[Chapter, int]]:
    """Return each chapter that has clauses, with the place of the first one."""
    found = []
    for place, chapter in enumerate(chapters):
        until = chapters[place + 1].place if place + 1 < len(chapters) else None
        first = next((at for at, one in enumerate(clauses) if one.text.place >= chapter.place), None)
        if first is not None and (until is None or clauses[first].text.place < until):
            found.append((chapter, first // AT_ONCE * AT_ONCE))
    return found


def is_of(clause: Clause, state: str) -> bool:
    """Whether a clause is in this state, or suspect."""
    return clause.is_suspect if state == ClauseState.SUSPECT else clause.state == state


def why_of(row: ClauseRow, user: User) -> dict[str, Any]:
    """Gather why a clause is there: what apps above know of it, and what is said about it."""
    clause = row.clause
    children = (
        Clause.objects.filter(parent_ties__parent=clause)
        .living()
        .visible_to(user)
        .select_related("project", "text", "ratified")
    )
    carried = list(children.order_by("pk"))
    return {
        "row": row,
        "clause": clause,
        "panels": thing_panels(clause, user),
        "parents": [tie.parent for tie in clause.parent_ties.all()],
        "carries": [one for one in carried if one.kind_of != Clause.Kind.TEST],
        "tests": [one for one in carried if one.kind_of == Clause.Kind.TEST],
    }


def page_of_clause(clause: Clause, user: User) -> dict[str, Any]:
    """Gather the page of one clause: its text, why it is there, each text that was ratified, and who looked at it."""
    texts = list(RatifiedText.objects.filter(clause=clause).select_related("baseline").order_by("pk"))
    clause.ratified = next((text for text in texts if text.pk == clause.ratified_id), None)
    [row] = rows_of(clause.project, [clause])
    may_look = clause.is_suspect and permissions.may_look(user, clause)
    return {
        "project": clause.project,
        "clause": clause,
        "row": row,
        "why": why_of(row, user),
        "past": past_texts(clause, texts),
        **lineage_of(clause, user),
        "looks": ClauseLook.objects.filter(clause=clause).select_related("by").order_by("-pk")[:LOOKS],
        "may_look": may_look,
        "may_describe": not clause.retired_at and not clause.dropped_at and permissions.may_describe(user, clause),
    }


def lineage_of(clause: Clause, user: User) -> dict[str, list[ClauseLineage]]:
    """Return what a clause came from, and what it became, by decisions that split or merged clauses; one query."""
    found = list(ClauseLineage.objects.visible_to(user).of([clause.pk]))
    return {
        "came_from": [one for one in found if one.after_id == clause.pk],
        "became": [one for one in found if one.before_id == clause.pk],
    }


def past_texts(clause: Clause, texts: Iterable[RatifiedText]) -> list[PastText]:
    """Return each text that was ratified, given the first one first, the last one first, with what it changed."""
    found, before = [], None
    for text in texts:
        text.baseline.project = clause.project
        nodes = thaw(text.nodes) if before is None else difference(before.nodes, text.nodes)
        named(clause.project, [nodes])
        found.append(PastText(text, as_html(nodes)))
        before = text
    return found[::-1]
