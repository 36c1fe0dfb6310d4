"""Register documents as files and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentFilesConfig(AppConfig):
    """Documents that come in and go out as files."""

    name = "documents.document_files"
    verbose_name = _("Documents as files")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from documents.document_files.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("document_files", EXTENSION)
