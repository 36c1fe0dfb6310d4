"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """The pages and sentences of the record."""

    name = "circles.record"
    verbose_name = _("Record")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.record.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("record", EXTENSION)
