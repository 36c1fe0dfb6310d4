"""Register projects and circles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    """Projects, circles, who is in them, and the registries that other apps fill."""

    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Install what the app adds to circles."""
        from circles.extension import EXTENSION
        from circles.extension_points import install

        install(EXTENSION)
