"""Register the specification and its extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpecificationConfig(AppConfig):
    """Parts of documents whose agreed text only a decision moves."""

    name = "decisions.specification"
    verbose_name = _("Specification")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.specification.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("specification", EXTENSION)
