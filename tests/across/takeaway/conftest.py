"""Copies of the sample project, each written once in a run, and places to bring them in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from across.takeaway.workflows.copying import write_copy
from circles.circles.takeaway_parts import TakeawayReader
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.across.sample.conftest import SampleIn, sample_in
from tests.architecture.addresses import one_of_each
from tests.support.databases import OwnDatabase
from tests.support.rotation import SAMPLE_LANGUAGE

__all__ = ["sample_in"]

type WriteCopy = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteCopy:
    """Write a copy of a project: whole, or what `user` may read, or of a `circle`."""

    def write(project: Project, *, user: User | None = None, circle: str = "", is_whole: bool | None = None) -> Path:
        of_circle = project.circles.get(key=circle) if circle else None
        path = tmp_path / f"{project.slug}-{len(list(tmp_path.iterdir()))}.zip"
        whole = user is None and of_circle is None if is_whole is None else is_whole
        with path.open("w+b") as file:
            write_copy(file, TakeawayReader(project, user, of_circle), is_whole=whole, language="en")
        return path

    return write


@pytest.fixture(scope="module")
def sample_copy(
    sample_in: SampleIn, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The whole sample project as one file; afterwards the database is empty."""
    path = tmp_path_factory.mktemp("copies") / "heliopompe.zip"
    with sample_in(SAMPLE_LANGUAGE), django_db_blocker.unblock(), path.open("w+b") as file:
        reader = TakeawayReader(Project.objects.get(slug="heliopompe"))
        write_copy(file, reader, is_whole=True, language="en")
    return path


@pytest.fixture(scope="module")
def small_copy(
    django_db_setup: OwnDatabase, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A whole project with one of each, as one file; afterwards the database is empty."""
    path = tmp_path_factory.mktemp("copies") / "small.zip"
    with django_db_blocker.unblock(), path.open("w+b") as file:
        write_copy(file, TakeawayReader(one_of_each().cast.project), is_whole=True, language="en")
        django_db_setup.reset()
    return path
