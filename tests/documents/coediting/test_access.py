"""Who may open a document's socket, and that it ends within two seconds of their right."""

import asyncio
import threading
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.utils import timezone

from config.asgi import application
from documents.coediting import access_watch
from documents.coediting.models import Ticket
from documents.coediting.session_registry import current_registry
from documents.documents.models import Document
from foundation.accounts.models import Token, User
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT_S = 2.0


def browser_of(person: User) -> Browser:
    browser = Browser()
    browser.force_login(person)
    return browser


def cookie_of(browser: Browser) -> tuple[bytes, bytes]:
    return (b"cookie", f"{settings.SESSION_COOKIE_NAME}={browser.session.session_key}".encode())


class Visitor(Client):
    """Comes in through the whole application, as from a browser."""

    def __init__(self, document: Document, headers: list[tuple[bytes, bytes]], query: bytes = b"") -> None:
        super().__init__(document.pk)
        self.task.cancel()
        self._to_server = asyncio.Queue()
        self._to_server.put_nowait({"type": "websocket.connect"})
        scope: dict[str, Any] = {
            "type": "websocket", "path": f"/ws/documents/{document.pk}", "raw_path": b"", "query_string": query,
            "headers": headers, "subprotocols": ["ronde.sync.v1"], "scheme": "ws", "server": ("testserver", 80),
        }  # fmt: skip
        self.task = asyncio.create_task(application(scope, self._to_server.get, self._from_server))


async def test_a_signed_in_browser_of_our_own_origin_connects(scene: Scene) -> None:
    browser = await sync_to_async(browser_of)(scene.ada)
    cookie = await sync_to_async(cookie_of)(browser)
    ada = await Visitor(scene.document, [cookie, (b"origin", settings.ORIGIN.encode())]).greeted()
    name = ada.say("x")
    await ada.until(lambda: name in ada.acked)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "https://testserver", "http://testserver:81", "http://testserver.evil.example", "null",
        "http://sub.testserver", "http://user@testserver", "HTTP://TESTSERVER", "http://testserver/", "",
    ],
)  # fmt: skip
async def test_a_page_of_another_origin_is_refused(scene: Scene, origin: str) -> None:
    browser = await sync_to_async(browser_of)(scene.ada)
    cookie = await sync_to_async(cookie_of)(browser)
    ada = Visitor(scene.document, [cookie, (b"origin", origin.encode())])
    await ada.until(lambda: ada.closed is not None)
    assert ada.frames == []


async def test_anonymous_people_and_outsiders_learn_why_they_are_refused(scene: Scene) -> None:
    nobody = Client(scene.document.pk)
    await nobody.until(lambda: nobody.closed is not None)
    eve = scene.opens(scene.eve)
    await eve.until(lambda: eve.closed is not None)
    lost = Client(
        scene.circle.project.pk, headers=[(b"authorization", f"Bearer {scene.tokens[scene.ada.pk]}".encode())]
    )
    await lost.until(lambda: lost.closed is not None)
    assert (nobody.closed, eve.closed, lost.closed) == (4401, 4403, 4404)
    assert nobody.frames == eve.frames == lost.frames == []


async def test_a_ticket_opens_its_document_and_no_other(scene: Scene) -> None:
    other = await sync_to_async(Document.create)(scene.circle, "Other", by=scene.ada)
    query = b"ticket=" + (await sync_to_async(Ticket.issue)(scene.bo, scene.document.pk)).encode()
    bo = await Client(scene.document.pk, query_string=query).greeted()
    name = bo.say("x")
    await bo.until(lambda: name in bo.acked)
    refused = Client(other.pk, query_string=query)
    await refused.until(lambda: refused.closed is not None)
    assert refused.closed == 4401


async def ends_in_time(client: Client, code: int) -> None:
    start = time.monotonic()
    await client.until(lambda: client.closed is not None)
    assert client.closed == code
    assert time.monotonic() - start <= LIMIT_S


