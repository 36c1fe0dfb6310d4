"""Every table is in a backup, or is listed with the reason why it is not."""

import pytest
from django.apps import apps
from django.db import connection, models

from across.backup.tables import BESIDE_MODELS, FILLED_BY_MIGRATING, OMITTED, columns_of, tables_in_backup, tables_of
from across.backup.values import kind_of

FULL_TEXT_INDEX = "search_text_index"


@pytest.mark.both_databases
@pytest.mark.django_db
def test_every_table_is_in_a_backup_or_listed() -> None:
    present = {name for name in connection.introspection.table_names() if not name.startswith(FULL_TEXT_INDEX)}
    assert present - set(tables_of()) == set(BESIDE_MODELS), "put these into across/backup/tables.py, with a reason"
    assert set(tables_of()) - present == set()


def test_what_is_left_out_is_there_and_has_a_reason() -> None:
    for label, reason in OMITTED.items():
        assert apps.get_model(label)._meta.db_table not in tables_in_backup()
        assert len(reason) > 20
    for label in FILLED_BY_MIGRATING:
        assert apps.get_model(label)._meta.db_table in tables_in_backup()


def test_every_column_is_of_a_kind_that_backups_know() -> None:
    for model in tables_of().values():
        for field in columns_of(model).values():
            kind_of(field)


def test_an_unknown_kind_of_column_is_refused() -> None:
    class Odd(models.Field):  # type: ignore[type-arg]
        pass

    with pytest.raises(ValueError, match="Odd"):
        kind_of(Odd())
