"""API of questions: what is asked, by which criteria, and what dead ends cost."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.circles.models import Fundamental
from circles.projects.access import project_for
from circles.projects.models import Project, Subject
from circles.projects.references import thing_named
from decisions.tracks import permissions
from decisions.tracks.api.question_schemas import (
    CriterionIn,
    CriterionOut,
    PriceOut,
    QuestionChangeIn,
    QuestionIn,
    QuestionOut,
    QuestionsOut,
    TrackReasonIn,
)
from decisions.tracks.contexts.board import price_of
from decisions.tracks.contexts.question import cost_of
from decisions.tracks.models import Criterion, Question, QuestionState, Track
from decisions.tracks.prices import price
from decisions.tracks.workflows.criteria import add_criterion, remove_criterion
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_field
from foundation.web.pagination import number_in, page_of, rows_after

router = Router()


def question_for(request: HttpRequest, slug: str, number: int) -> Question:
    """Find a question of a project the asker is in."""
    found = Question.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_place()
    return get_object_or_404(found, number=number)


def question_to_tend(request: HttpRequest, slug: str, number: int) -> Question:
    """Find a question to change: 403 for those who may not."""
    question = question_for(request, slug, number)
    require(permissions.may_tend(asker(request), question))
    return question


def source_named(project: Project, user: User, name: str) -> Subject | None:
    """Return what something comes from; 422 where it is not there."""
    source = thing_named(project, user, name) if name else None
    if name and source is None:
        refuse_field("source", _("There is no “%(name)s” here.") % {"name": name})
    return source


def numbered(letter: str, reference: str) -> int:
    """Return the number of a reference such as T-4; 0, which nothing has, for what is none."""
    return number_in(reference.removeprefix(f"{letter}-")) or 0


@router.get("projects/{slug}/questions", response=QuestionsOut)
def questions(request: HttpRequest, slug: str, *, state: str = "open", circle: str = "", after: str = "") -> Any:
    """List questions by number; `state` is open, answered or dropped."""
    project = project_for(request, slug)
    found = Question.objects.visible_to(asker(request)).in_project(project).in_scope(circle)
    asked = QuestionState(state) if state in QuestionState.values else QuestionState.OPEN
    page = page_of(found.in_state(asked).with_place(), after, key="number")
    return {"questions": page.rows, "after": page.next}


@router.post("projects/{slug}/questions", response={201: QuestionOut})
def ask(request: HttpRequest, slug: str, body: QuestionIn) -> Any:
    """Ask a question, with the names of ways to explore."""
    circle, user = circle_for(request, slug, body.circle), asker(request)
    require(permissions.may_ask(user, circle))
    source = source_named(circle.project, user, body.source)
    with transaction.atomic():
        terms: dict[str, Any] = {"why": body.why, "answer_by": body.answer_by, "source": source}
        made = Question.ask(circle, body.title, by=user, **terms)
        for way in body.tracks:
            Track.propose(made, way, by=user)
    return Status(201, made)


@router.get("projects/{slug}/questions/{number}", response=QuestionOut)
def question(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a question."""
    return question_for(request, slug, number)


@router.post("projects/{slug}/questions/{number}/changes", response=QuestionOut)
def change(request: HttpRequest, slug: str, number: int, body: QuestionChangeIn) -> Any:
    """Change its words or its day."""
    question_to_tend(request, slug, number).change(by=asker(request), **body.dict(exclude_unset=True))
    return question_for(request, slug, number)


@router.post("projects/{slug}/questions/{number}/dropping", response=QuestionOut)
def drop(request: HttpRequest, slug: str, number: int, body: TrackReasonIn) -> Any:
    """Close it without an answer."""
    question_to_tend(request, slug, number).drop(by=asker(request), reason=body.reason)
    return question_for(request, slug, number)


@router.post("projects/{slug}/questions/{number}/reopening", response=QuestionOut)
def reopen(request: HttpRequest, slug: str, number: int) -> Any:
    """Open it again."""
    question_to_tend(request, slug, number).reopen(by=asker(request))
    return question_for(request, slug, number)


@router.get("projects/{slug}/questions/{number}/price", response=PriceOut)
def question_price(request: HttpRequest, slug: str, number: int) -> Any:
    """Read what its dead ends cost, what was not spent on them, and what the way chosen cost."""
    return price(cost_of(track) for track in question_for(request, slug, number).tracks.all())


@router.get("projects/{slug}/dead-ends", response=PriceOut)
def project_price(request: HttpRequest, slug: str) -> Any:
    """Read what the project's dead ends cost."""
    return price_of(project_for(request, slug))


@router.get("projects/{slug}/questions/{number}/criteria", response=list[CriterionOut])
def criteria(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List its criteria, those of single tracks among them."""
    question = question_for(request, slug, number)
    found = Criterion.objects.standing().filter(question=question).select_related("track", "element")
    return rows_after(request, response, list(found), after, name=lambda one: one.pk)


@router.post("projects/{slug}/questions/{number}/criteria", response={201: CriterionOut})
def add(request: HttpRequest, slug: str, number: int, body: CriterionIn) -> Any:
    """Add a criterion."""
    question, user, given = question_for(request, slug, number), asker(request), body.dict()
    name, element = given.pop("track"), given.pop("element")
    track = get_object_or_404(question.tracks.with_people(), number=numbered("T", name)) if name else None
    require(permissions.may_explore(user, track) if track else permissions.may_tend(user, question))
    known = Fundamental.objects.filter(project=question.project).current()
    essential = get_object_or_404(known, number=numbered("FE", element)) if element else None
    return Status(201, add_criterion(question, by=user, track=track, element=essential, **given))


@router.post("projects/{slug}/questions/{number}/criteria/{pk}/removal", response=CriterionOut)
def remove(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Remove a criterion."""
    question = question_for(request, slug, number)
    found = question.criteria.select_related("track__circle", "track__project", "question__circle", "element")
    criterion = get_object_or_404(found, pk=pk)
    require(permissions.may_remove_criterion(asker(request), criterion))
    remove_criterion(criterion, by=asker(request))
    return criterion
