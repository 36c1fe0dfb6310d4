"""API of what is said of an action, of its checklist, and of what it waits for."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.projects.references import thing_named
from decisions.actions.api.lookups import action_for, mine_to_act
from decisions.actions.api.schemas import (
    ActionOut,
    ActionWordsIn,
    LabelsIn,
    OriginIn,
    PlaceIn,
    ReferenceIn,
    RepetitionIn,
    StateIn,
    StepIn,
    StepsOut,
    TickIn,
)
from decisions.actions.forms.actions import origin_of
from decisions.actions.models import Action
from decisions.actions.workflows import checklist, describing, moving
from decisions.actions.workflows.dependencies import wait_for, wait_no_longer
from decisions.actions.workflows.labels import set_labels
from foundation.accounts.decorators import asker
from foundation.web.form_errors import refuse_field

router = Router()


@router.post("projects/{slug}/actions/{number}/what", response=ActionOut)
def rename(request: HttpRequest, slug: str, number: int, body: ActionWordsIn) -> Any:
    """Say in other words what is to be done."""
    mine_to_act(request, slug, number).rename(body.words, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/description", response=ActionOut)
def describe(request: HttpRequest, slug: str, number: int, body: ActionWordsIn) -> Any:
    """Write its description, as Markdown."""
    describing.describe(mine_to_act(request, slug, number), body.words, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/circle", response=ActionOut)
def change_circle(request: HttpRequest, slug: str, number: int, body: PlaceIn) -> Any:
    """Give it to another circle."""
    found = mine_to_act(request, slug, number)
    describing.change_circle(found, circle_for(request, slug, body.circle), by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/state", response=ActionOut)
def change_state(request: HttpRequest, slug: str, number: int, body: StateIn) -> Any:
    """Move it to a state, as on the board."""
    moving.move(mine_to_act(request, slug, number), body.state, words=body.words, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/labels", response=ActionOut)
def change_labels(request: HttpRequest, slug: str, number: int, body: LabelsIn) -> Any:
    """Give it these labels and no others."""
    set_labels(mine_to_act(request, slug, number), body.labels, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/repetition", response=ActionOut)
def repeat(request: HttpRequest, slug: str, number: int, body: RepetitionIn) -> Any:
    """Let it recur, or no longer: the next one is made when it is done."""
    found = mine_to_act(request, slug, number)
    if body.every is None:
        found.repeat_no_longer(by=asker(request))
    else:
        found.repeat(body.every, body.unit, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/reasons", response=ActionOut)
def give_reason(request: HttpRequest, slug: str, number: int, body: OriginIn) -> Any:
    """Say what it comes from, or why in words."""
    found = mine_to_act(request, slug, number)
    source, words = origin_of(found.project, asker(request), body.why)
    if source:
        describing.give_reason(found, source, by=asker(request))
    else:
        describing.give_words(found, words, by=asker(request))
    return action_for(request, slug, number)


@router.get("projects/{slug}/actions/{number}/steps", response=StepsOut)
def steps(request: HttpRequest, slug: str, number: int) -> Any:
    """Read the checklist."""
    return {"steps": list(action_for(request, slug, number).steps.all())}


@router.post("projects/{slug}/actions/{number}/steps", response={201: StepsOut})
def add_step(request: HttpRequest, slug: str, number: int, body: StepIn) -> Any:
    """Add a step at the end."""
    checklist.add_step(mine_to_act(request, slug, number), body.text, by=asker(request))
    return Status(201, steps(request, slug, number))


@router.post("projects/{slug}/actions/{number}/steps/{pk}/wording", response=StepsOut)
def reword_step(request: HttpRequest, slug: str, number: int, pk: int, body: StepIn) -> Any:
    """Say a step in other words."""
    found = mine_to_act(request, slug, number)
    checklist.reword_step(found, get_object_or_404(found.steps, pk=pk), body.text, by=asker(request))
    return steps(request, slug, number)


@router.post("projects/{slug}/actions/{number}/steps/{pk}/tick", response=StepsOut)
def tick(request: HttpRequest, slug: str, number: int, pk: int, body: TickIn) -> Any:
    """Tick a step, or untick it."""
    found = mine_to_act(request, slug, number)
    checklist.tick(found, get_object_or_404(found.steps, pk=pk), done=body.done, by=asker(request))
    return steps(request, slug, number)


@router.post("projects/{slug}/actions/{number}/steps/{pk}/removal", response=StepsOut)
def remove_step(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Take a step off the list."""
    found = mine_to_act(request, slug, number)
    checklist.remove_step(found, get_object_or_404(found.steps, pk=pk), by=asker(request))
    return steps(request, slug, number)


@router.post("projects/{slug}/actions/{number}/blockers", response=ActionOut)
def add_blocker(request: HttpRequest, slug: str, number: int, body: ReferenceIn) -> Any:
    """Let it wait for another action of the project."""
    found = mine_to_act(request, slug, number)
    other = thing_named(found.project, asker(request), body.reference)
    if not isinstance(other, Action):
        refuse_field("reference", _("There is no action “%(name)s” here.") % {"name": body.reference})
    wait_for(found, other, by=asker(request))
    return action_for(request, slug, number)


@router.post("projects/{slug}/actions/{number}/blockers/{other}/removal", response=ActionOut)
def remove_blocker(request: HttpRequest, slug: str, number: int, other: int) -> Any:
    """Let it no longer wait for another."""
    found = mine_to_act(request, slug, number)
    wait_no_longer(found, action_for(request, slug, other), by=asker(request))
    return action_for(request, slug, number)
