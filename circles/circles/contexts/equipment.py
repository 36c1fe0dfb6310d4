"""Equipment on a circle's page."""

from typing import Any

from circles.circles import permissions
from circles.circles.models import Circle
from foundation.accounts.models import User

SHOWN = 60
"""So many things a circle's page lists at most."""


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """List a circle's equipment on its page."""
    may_keep = permissions.may_keep_equipment(user, circle) and not circle.is_closed
    return "circles/equipment_panel.html", {"equipment": circle.equipment.listed()[:SHOWN], "may_keep": may_keep}
