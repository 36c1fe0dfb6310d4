"""Register the regular syncs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rituals, syncs, pulses and minutes."""

    name = "meetings"
    verbose_name = _("Syncs")

    def ready(self) -> None:
        """Install what the app adds to circles."""
        from circles.extension_points import install
        from meetings.extension import EXTENSION

        install(EXTENSION)
