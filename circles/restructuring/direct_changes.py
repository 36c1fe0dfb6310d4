"""Doing a change of circles by one's own word: what one may is asked again under the lock."""

from django.db import transaction

from accounts.models import User
from audit.models import Head
from circles import permissions
from circles.models import Circle, Project
from circles.restructuring import Change, read, written
from web.exceptions import require


def carry_out_alone(change: Change, *, by: User) -> Circle:
    """Do a change that this person may do alone, as things stand under the lock: whoever came in since it was looked
    at counts. Gives the circle to look at next.
    """
    with transaction.atomic():
        Head.lock(change.circle.project_id)
        found = read(Project.objects.get(pk=change.circle.project_id), written(change))
        require(permissions.may_carry_out(by, found))
        return found.carry_out(by=by)
