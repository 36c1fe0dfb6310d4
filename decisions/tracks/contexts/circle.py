"""What a circle's page and the map show of its questions and tracks."""

from typing import Any

from circles.circles.models import Circle
from circles.projects.project_cache import now_in
from decisions.tracks.models import Question, Track
from foundation.accounts.models import User

CARD_ROWS = 2


def panel_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Say how much a circle explores, what of it stands at its gate, and how many questions are open: numbers, which
    all parts of the page read in one statement.
    """
    today = circle.project.day_of(now_in(circle.project))
    tracks = Track.objects.in_circle(circle)
    return "tracks/panel.html", {
        "numbers": {
            "exploring": tracks.exploring(),
            "gates": tracks.at_gate(on=today),
            "questions": Question.objects.in_circle(circle).open(),
        },
    }


def map_card_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show on the map a circle's tracks at their gate."""
    today = circle.project.day_of(now_in(circle.project))
    found = Track.objects.in_circle(circle).at_gate(on=today).with_people().order_by("gate_on", "number")
    return "tracks/card.html", {"tracks": found[:CARD_ROWS], "today": today}
