"""What factories made once is written again by the next test, and only where that test began in the same way."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle, Membership
from foundation.accounts.models import User
from tests.factories import a_circle, a_file, a_person, a_project
from tests.support import replayed_factories
from tests.support.databases import empty_storage
from tests.support.replayed_factories import Replays, stored_files

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


def begun(monkeypatch: pytest.MonkeyPatch, folder: str = "") -> None:
    """Begin as a test of this folder does, with nothing written."""
    monkeypatch.setattr(replayed_factories, "DEEP", False)
    monkeypatch.setattr(Replays, "current", Replays(folder))


def played(monkeypatch: pytest.MonkeyPatch, *, before: str = "") -> tuple[Circle, Rows]:
    """Make a circle in a test of its own, of which nothing stays."""
    with transaction.atomic():
        begun(monkeypatch)
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


def hired(monkeypatch: pytest.MonkeyPatch, folder: str = "") -> tuple[Circle, Membership, Rows, int]:
    """Let a person into a circle; also return how many statements that took."""
    with transaction.atomic():
        begun(monkeypatch, folder)
        ida = a_person("Ida Blum")
        circle = a_circle(name="Valves")
        with CaptureQueriesContext(connection) as statements:
            circle.admit(ida, by=circle.project.created_by, roles=["pilot"])
        membership = circle.memberships.get(user=ida)
        found = circle, membership, rows(), len(statements)
        transaction.set_rollback(True)
    return found


def test_a_verb_that_sets_the_scene_is_written_again_about_the_people_of_this_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Replays, "recordings", {})
    first, again = hired(monkeypatch), hired(monkeypatch)
    assert again[2] == first[2]
    assert again[1].circle_id == first[1].circle_id == again[0].pk
    assert again[3] < first[3] / 2


def test_in_the_folder_of_tests_that_is_about_a_verb_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replays, "recordings", {})
    first, again = hired(monkeypatch, "circles"), hired(monkeypatch, "circles")
    assert again[3] == first[3]


def test_files_are_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replays, "recordings", {})
    contents = []
    for _ in range(2):
        with transaction.atomic():
            begun(monkeypatch)
            ida = a_person("Ida Blum")
            a_file("project", a_project(ida).pk, by=ida)
            contents.append(stored_files())
            transaction.set_rollback(True)
        empty_storage()
    first, again = contents
    assert again == first
    assert b"0.4 ml an hour" in first.values()
