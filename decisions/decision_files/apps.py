"""Register decisions as files and their extension."""

from django.apps import AppConfig


class DecisionFilesConfig(AppConfig):
    """Decisions that leave as files (table, minutes, PDF, copy), and processes of other tools that come in."""

    name = "decisions.decision_files"

    def ready(self) -> None:
        """Install what the app adds to others."""
        from decisions.decision_files.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("decision_files", EXTENSION)
