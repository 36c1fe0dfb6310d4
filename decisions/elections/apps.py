"""Register elections and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    """Who holds a role, found by nominations with reasons and by consent."""

    name = "decisions.elections"
    verbose_name = _("Elections")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.elections.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("elections", EXTENSION)
