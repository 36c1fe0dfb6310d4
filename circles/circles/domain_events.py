"""What circles publish to the apps above them; each event is declared beside what it happens to."""

from circles.circles.models.circle import CircleClosing, CircleCreated, LimitsChanged

__all__ = ["CircleClosing", "CircleCreated", "LimitsChanged"]
