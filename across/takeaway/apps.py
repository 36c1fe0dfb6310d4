"""Register what is taken away."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TakeawayConfig(AppConfig):
    """Copies of projects, imports of them, and erasure of people's data."""

    name = "across.takeaway"
    verbose_name = _("Export")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from across.takeaway.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("takeaway", EXTENSION)
