"""Register search in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds things by their names, and those that say their words by these."""

    name = "across.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from across.search.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("search", EXTENSION)
