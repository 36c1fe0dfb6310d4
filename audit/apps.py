"""Register what was done, by whom."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of each project."""

    name = "audit"
