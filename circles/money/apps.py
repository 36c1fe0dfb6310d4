"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoneyConfig(AppConfig):
    """What circles have, hand on, reserve and spend."""

    name = "circles.money"
    verbose_name = _("Money")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.money.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("money", EXTENSION)
