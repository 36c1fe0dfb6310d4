"""Apply a change on one person's word, without a proposal."""

from collections.abc import Callable

from django.db import transaction

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.restructuring.change import Change
from circles.restructuring.serialization import from_json, to_json
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.exceptions import require


def apply_directly(change: Change, *, by: User, allowed: Callable[[User, Change], bool]) -> Circle:
    """Apply a change that this person may apply, as things stand under the lock; returns the circle to look at next.

    `allowed` (`permissions.may_apply`) is asked of the change read afresh: whoever came in a moment ago counts.
    """
    with transaction.atomic():
        Head.lock(change.circle.project_id)
        fresh = from_json(Project.objects.get(pk=change.circle.project_id), to_json(change))
        require(allowed(by, fresh))
        return fresh.apply(by=by)
