"""The house with the sample project, made once for all that look at it in one language."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tests.support.servers import House, build_embedded
from tests.support.templates import sample

IN_ONE_HOUSE = pytest.mark.parametrize("house", ["embedded"], indirect=True)
"""What happens in one browser alone is looked at in one house; what travels between people, in both."""
READER = "bo@heliopompe.example"
"""Somebody who has been here before: their tour has ended."""
type Sampled = Callable[[str], House]


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sampled]:
    """`sampled("fr")`: a house that holds the sample project in a language."""
    with ExitStack() as stack:

        @cache
        def sampled(language: str) -> House:
            house = build_embedded(tmp_path_factory.mktemp("sampled"), stack, sample(language)).start()
            house.python(f"from accounts.models import User; User.objects.get(email={READER!r}).end_tour()")
            return house

        yield sampled
