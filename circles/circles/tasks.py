"""Write what time has done to roles and guests: it counts as over before anyone writes so, and this may run late."""

from datetime import timedelta

from circles.circles.models import Membership, Role
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled

AT_MOST = 500


@scheduled(every=timedelta(minutes=15))
def watch_terms() -> int:
    """Tell of terms that end within a week, and write the end of those that are over; returns of how many roles."""
    lapsed = Role.objects.lapsed().values_list("membership", flat=True)[:AT_MOST]
    soon = Role.objects.to_forewarn(clock.now()).values_list("membership", flat=True)[:AT_MOST]
    current = Membership.objects.current().select_related("user", "circle", "project").order_by("pk")
    ended = each("terms", current.filter(pk__in=list(lapsed)), Membership.let_terms_end)
    return ended + each("terms", current.filter(pk__in=list(soon)), Membership.forewarn)
