"""Register webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Programs that are sent events."""

    name = "across.webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from across.webhooks.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("webhooks", EXTENSION)
