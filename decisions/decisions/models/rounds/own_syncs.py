"""The sync in which a circle without planned syncs decides: one that its own people hold."""

from django.utils import timezone
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.circles.models.sync_names import the_sync
from decisions.decisions.sync_sources import sync_times


def has_planned_syncs(circle: Circle) -> bool:
    """Return whether a sync of the circle's own is planned."""
    return any(next(iter(times), None) is not None for times in sync_times(circle, timezone.now()))


def where_decided(circle: Circle) -> str:
    """Say where a circle decides what a sync decides."""
    if has_planned_syncs(circle):
        return _("This is decided in %(sync)s, and nowhere else.") % {"sync": the_sync(circle)}
    return _(
        "%(circle)s decides this in a sync that its people hold, or themselves in the sync that they come to, and "
        "nowhere else."
    ) % {"circle": circle.name}


def only_its_people(circle: Circle) -> str:
    """Say who ends it where a circle decides in the sync of another."""
    return _("%(circle)s decides this: only its people end it here.") % {"circle": circle.name}
