"""API of actions."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from accounts.decorators import asker
from accounts.models import User
from actions import permissions
from actions.filters import ActionFilters
from actions.forms import ASK_WHY, origin_of
from actions.models import MAX_WORDS, Action, today_in
from circles.access import circle_for, project_for
from circles.extension_points import thing_named
from circles.models import Project, Subject
from web.exceptions import require
from web.form_errors import refuse_field

router = Router()


class ActionIn(Schema):
    """What making an action takes: a circle's key, an owner (oneself by default), and what it comes from (`source`,
    P-24). Without a source it asks why: what it comes from, a few words, or null for nothing in particular.
    """

    what: str
    circle: str = "general"
    owner: UUID | None = None
    due_on: date | None = None
    source: str = ""
    quote: str = ""
    why: Annotated[str, Field(max_length=MAX_WORDS)] | None = None


class ActionOut(Schema):
    """An action; `state` is open, doing, blocked, done or dropped."""

    reference: str
    what: str
    circle: str
    owner_id: UUID
    due_on: date | None
    state: str
    why: str
    blocked_by: str
    done_how: str
    dropped_why: str
    created_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None

    @staticmethod
    def resolve_circle(action: Action) -> str:
        """Return the circle's key."""
        return action.scope


class ActionsOut(Schema):
    """A page of actions; `after` is the cursor of the next page."""

    actions: list[ActionOut]
    after: str


class ActionWordsIn(Schema):
    """A link or a sentence."""

    words: str


class OwnerIn(Schema):
    """A person of the project."""

    owner: UUID


class DayIn(Schema):
    """A day, or null for none."""

    due_on: date | None


def action_for(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action of a project the asker is in."""
    found = Action.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_people()
    return get_object_or_404(found, number=number)


def mine_to_act(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action to do something with: 403 for those who may not."""
    action = action_for(request, slug, number)
    require(permissions.may_act(asker(request), action))
    return action


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
    state: str = "open",
    after: str = "",
) -> Any:
    """List actions, the soonest first; done and dropped ones newest first."""
    project = project_for(request, slug)
    query = {"mine": "1" if mine else "", "overdue": "1" if overdue else "", "circle": circle, "state": state}
    page = ActionFilters.from_query(query).page(project, asker(request), after, today=today_in(project))
    return {"actions": page.rows, "after": page.next}


@router.post("projects/{slug}/actions", response={201: ActionOut})
def make(request: HttpRequest, slug: str, body: ActionIn) -> Any:
    """Give somebody something to do."""
    circle = circle_for(request, slug, body.circle)
    project = circle.project
    require(permissions.may_make(asker(request), circle))
    owner = get_object_or_404(project.people(), pk=body.owner) if body.owner else None
    source, why = source_of(project, asker(request), body)
    terms: dict[str, Any] = {"owner": owner, "due_on": body.due_on, "source": source, "quote": body.quote, "why": why}
    return Status(201, Action.make(circle, body.what, by=asker(request), **terms))


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
    """Say whom or what it waits for."""
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
