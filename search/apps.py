"""Say that search is one of the rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds things by their names, and those that say their words by these."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Keep texts in step with their things; let the rooms below ask for things by their words."""
        from circles import extension_points
        from search import indexing

        extension_points.on("worded", indexing.keep)
        extension_points.find_by_words(indexing.answering)
