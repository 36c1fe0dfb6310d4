"""API of actions: to list, make, and carry through."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.projects.access import project_for
from circles.projects.models import Project, Subject
from circles.projects.references import thing_named
from decisions.actions import permissions
from decisions.actions.api.lookups import action_for, mine_to_act
from decisions.actions.api.schemas import ActionIn, ActionOut, ActionsOut, ActionWordsIn, DayIn, OwnerIn
from decisions.actions.filters import ActionFilters
from decisions.actions.forms.actions import ASK_WHY, origin_of
from decisions.actions.models import Action, today_in
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_field

router = Router()


def source_of(project: Project, user: User, body: ActionIn) -> tuple[Subject | None, str]:
    """Return what an action comes from, or why in words; 422 where nothing is said, or the source is not there."""
    if body.source:
        source = thing_named(project, user, body.source)
        if source is None:
            refuse_field("source", _("There is no “%(name)s” here.") % {"name": body.source})
        return source, ""
    if "why" not in body.model_fields_set or (body.why is not None and not body.why.strip()):
        refuse_field("why", str(ASK_WHY))
    return origin_of(project, user, body.why or "")


@router.get("projects/{slug}/actions", response=ActionsOut)
def actions(
    request: HttpRequest,
    slug: str,
    *,
    mine: bool = False,
    overdue: bool = False,
    circle: str = "",
    person: UUID | None = None,
    label: int | None = None,
    text: str = "",
    due_on: date | None = None,
    state: str = "open",
    after: str = "",
) -> Any:
    """List actions, the soonest first; done and dropped ones newest first. `text` are words that all stand in it."""
    project = project_for(request, slug)
    flags = {"mine": "1" if mine else "", "overdue": "1" if overdue else "", "label": str(label or "")}
    query = flags | {"circle": circle, "state": state, "person": str(person or ""), "text": text}
    query |= {"due_on": str(due_on or "")}
    page = ActionFilters.from_query(query).page(project, asker(request), after, today=today_in(project))
    return {"actions": page.rows, "after": page.next}


@router.post("projects/{slug}/actions", response={201: ActionOut})
def make(request: HttpRequest, slug: str, body: ActionIn) -> Any:
    """Give a person something to do."""
    circle = circle_for(request, slug, body.circle)
    project = circle.project
    require(permissions.may_make(asker(request), circle))
    owner = get_object_or_404(project.people(), pk=body.owner) if body.owner else None
    source, why = source_of(project, asker(request), body)
    terms: dict[str, Any] = {"owner": owner, "due_on": body.due_on, "source": source, "quote": body.quote, "why": why}
    made = Action.make(circle, body.what, by=asker(request), **terms)
    return Status(201, action_for(request, slug, made.number))


@router.get("projects/{slug}/actions/{number}", response=ActionOut)
def action(request: HttpRequest, slug: str, number: int) -> Any:
    """Read an action."""
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/start", response=ActionOut)
def start(request: HttpRequest, slug: str, number: int) -> Any:
    """Begin, or go on."""
    mine_to_act(request, slug, number).start(by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/blockage", response=ActionOut)
def block(request: HttpRequest, slug: str, number: int, body: ActionWordsIn) -> Any:
    """Say who or what it is waiting for."""
    mine_to_act(request, slug, number).block(body.words, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/completion", response=ActionOut)
def finish(request: HttpRequest, slug: str, number: int, body: ActionWordsIn) -> Any:
    """Say that it is done, with a link or a sentence."""
    mine_to_act(request, slug, number).finish(by=asker(request), how=body.words)
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/dropping", response=ActionOut)
def drop(request: HttpRequest, slug: str, number: int, body: ActionWordsIn) -> Any:
    """Give it up, with a reason."""
    mine_to_act(request, slug, number).drop(by=asker(request), reason=body.words)
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/handover", response=ActionOut)
def hand_over(request: HttpRequest, slug: str, number: int, body: OwnerIn) -> Any:
    """Give it to another owner."""
    found = mine_to_act(request, slug, number)
    found.hand_over(get_object_or_404(found.project.people(), pk=body.owner), by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/day", response=ActionOut)
def reschedule(request: HttpRequest, slug: str, number: int, body: DayIn) -> Any:
    """Move the day by which it is due."""
    mine_to_act(request, slug, number).reschedule(body.due_on, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/reopening", response=ActionOut)
def reopen(request: HttpRequest, slug: str, number: int) -> Any:
    """Take back that it was done or dropped."""
    mine_to_act(request, slug, number).reopen(by=asker(request))
    return action_for(request, slug, number)
