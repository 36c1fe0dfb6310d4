"""Install what decisions add to other apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """Proposals, rounds of consent, and the register."""

    name = "decisions.decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.decisions.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("decisions", EXTENSION)
