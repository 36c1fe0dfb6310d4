"""Register pace."""

from django.apps import AppConfig


class PaceConfig(AppConfig):
    """How deciding goes: in which way, how long, where it waits; and what other limits would change."""

    name = "pace"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from pace.extension import EXTENSION
        from web.extension_registry import install

        install("pace", EXTENSION)
