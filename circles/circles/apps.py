"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    """Circles, who is in them, what they decide, and what stands in them."""

    name = "circles.circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.circles.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("circles", EXTENSION)
