"""Register webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Programs that are sent events."""

    name = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from web.extension_registry import install
        from webhooks.extension import EXTENSION

        install("webhooks", EXTENSION)
