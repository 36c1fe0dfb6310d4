"""The sample project on a running server, made once for all tests in one language."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from django.utils.translation import override

from accounts.models import User
from tests.support.databases import SQLITE, sample_template
from tests.support.deployments import Deployment, build_embedded

EMBEDDED_ONLY = pytest.mark.parametrize("deployment", ["embedded"], indirect=True)
"""For what happens in one browser alone."""
PRODUCTION_ONLY = pytest.mark.parametrize("deployment", ["production"], indirect=True)
"""For what travels between people: two nodes carry it further than one does."""
READER = "bo@heliopompe.example"
"""Somebody who has been here before: their tour has ended."""
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
"""What a browser asks for, by language."""
type SampleDeployment = Callable[[str], Deployment]


def end_tour(email: str) -> None:
    User.objects.get(email=email).end_tour()


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn: `gettext` names in it what is on the pages."""
    with override(request.param):
        yield request.param


@pytest.fixture(scope="session")
def sample_deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDeployment]:
    """`sample_deployment("fr")`: a deployment with the sample project in a language."""
    with ExitStack() as stack:

        @cache
        def sample_deployment(language: str) -> Deployment:
            deployment = build_embedded(
                tmp_path_factory.mktemp("sample_deployment"), stack, sample_template(SQLITE, language)
            ).start()
            deployment.call(end_tour, READER)
            return deployment

        yield sample_deployment