async def test_leaving_the_project_disconnects_at_once_and_the_others_stay(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    membership = await scene.circle.memberships.aget(user=scene.bo)
    await sync_to_async(membership.end)(by=scene.ada)
    await ends_in_time(bo, 4403)
    name = ada.say("still here")
    await ada.until(lambda: name in ada.acked)


async def test_leaving_one_of_two_circles_disconnects_nobody(scene: Scene) -> None:
    await sync_to_async(lambda: scene.circle.project.circles.general().admit(scene.bo, by=scene.ada))()
    bo = await scene.opens(scene.bo).greeted()
    membership = await scene.circle.memberships.aget(user=scene.bo)
    await sync_to_async(membership.end)(by=scene.ada)
    from documents.coediting.session_registry import current_registry

    session = current_registry().sessions[scene.document.pk]
    await bo.until(lambda: all(peer.credential.access_epoch > 0 for peer in session.peers))
    name = bo.say("still here")
    await bo.until(lambda: name in bo.acked)


async def test_a_deactivated_person_is_disconnected(scene: Scene) -> None:
    bo = await scene.opens(scene.bo).greeted()
    await User.objects.filter(pk=scene.bo.pk).aupdate(is_active=False)
    await ends_in_time(bo, 4401)


async def test_an_ended_token_ends_its_connections(scene: Scene) -> None:
    bo = await scene.opens(scene.bo).greeted()
    await Token.objects.filter(user=scene.bo).aupdate(ended_at=timezone.now())
    await ends_in_time(bo, 4401)


async def test_signing_out_ends_the_connections_of_that_browser(scene: Scene) -> None:
    browser = await sync_to_async(browser_of)(scene.ada)
    cookie = await sync_to_async(cookie_of)(browser)
    ada = await Visitor(scene.document, [cookie, (b"origin", settings.ORIGIN.encode())]).greeted()
    other = await scene.opens(scene.ada).greeted()
    await sync_to_async(browser.logout)()
    await ends_in_time(ada, 4401)
    assert other.closed is None


async def test_an_expired_session_ends_its_connections(scene: Scene) -> None:
    browser = await sync_to_async(browser_of)(scene.ada)
    cookie = await sync_to_async(cookie_of)(browser)
    ada = await Visitor(scene.document, [cookie, (b"origin", settings.ORIGIN.encode())]).greeted()
    await Session.objects.aupdate(expire_date=timezone.now())
    await ends_in_time(ada, 4401)


async def test_documents_of_a_closed_circle_are_read_only(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    scene.circle.closed_at = timezone.now()
    await scene.circle.asave()
    await ada.until(lambda: ("read-only", "closed") in ada.frames)
    name = ada.say("too late")
    await ada.until(lambda: name in ada.nacked)
    assert ada.nacked[name] == "read-only"
    late = await scene.opens(scene.bo).greeted()
    hello = next(frame[1] for frame in late.frames if frame[0] == "hello")
    assert (hello["readOnly"], hello["readOnlyReason"]) == (True, "closed")


async def test_an_archived_document_is_read_only_until_it_is_restored(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    await sync_to_async(scene.document.archive)(by=scene.bo)
    await ada.until(lambda: ("read-only", "closed") in ada.frames)
    name = ada.say("too late")
    await ada.until(lambda: name in ada.nacked)
    await sync_to_async(scene.document.restore)(by=scene.bo)
    await ends_in_time(ada, 1001)
    again = await scene.opens(scene.ada).greeted()
    name = again.say("in time")
    await again.until(lambda: name in again.acked)


async def test_updates_of_another_process_are_found_without_a_message(scene: Scene) -> None:
    from documents.coediting.log_access import PendingUpdate
    from documents.coediting.log_append import append

    ada, writer = await scene.opens(scene.ada).greeted(), Client(scene.document.pk)
    update = writer.type("from another process")
    pending = PendingUpdate(scene.document.pk, "m1", scene.bo.pk, update, lambda together, places: None)
    await sync_to_async(append)([pending])
    await ada.until(lambda: ada.words == "from another process", LIMIT_S + 0.5)
    name = ada.say("!")
    await ada.until(lambda: name in ada.acked)
    assert ada.acked[name] == 2


async def test_a_connection_made_during_the_access_query_stays(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await scene.opens(scene.ada).greeted()
    asking, came_in, really = threading.Event(), threading.Event(), access_watch.read_current_access

    def read_slowly(*args: Any) -> Any:
        found = really(*args)
        asking.set()
        came_in.wait(5)
        return found

    monkeypatch.setattr(access_watch, "read_current_access", read_slowly)
    await asyncio.to_thread(asking.wait, 5)
    bo = await scene.opens(scene.bo).greeted()
    came_in.set()
    monkeypatch.setattr(access_watch, "read_current_access", really)
    await current_registry().watch.check()
    assert bo.closed is None
    name = bo.say("x")
    await bo.until(lambda: name in bo.acked)
