"""Register search in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds things by their names, and those that say their words by these."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from search.extension import EXTENSION
        from web.extension_registry import install

        install("search", EXTENSION)
