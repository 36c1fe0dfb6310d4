"""Register pace."""

from django.apps import AppConfig


class PaceConfig(AppConfig):
    """How deciding goes: in which way, how long, where it waits; and what other limits would change."""

    name = "daily.pace"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from daily.pace.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("pace", EXTENSION)
