"""Register documents and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Texts that many write at once."""

    name = "documents.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from documents.documents.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("documents", EXTENSION)
