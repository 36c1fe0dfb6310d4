"""What factories made once is written again by the next test, and only where that test began in the same way."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from accounts.models import User
from circles.models import Circle
from tests.factories import a_circle, a_person
from tests.support import replayed_factories
from tests.support.replayed_factories import Replays

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # elsewhere all is made by the verbs

type Rows = dict[str, list[Any]]


def rows() -> Rows:
    """Return what stands in every table, but for when: the database's clock goes on."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if not isinstance(value, datetime)}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def played(monkeypatch: pytest.MonkeyPatch, *, before: str = "") -> tuple[Circle, Rows]:
    """Make a circle in a test of its own, of which nothing stays."""
    with transaction.atomic():
        monkeypatch.setattr(replayed_factories, "DEEP", False)
        monkeypatch.setattr(Replays, "current", Replays())
        if before:
            User.objects.create_user("zoe@ronde.example", name=before)  # as a test writes, not a factory
        circle = a_circle(a_person("Ida Blum"), name="Valves")
        found = circle, rows()
        transaction.set_rollback(True)
    return found


def test_the_next_test_gets_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replays, "recordings", {})
    (made, first), (again, second) = played(monkeypatch), played(monkeypatch)
    assert second == first
    assert len(first["circles.Circle"]) == 2
    assert again == made
    assert again is not made


def test_where_a_row_was_written_before_all_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replays, "recordings", {})
    played(monkeypatch)
    monkeypatch.setattr(replayed_factories.Recording, "play", lambda _self: pytest.fail("it was written again"))
    _circle, found = played(monkeypatch, before="Zoe")
    assert {person["name"] for person in found["accounts.User"]} >= {"Zoe", "Ida Blum"}
