"""The sample project for whole modules of tests: loaded once in a run, copied for each module that looks at it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from projects.models import Project
from tests.support.databases import Databases, OwnDatabase, empty_template, sample_template
from tests.support.rotation import one_in

type SampleIn = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="session")
def sample_in(django_db_setup: OwnDatabase, django_db_blocker: DjangoDbBlocker) -> SampleIn:
    """`sample_in("fr")`: have the sample project in a language in the database meanwhile."""

    @contextmanager
    def sample_in(language: str, template: Callable[[Databases, str], str] = sample_template) -> Iterator[None]:
        with django_db_blocker.unblock():
            django_db_setup.load(template(django_db_setup.databases, language))
        yield
        with django_db_blocker.unblock():
            django_db_setup.load(empty_template(django_db_setup.databases))

    return sample_in


IN_ENGLISH, IN_FRENCH = one_in(2, "language of the sample", ["en", "fr"])
if connection.vendor == "postgresql":
    IN_ENGLISH = pytest.param("en")
LANGUAGES = [IN_ENGLISH, pytest.param("fr", marks=[pytest.mark.one_database, *IN_FRENCH.marks])]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest, sample_in: SampleIn) -> Iterator[str]:
    """On SQLite each commit in one language, with RONDE_DEEP=1 in both; on PostgreSQL in English: it asks the same."""
    with sample_in(request.param):
        yield request.param


@pytest.fixture
def project(language: str, db: None) -> Project:
    return Project.objects.get(slug="heliopompe")


@pytest.fixture(scope="module")
def in_english(sample_in: SampleIn) -> Iterator[None]:
    """From its first use to the end of the module."""
    with sample_in("en"):
        yield


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send what looks at one language to one worker: while one makes the sample in French, the other makes it in
    English.
    """
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        callspec = getattr(item, "callspec", None)
        language = callspec.params.get("language", "") if callspec else ""
        if language or "in_english" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(f"sample {language or 'en'}"))
