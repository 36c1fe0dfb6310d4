"""Say that search is one of the rooms."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finds things by their names."""

    name = "search"
