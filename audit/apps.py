"""Register what was done, by whom."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of each project."""

    name = "audit"

    def ready(self) -> None:
        """Show how often sweeping failed among the figures."""
        from prometheus_client import REGISTRY  # noqa: PLC0415

        from audit.sweeping import Failures  # noqa: PLC0415

        REGISTRY.register(Failures())
