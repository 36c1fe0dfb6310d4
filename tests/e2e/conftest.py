"""The sample project on a running server, made once for all tests in one language."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from django.utils.translation import override

from foundation.accounts.models import User
from tests.support.databases import SQLITE, sample_template
from tests.support.deployments import Deployment, build_embedded, build_production
from tests.support.network import Network
from tests.support.rotation import SAMPLE_LANGUAGE

EMBEDDED_ONLY = pytest.mark.parametrize("deployment", ["embedded"], indirect=True)
"""For what happens in one browser alone."""
PRODUCTION_ONLY = pytest.mark.parametrize("deployment", ["production"], indirect=True)
"""For what travels between people: two nodes carry it further than one does."""
TOLD_IN_ENGLISH = pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.deep)], indirect=True)
"""For a story that people of either language go through. What a language can break (a word that is missing, a line that
is too long) is found on every page by test_every_page.py; what a story adds is what people do, the same in each.
"""
TOLD_IN_FRENCH = pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.deep)], indirect=True)
READER = "bo@heliopompe.example"
"""A person who has been here before: their tour has ended."""
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
"""What a browser asks for, by language."""
type SampleDeployment = Callable[[str], Deployment]


def end_tour(email: str) -> None:
    User.objects.get(email=email).end_tour()


@pytest.hookimpl(tryfirst=True)  # before those that are `deep` are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    others = {f"sample {language}" for language in LOCALES} - {f"sample {SAMPLE_LANGUAGE}"}
    for item in items:
        group = item.get_closest_marker("xdist_group")
        if group and group.args[0] in others:
            item.add_marker("deep")


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language that a story is told in: `gettext` names in it what is on the pages."""
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


@pytest.fixture(scope="session")
def reachable_by_networks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, list[Network]]]:
    """Two nodes, each behind a network that can be broken: who goes to a node's `url` goes through it. No worker: what
    people write needs none.
    """
    with ExitStack() as stack:
        deployment = build_production(tmp_path_factory.mktemp("networks"), stack)
        networks = [stack.enter_context(Network(node.port)) for node in deployment.nodes]
        for node, network in zip(deployment.nodes, networks, strict=True):
            node.url = node.environment["RONDE_BASE_URL"] = f"http://127.0.0.1:{network.port}"
            node.start()
            node.wait(60)
        yield deployment, networks


@pytest.fixture
def networks(reachable_by_networks: tuple[Deployment, list[Network]]) -> Iterator[list[Network]]:
    """What leads to each of two nodes; mended after each test, whatever became of it."""
    _, networks = reachable_by_networks
    yield networks
    for network in networks:
        network.allow_websockets()
        network.mend()
