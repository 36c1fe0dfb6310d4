"""A place with people and files, and an empty one to restore into."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support.databases import OwnDatabase


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    """A storage of its own."""
    settings.MEDIA_ROOT = tmp_path / "storage"
    return tmp_path / "storage"


@pytest.fixture
def move_to_empty_place(django_db_setup: OwnDatabase, settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Have a database with the schema and nobody's rows from here on, and a storage without files."""

    def move_to_empty_place() -> None:
        settings.MEDIA_ROOT = tmp_path / "storage elsewhere"
        django_db_setup.reset()

    return move_to_empty_place
