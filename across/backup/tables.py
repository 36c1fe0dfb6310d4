"""Which tables are in a backup: every table of a model, but those listed here with a reason."""

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, models

type Model = type[models.Model]

OMITTED = {
    "sessions.Session": "people sign in again: whoever restores an old backup brings no ended session back",
    "usersessions.UserSession": "it belongs to the sessions",
    "accounts.StoredResponse": "answers to repeated requests, which are of use for a day",
    "coediting.Ticket": "they are of use for ten minutes",
}
"""Tables that a restored place does without, by model; tests/across/backup/test_tables.py knows of every other
table.
"""

FILLED_BY_MIGRATING = ("auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType")
"""What migrations write into an empty database; a restore takes the backup's instead, whose numbers others name."""

BESIDE_MODELS = {"django_migrations": "the manifest has it"}
"""Tables without a model, and why their rows are not in a backup; the full-text index reads those of `search_text`."""


def tables_of(registry: Apps = apps) -> dict[str, Model]:
    """Return the model of every table that migrations make, by the table's name, in the order of names."""
    every = [model for model in registry.get_models(include_auto_created=True) if model._meta.can_migrate(connection)]
    return {model._meta.db_table: model for model in sorted(every, key=lambda one: one._meta.db_table)}


def tables_in_backup(registry: Apps = apps) -> dict[str, Model]:
    """Return the model of every table whose rows are in a backup."""
    return {table: model for table, model in tables_of(registry).items() if model._meta.label not in OMITTED}


def columns_of(model: Model) -> dict[str, "models.Field[object, object]"]:
    """Return the fields that have a column whose value is stored, by its name."""
    return {str(field.column): field for field in model._meta.local_concrete_fields if not field.generated}


def all_rows(model: Model) -> "models.QuerySet[models.Model]":
    """Find all rows, whatever the model's managers leave out."""
    return models.QuerySet(model=model)
