"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitationsConfig(AppConfig):
    """How people come in: invitations, join links, guests."""

    name = "invitations"
    verbose_name = _("Invitations")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from invitations.extension import EXTENSION
        from web.extension_registry import install

        install("invitations", EXTENSION)
