"""What money publishes to the apps above it; each event is declared beside what it happens to."""

from circles.money.models.purse import MoneyChanged, MoneyNeeded, ReservationDrawn

__all__ = ["MoneyChanged", "MoneyNeeded", "ReservationDrawn"]
