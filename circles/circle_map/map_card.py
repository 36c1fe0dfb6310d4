"""What the map says of the circle that is chosen, without leaving it."""

from typing import Any

from django.db.models import QuerySet

from circles.circle_map.signs import map_cards
from circles.circles.models import Circle, Membership
from circles.circles.panels import part_of
from circles.circles.queries.autonomy import autonomy_of
from circles.money.balances import figures_of
from foundation.accounts.models import User

PILOTS = 3
DOMAINS = 6


def card_of(circle: Circle, user: User) -> dict[str, Any]:
    """Gather purpose, what the circle decides alone, its money, its pilots and what waits there."""
    parts = [panel.show(circle, user) for panel in map_cards()]
    pilots = Membership.objects.current().filter(circle=circle).in_role("pilot").select_related("user")[:PILOTS]
    domains = list(circle.domains.held().order_by("key")[: DOMAINS + 1])
    waits = [rows for _template, context in parts for rows in context.values() if isinstance(rows, QuerySet)]
    return {
        "circle": circle,
        "pilots": [membership.user for membership in pilots],
        "domains": domains[:DOMAINS],
        "has_more_domains": len(domains) > DOMAINS,
        **autonomy_of(circle),
        "figures": figures_of(circle.project)[circle.pk],
        "is_quiet": not any(waits),
        "parts": [part_of(template, context) for template, context in parts],
    }
