"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitationsConfig(AppConfig):
    """How people come in: invitations, join links, guests."""

    name = "circles.invitations"
    verbose_name = _("Invitations")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.invitations.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("invitations", EXTENSION)
