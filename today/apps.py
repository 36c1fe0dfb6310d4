"""Register Today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What waits for each person."""

    name = "today"

    def ready(self) -> None:
        """Put the number of what waits beside Today."""
        from circles import registries
        from today import floor

        registries.tally("today", floor.how_much)
