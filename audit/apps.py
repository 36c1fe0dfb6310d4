"""Register what was done, by whom."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of each project."""

    name = "audit"

    def ready(self) -> None:
        """Show how often sweeping failed among the figures."""
        from prometheus_client import REGISTRY

        from audit.sweeping import Failures

        REGISTRY.register(Failures())
