"""Register Today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What waits for each person."""

    name = "daily.today"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from daily.today.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("today", EXTENSION)
