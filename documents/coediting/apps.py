"""Register co-editing and its extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoeditingConfig(AppConfig):
    """The logs of documents, and the sessions in which many write at once."""

    name = "documents.coediting"
    verbose_name = _("Co-editing")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from documents.coediting.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("coediting", EXTENSION)
