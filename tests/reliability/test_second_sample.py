"""The sample in a second language is prepared beside a server, ends with it, and holds up no start."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from across.sample.languages import FOUNDER, is_alive
from across.sample.texts import LANGUAGES
from tests.support.databases import SQLITE, sample_template
from tests.support.deployments import Deployment, build_embedded
from tests.support.rotation import SAMPLE_LANGUAGE

WAITED_S = 120
[OTHER] = [language for language in LANGUAGES if language != SAMPLE_LANGUAGE]


@pytest.fixture
def with_sample(tmp_path: Path) -> Iterator[Deployment]:
    """The one-process server with the sample in one language, running."""
    with ExitStack() as stack:
        yield build_embedded(tmp_path, stack, sample_template(SQLITE, SAMPLE_LANGUAGE)).start()


def await_that(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAITED_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def how_far(data: Path) -> dict[str, int]:
    """Return what the file says that is there while a sample is prepared."""
    path = data / f"sample-{OTHER}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def test_a_start_is_ready_and_answers_while_the_second_sample_is_prepared(with_sample: Deployment) -> None:
    data, reader = with_sample.folder / "data", requests.Session()
    reader.cookies.set(*with_sample.open_session(FOUNDER))

    def ask_for_it() -> int:
        """Open the page that begins it, and says how far it is; it leads on as soon as the sample is there."""
        return reader.get(f"{with_sample.url}/sample/{OTHER}/", timeout=30, allow_redirects=False).status_code

    assert ask_for_it() == 200
    await_that(lambda: how_far(data).get("percent", 0) > 0, "nothing was loaded")
    process = how_far(data)["process"]
    with_sample.kill()
    await_that(lambda: not is_alive(process), "the preparation outlived its server")
    assert [path for path in data.glob("sample-*") if path.is_dir()] == [], "and leaves its copies"

    with_sample.start()
    assert ask_for_it() == 200
    process = how_far(data)["process"]
    await_that(lambda: how_far(data).get("percent", 0) > 0, "nothing was loaded")
    for page in ("/readyz", "/account/login/", "/"):
        assert reader.get(f"{with_sample.url}{page}", timeout=30).status_code == 200
    assert is_alive(process), "these came before it was there"
    assert how_far(data)["percent"] < 100
    with_sample.stop()
    await_that(lambda: not is_alive(process), "the preparation outlived its server")
