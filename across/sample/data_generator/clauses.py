"""Fill a project with clauses: documents of a specification come in as a ReqIF file does, and decisions ratify them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from random import Random
from typing import Any

from django.db import transaction

from across.sample.data_generator import names
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import ClauseTouch, Decision
from decisions.decisions.models.proposals.touched_clause import touch_clauses
from decisions.decisions.workflows.ratifying import ratify
from decisions.specification.exports.reqif import document_identifier
from decisions.specification.frozen import freeze
from decisions.specification.models import Clause
from decisions.specification.reqif_rows import ReqifDocument, ReqifFile, ReqifRow
from decisions.specification.workflows.import_reqif import import_reqif
from documents.richtext.nodes import Node, Run

DOCUMENTS = 12
IN_A_CHAPTER = 20
DRAFT_IN = 20
"""One clause of so many stays a draft."""

type Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def generate_clauses(project: Project, size: int, *, seed: int, bar: Bar) -> None:
    """Bring in a specification of so many clauses in twelve documents, unless it is there, and ratify it: each document
    by one decision that the project has taken.
    """
    if not size or Clause.objects.in_project(project).count() >= size:
        return
    circles = list(project.circles.filter(closed_at=None).select_related("project").order_by("pk"))
    file = _file(size, seed=seed)
    with bar("clauses", size) as advance, transaction.atomic():
        import_reqif(file, circles[0], by=None, origin="grown.reqif")
        _share_out(project, circles, seed=seed)
        decisions = Decision.objects.in_project(project).order_by("pk").select_related("proposal", "project")
        for document, decision in zip(file.documents, decisions[: len(file.documents)], strict=False):
            _ratify(project, document.identifier, decision)
            advance(len(document.rows))


def _file(size: int, *, seed: int) -> ReqifFile:
    """Make up the documents: chapters of requirements, each of which comes from one of the chapter before."""
    drawn = Random(f"clauses {seed}")  # noqa: S311 made up, not secret
    documents, parents = [], set()
    for number in range(1, DOCUMENTS + 1):
        rows: list[ReqifRow] = []
        before: list[str] = []
        chapter: list[str] = []
        for place in range(size * (number - 1) // DOCUMENTS, size * number // DOCUMENTS):
            if place % IN_A_CHAPTER == 0 or not rows:
                before, chapter = chapter, []
                rows.append(ReqifRow("section", f"grown-section-{seed}-{place}", 1, names.tension(drawn)[1]))
            identifier = f"grown-{seed}-{place}"
            rows.append(_requirement(identifier, place, drawn))
            chapter.append(identifier)
            if before:
                parents.add((identifier, drawn.choice(before)))
        documents.append(ReqifDocument(f"grown-document-{seed}-{number}", f"Specification {number}", rows))
    return ReqifFile(documents, parents)


def _requirement(identifier: str, place: int, drawn: Random) -> ReqifRow:
    wrong, title = names.tension(drawn)
    words = freeze([Node("paragraph", {}, [Run(wrong, {})]), Node("paragraph", {}, [Run(names.text(drawn), {})])])
    kind = "test" if place % 7 == 0 else "requirement"
    return ReqifRow("requirement", identifier, 2, title, words, f"REQ-{place}", clause_kind=kind)


def _share_out(project: Project, circles: list[Circle], *, seed: int) -> None:
    """Let circles hold the clauses, chapter by chapter."""
    clauses: Any = Clause.objects.in_project(project).order_by("pk")
    for place, clause in enumerate(clauses.iterator()):
        clause.seat([circles[(seed + place // IN_A_CHAPTER) % len(circles)]])


def _ratify(project: Project, identifier: str, decision: Decision) -> None:
    """Let a decision ratify a document's clauses, but for some."""
    found = Clause.objects.in_project(project).drafts().select_related("text", "ratified", "document", "project")
    clauses = [one for one in found.in_order() if document_identifier(one.document) == identifier]
    agreed = [ClauseTouch(one) for place, one in enumerate(clauses) if place % DRAFT_IN]
    touch_clauses(decision.proposal.pk, agreed)
    touched = list(decision.proposal.clauses_touched())
    ratify(decision, touched, sync="", by=None, at=decision.adopted_at)
