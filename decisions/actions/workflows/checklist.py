"""The checklist of an action."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.event_types import ActionEvent
from decisions.actions.models import Action, Step, worded
from decisions.actions.models.step import MAX_STEPS
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def add_step(action: Action, text: str, *, by: User, at: datetime | None = None) -> Step:
    """Add a step at the end. Records `action.step_added`."""
    with transaction.atomic():
        found = action.locked_open()
        if found.steps.count() >= MAX_STEPS:
            raise Refused(_("A checklist has at most %(number)s steps.") % {"number": MAX_STEPS})
        step = found.steps.create(text=worded(text, _("Say what needs to be done.")))
        found.record_event(ActionEvent.STEP_ADDED, **found.event_context(by, at), text=step.text)
    return step


def tick(action: Action, step: Step, *, done: bool, by: User, at: datetime | None = None) -> None:
    """Say that a step is done, or take it back; twice the same changes nothing. Records `action.step_ticked` or
    `action.step_unticked`.
    """
    with transaction.atomic():
        found = action.locked_open()
        step = found.steps.get(pk=step.pk)
        if done == (step.done_at is not None):
            return
        step.done_at, step.done_by = (at or clock.now(), by) if done else (None, None)
        step.save()
        event = ActionEvent.STEP_TICKED if done else ActionEvent.STEP_UNTICKED
        found.record_event(event, **found.event_context(by, at), text=step.text)


def reword_step(action: Action, step: Step, text: str, *, by: User, at: datetime | None = None) -> None:
    """Say a step in other words. Records `action.step_reworded`."""
    with transaction.atomic():
        found = action.locked_open()
        step = found.steps.get(pk=step.pk)
        before, step.text = step.text, worded(text, _("Say what needs to be done."))
        if step.text != before:
            step.save()
            context = found.event_context(by, at)
            found.record_event(ActionEvent.STEP_REWORDED, **context, before=before, text=step.text)


def remove_step(action: Action, step: Step, *, by: User, at: datetime | None = None) -> None:
    """Take a step off the list; its history and the record keep its words. Records `action.step_removed`."""
    with transaction.atomic():
        found = action.locked_open()
        step = found.steps.get(pk=step.pk)
        text = step.text
        step.delete()
        found.record_event(ActionEvent.STEP_REMOVED, **found.event_context(by, at), text=text)
