"""What a circle's page and the map show of its questions and tracks."""

from typing import Any

from accounts.models import User
from circles.models import Circle
from circles.queries.project_cache import now_in
from tracks.models import Question, Track

PANEL_ROWS = 6
CARD_ROWS = 2


def panel_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show what a circle explores, what stands at its gate first, and its open questions."""
    exploring = Track.objects.in_circle(circle).exploring()
    return "tracks/panel.html", {
        "tracks": exploring.with_people().order_by("gate_on", "number")[:PANEL_ROWS],
        "questions": Question.objects.in_circle(circle).open().order_by("-number")[:PANEL_ROWS],
        "numbers": {"exploring": exploring},
        "today": circle.project.day_of(now_in(circle.project)),
    }


def map_card_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show on the map a circle's tracks at their gate."""
    today = circle.project.day_of(now_in(circle.project))
    found = Track.objects.in_circle(circle).at_gate(on=today).with_people().order_by("gate_on", "number")
    return "tracks/card.html", {"tracks": found[:CARD_ROWS], "today": today}
