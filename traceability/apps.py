"""Register traceability and its extension."""

from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    """Which decision made which clause of the specification, and what is not covered."""

    name = "traceability"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from traceability.extension import EXTENSION
        from web.extension_registry import install

        install("traceability", EXTENSION)
