"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CircleMapConfig(AppConfig):
    """The map of a project’s circles."""

    name = "circles.circle_map"
    verbose_name = _("Circle map")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.circle_map.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("circle_map", EXTENSION)
