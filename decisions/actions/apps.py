"""Register actions and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    """Who does what by when, and why."""

    name = "decisions.actions"
    verbose_name = _("Actions")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.actions.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("actions", EXTENSION)
