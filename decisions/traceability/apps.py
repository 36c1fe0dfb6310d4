"""Register traceability and its extension."""

from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    """Which decision made which clause of the specification, and what is not covered."""

    name = "decisions.traceability"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.traceability.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("traceability", EXTENSION)
