"""The apps that Ronde has its own form of."""

from django.contrib.admin.apps import AdminConfig
from django.core import checks


class RondeAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "config.admin.RondeAdminSite"

    def ready(self) -> None:
        """Register the check of what a language lacks."""
        from config.language_checks import languages_are_whole

        super().ready()
        checks.register(languages_are_whole, checks.Tags.translation)
