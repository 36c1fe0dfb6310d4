"""The database of a test process holds after each test what it held before, whatever the test committed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from tests.factories import a_circle, a_person
from tests.support.databases import OwnDatabase

pytestmark = pytest.mark.django_db(transaction=True)


def tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return found


def test_rows_and_numbers_are_as_before(django_db_setup: OwnDatabase) -> None:
    before = tables()
    first = Group.objects.create(name="Pumps").pk
    a_circle(a_person(), a_person())  # with entries in the record, which nobody may delete
    Permission.objects.first().delete()  # type: ignore[union-attr]
    django_db_setup.reset()
    assert tables() == before
    assert Permission.objects.exists()
    assert Group.objects.create(name="Pumps").pk == first


def test_what_a_test_made_of_the_schema_is_gone(django_db_setup: OwnDatabase) -> None:
    before = tables()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE extra (number integer)")
    assert "extra" in tables()
    django_db_setup.reset()
    assert tables() == before
