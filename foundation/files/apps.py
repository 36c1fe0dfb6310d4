"""Register files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files that people put beside their words: uploads, pictures, what they are attached to."""

    name = "foundation.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Register the check of what this machine can tell of files."""
        from django.core.checks import register

        from foundation.files.checks import types_are_known

        register(types_are_known)
