"""The sample project for whole modules of tests: loaded once in a run, copied for each module that looks at it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from circles.projects.models import Project
from foundation.web.languages import LANGUAGES
from tests.support.databases import OwnDatabase, empty_template, sample_template
from tests.support.rotation import SAMPLE_LANGUAGE, one_in

type SampleIn = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def sample_in(django_db_setup: OwnDatabase, django_db_blocker: DjangoDbBlocker) -> SampleIn:
    """`sample_in("fr")`: have the sample project in a language in the database meanwhile."""

    @contextmanager
    def sample_in(language: str) -> Iterator[None]:
        with django_db_blocker.unblock():
            django_db_setup.load(sample_template(django_db_setup.databases, language))
        yield
        with django_db_blocker.unblock():
            django_db_setup.load(empty_template(django_db_setup.databases))

    return sample_in


@pytest.fixture(scope="module", params=one_in(len(LANGUAGES), "the sample", LANGUAGES))
def language(request: pytest.FixtureRequest, sample_in: SampleIn) -> Iterator[str]:
    """Each commit in one language, with RONDE_DEEP=1 in both."""
    with sample_in(request.param):
        yield request.param


@pytest.fixture
def project(language: str, db: None) -> Project:
    return Project.objects.get(slug="heliopompe")


@pytest.fixture(scope="module")
def in_english(sample_in: SampleIn) -> Iterator[None]:
    """From its first use to the end of the module, in the commits that have it in English."""
    with sample_in("en"):
        yield


@pytest.fixture(scope="module")
def in_a_language(sample_in: SampleIn) -> Iterator[None]:
    """In the language that this commit has it in, for what is the same in each."""
    with sample_in(SAMPLE_LANGUAGE):
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
        fixtures = getattr(item, "fixturenames", ())
        if "in_a_language" in fixtures:
            language = SAMPLE_LANGUAGE
        elif "in_english" in fixtures:
            language = "en"
        if language:
            item.add_marker(pytest.mark.xdist_group(f"sample {language}"))
        if language not in ("", SAMPLE_LANGUAGE):
            item.add_marker("deep")
