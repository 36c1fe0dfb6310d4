"""Register backups."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Backups of everything in one file, their restoring, and the continuous copy of an embedded server."""

    name = "across.backup"

    def ready(self) -> None:
        """Show among the figures how old the continuous copy is, where one is made."""
        from django.conf import settings
        from prometheus_client import Gauge

        from across.backup.continuous.supervisor import seconds_since_copied

        if folder := settings.ENVIRONMENT.backup_dir:
            age = Gauge("ronde_backup_age_seconds", "How long ago all that was committed was copied.")
            age.set_function(lambda: seconds_since_copied(folder))
