"""Register tracks and their extension."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracksConfig(AppConfig):
    """Several ways explored at once to answer a question."""

    name = "decisions.tracks"
    verbose_name = _("Tracks")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.tracks.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("tracks", EXTENSION)
