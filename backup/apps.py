"""Register backups."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Backups of everything in one file, their restoring, and the continuous copy of an embedded server."""

    name = "backup"
