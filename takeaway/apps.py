"""Register what is taken away."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TakeawayConfig(AppConfig):
    """Copies of projects, imports of them, and erasure of people's data."""

    name = "takeaway"
    verbose_name = _("Export")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.extension_points import install
        from takeaway.extension import EXTENSION

        install(EXTENSION)
