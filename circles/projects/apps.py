"""Register what the app adds to others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Projects, what belongs to one, and how things are named and found in it."""

    name = "circles.projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from circles.projects.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("projects", EXTENSION)
