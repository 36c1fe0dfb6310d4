"""What is said to be append-only is so in the database itself, whoever writes to it; and nothing else is."""

import pytest
from django.apps import apps
from django.db import connection

from tests.architecture.sources import APPS, app_of

GUARDED = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_{}' ESCAPE '\\'",
    "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_no\\_{}'",
}
AGAINST = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("change", "truncate")}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_append_only_tables_refuse_changes() -> None:
    ours = [model for model in apps.get_models() if app_of(model.__module__) in APPS]
    said = {model._meta.db_table for model in ours if "Append-only" in (model.__doc__ or "")}
    assert "decisions_position" in said
    for against in AGAINST[connection.vendor]:
        with connection.cursor() as cursor:
            cursor.execute(GUARDED[connection.vendor].format(against))
            assert {table for (table,) in cursor.fetchall()} == said, against
