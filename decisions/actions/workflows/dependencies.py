"""Which action waits for which: never in a circle."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.actions.event_types import ActionEvent
from decisions.actions.models import Action, Dependency
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MAX_BLOCKERS = 20


def wait_for(action: Action, blocker: Action, *, by: User, at: datetime | None = None) -> None:
    """Let an action wait for another of its project, which is open; it counts as blocked until then. Records
    `action.waited`.

    :raises Refused: when the other waits for this one, itself or through others.
    """
    with transaction.atomic():
        found = action.locked_open()
        other = Action.objects.open().in_project(found.project).filter(pk=blocker.pk).first()
        if other is None:
            raise Refused(_("%(action)s is closed, so nothing can wait for it.") % {"action": blocker.reference})
        if found.pk in Dependency.objects.below(other.pk):
            names = {"one": found.reference, "other": other.reference}
            raise Refused(_("%(other)s already waits for %(one)s; they would wait for each other forever.") % names)
        if found.dependencies.filter(blocker=other).exists():
            return
        if found.dependencies.count() >= MAX_BLOCKERS:
            raise Refused(_("An action waits for at most %(number)s others.") % {"number": MAX_BLOCKERS})
        Dependency.objects.create(action=found, blocker=other)
        found.blocked_at = found.blocked_at or at or clock.now()
        found.save()
        found.record_event(ActionEvent.WAITED, **found.event_context(by, at), waits_for=str(other))


def wait_no_longer(action: Action, blocker: Action, *, by: User, at: datetime | None = None) -> None:
    """Let it no longer wait for another; it goes on where that was all it waited for. Records `action.wait_ended`."""
    with transaction.atomic():
        found = action.locked_open()
        for dependency in found.dependencies.filter(blocker=blocker):
            dependency.delete()
            if not found.blocked_by and not found.blockers().exists():
                found.blocked_at = None
                found.save()
            context = found.event_context(by, at)
            found.record_event(ActionEvent.WAIT_ENDED, **context, waits_for=str(blocker))
