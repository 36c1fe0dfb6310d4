"""Register Today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What waits for each person."""

    name = "today"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from today.extension import EXTENSION
        from web.extension_registry import install

        install("today", EXTENSION)
