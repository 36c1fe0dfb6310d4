"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RestructuringConfig(AppConfig):
    """How circles are closed, merged, moved and split, and what goes along."""

    name = "circles.restructuring"
    verbose_name = _("Changes of circles")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.restructuring.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("restructuring", EXTENSION)
