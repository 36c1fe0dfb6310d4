"""One person by HTTP takes a bounded part of a process, and hurts nobody else's work."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from django.test import AsyncClient

from documents.coediting import longpoll
from documents.coediting.longpoll import PollPeer
from foundation.accounts.models import User
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)


class Tab:
    """One tab of a person whose websockets are blocked."""

    def __init__(self, scene: Scene, browser: AsyncClient) -> None:
        self.browser, self.client = browser, uuid.uuid4()
        self.address = f"/p/{scene.circle.project.slug}/documents/{scene.document.number}/sync?client={self.client}"

    async def opens(self) -> int:
        """Greet, or bring nothing: both count as asking."""
        return int((await self.browser.post(self.address, b"", content_type="application/octet-stream")).status_code)

    @property
    def place(self) -> PollPeer | None:
        """Give what the process keeps of it."""
        return next((peer for key, peer in longpoll._peers.items() if key[2] == self.client), None)


async def browser_of(person: User) -> AsyncClient:
    browser = AsyncClient()
    await browser.aforce_login(person)
    return browser


@pytest_asyncio.fixture
async def ada(scene: Scene) -> AsyncIterator[AsyncClient]:
    longpoll._peers.clear()
    yield await browser_of(scene.ada)
    for peer in list(longpoll._peers.values()):
        peer.close(1001)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_form_submission_is_refused(scene: Scene, ada: AsyncClient, kind: str) -> None:
    """Such a form is handled in one transaction: waiting in it for what others write would hold up their writing."""
    tab = Tab(scene, ada)
    body = b"csrfmiddlewaretoken=" + b"a" * 80
    assert (await ada.post(tab.address, body, content_type=kind)).status_code == 415
    assert tab.place is None


async def test_a_client_has_at_most_two_requests_open(scene: Scene, ada: AsyncClient) -> None:
    tab = Tab(scene, ada)
    assert await tab.opens() == 200
    place = tab.place
    assert place is not None
    assert place.requests == 0  # what was answered counts no more
    place.requests = longpoll.MAX_REQUESTS
    assert await tab.opens() == 429
    assert (await ada.get(f"{tab.address}&since=0")).status_code == 429
    assert place.requests == longpoll.MAX_REQUESTS
    place.requests -= 1
    assert await tab.opens() == 200


async def test_of_too_many_tabs_the_least_recent_starts_anew(
    scene: Scene, ada: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longpoll, "MAX_OF_ONE", 2)
    first, second, third = (Tab(scene, ada) for _ in range(3))
    for tab in (first, second, first, third):
        assert await tab.opens() == 200
    assert [tab.place is not None for tab in (first, second, third)] == [True, False, True]
    assert first.place is not None
    assert len(first.place.session.peers) == 2


async def test_one_persons_tabs_take_no_place_from_another(
    scene: Scene, ada: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longpoll, "MAX_OF_ONE", 2)
    his = Tab(scene, await browser_of(scene.bo))
    assert await his.opens() == 200
    for _ in range(5):
        assert await Tab(scene, ada).opens() == 200
    assert his.place is not None
    assert len(longpoll._peers) == 3


async def test_a_process_with_too_many_clients_answers_later(
    scene: Scene, ada: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longpoll, "MAX_CLIENTS", 1)
    known = Tab(scene, ada)
    assert await known.opens() == 200
    assert await Tab(scene, ada).opens() == 503
    assert await known.opens() == 200
