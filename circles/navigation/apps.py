"""Register the frame around every page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NavigationConfig(AppConfig):
    """The sidebar, the bar above, and what they count."""

    name = "circles.navigation"
    verbose_name = _("Navigation")

    def ready(self) -> None:
        """Install the links to what lies below."""
        from circles.navigation.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("navigation", EXTENSION)
