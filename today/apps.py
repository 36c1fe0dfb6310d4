"""Register Today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What waits for each person."""

    name = "today"

    def ready(self) -> None:
        """Put the number of what waits beside Today."""
        from circles import extension_points
        from today import extension

        extension_points.tally("today", extension.how_much)
