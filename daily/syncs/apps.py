"""Register the regular syncs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyncsConfig(AppConfig):
    """Recurring syncs, syncs, pulses and minutes."""

    name = "daily.syncs"
    verbose_name = _("Syncs")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from daily.syncs.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("syncs", EXTENSION)
