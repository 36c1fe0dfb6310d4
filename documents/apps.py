"""Register documents and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Texts that many write at once."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Install what the app adds to circles."""
        from circles.extension_points import install
        from documents.extension import EXTENSION

        install(EXTENSION)
