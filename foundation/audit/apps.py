"""Register what was done, by whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of each project."""

    name = "foundation.audit"
    verbose_name = _("Record")

    def ready(self) -> None:
        """Show how often sweeping failed among the figures."""
        from prometheus_client import REGISTRY

        from foundation.audit.batch_jobs import Failures

        REGISTRY.register(Failures())
