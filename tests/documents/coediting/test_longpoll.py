"""Where websockets are blocked, the same frames go by HTTP, and nothing is lost between requests or nodes."""

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from pycrdt import Doc, Text

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from documents.coediting import longpoll, sync
from documents.coediting.session_registry import close_registry
from documents.richtext.yjs.lib0 import ByteReader, var_bytes, var_string, var_uint
from foundation.accounts.models import User
from tests.documents.coediting.conftest import Scene
from tests.documents.coediting.server_frames import Frame, parsed

pytestmark = pytest.mark.django_db(transaction=True)


class Poller:
    """Ada's browser behind a proxy that lets no websocket through."""

    def __init__(self, scene: Scene, client: AsyncClient) -> None:
        self.client = client
        self.address = f"/p/{scene.circle.project.slug}/documents/{scene.document.number}/sync?client={uuid.uuid4()}"
        self.since = "0"
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get("text", type=Text)

    async def post(self, *frames: bytes) -> list[Frame]:
        body = b"".join(map(var_bytes, frames))
        return self._read(await self.client.post(self.address, body, content_type="application/octet-stream"))

    async def get(self) -> list[Frame]:
        return self._read(await self.client.get(f"{self.address}&since={self.since}"))

    def _read(self, answer: Any) -> list[Frame]:
        assert answer.status_code == 200
        self.since = answer["Ronde-Seq"]
        reader, frames = ByteReader(answer.content), []
        while reader.at < reader.end:
            frames.append(parsed(reader.bytes()))
        for frame in frames:
            if frame[0] in ("update", "step2"):
                self.doc.apply_update(frame[1])
        return frames

    async def says(self, words: str) -> list[Frame]:
        before = self.doc.get_state()
        self.text += words
        return await self.post(var_uint(100) + var_string(uuid.uuid4().hex) + var_bytes(self.doc.get_update(before)))


@pytest.fixture
async def poller(scene: Scene) -> Poller:
    client = AsyncClient()
    await client.aforce_login(scene.ada)
    return Poller(scene, client)


async def test_the_first_request_is_answered_with_a_hello(poller: Poller) -> None:
    assert [frame[0] for frame in await poller.post()] == ["hello", "step1"]


async def test_changes_are_sent_and_received_by_long_polling(
    poller: Poller, scene: Scene, stored: Callable[..., Any]
) -> None:
    await poller.post()
    hello = var_uint(103) + var_string(json.dumps({"schema": sync.SCHEMA, "epoch": None}))
    assert [frame[0] for frame in await poller.post(hello, b"\x00\x00\x01\x00")] == ["step2"]
    assert [frame[0] for frame in await poller.says("by http")] == ["ack"]
    assert await stored(scene.document) == "by http"
    bo = await scene.opens(scene.bo).greeted()
    question = asyncio.create_task(poller.get())
    bo.say(", by socket")
    await question
    assert str(poller.text) == "by http, by socket"


async def test_another_node_sends_what_the_first_did_not(poller: Poller, scene: Scene) -> None:
    await poller.post()
    await poller.says("one")
    bo = await scene.opens(scene.bo).greeted()
    name = bo.say(" two")
    await bo.until(lambda: name in bo.acked)
    poller.since = "1"
    await close_registry()  # as if the next request went to another node
    longpoll._peers.clear()
    await poller.get()
    assert str(poller.text) == "one two"


async def test_a_request_is_not_held_for_ever(poller: Poller, monkeypatch: pytest.MonkeyPatch) -> None:
    await poller.post()
    monkeypatch.setattr(longpoll, "WAIT_S", 0.05)
    assert await poller.get() == []


async def test_bad_bodies_and_outsiders_are_refused(poller: Poller, scene: Scene) -> None:
    for body in (b"\xff", var_bytes(b"\x65\x01a\x01")):
        answer = await poller.client.post(poller.address, body, content_type="application/octet-stream")
        assert answer.status_code == 400
    eve = AsyncClient()
    await eve.aforce_login(scene.eve)
    assert (await eve.get(poller.address)).status_code == 404
    assert (await AsyncClient().get(poller.address)).status_code == 401
    strict = AsyncClient(enforce_csrf_checks=True)
    await strict.aforce_login(scene.ada)
    assert (await strict.post(poller.address, b"", content_type="application/octet-stream")).status_code == 403


async def test_leaving_the_project_ends_long_polling(poller: Poller, scene: Scene) -> None:
    await poller.post()
    question = asyncio.create_task(poller.client.get(f"{poller.address}&since=0"))
    membership = await scene.circle.memberships.aget(user=scene.ada)
    await sync_to_async(membership.end)(by=scene.bo)
    assert (await asyncio.wait_for(question, 2.5)).status_code in (403, 404)


async def test_a_guest_is_sent_no_words_that_were_deleted(poller: Poller, scene: Scene) -> None:
    await poller.post()
    await poller.says("secret")
    before = poller.doc.get_state()
    del poller.text[0:6]
    update = poller.doc.get_update(before)
    await poller.post(var_uint(100) + var_string(uuid.uuid4().hex) + var_bytes(update))
    await poller.says("open")
    await sync_to_async(let_in)(scene, scene.eve)
    for person, expected in ((scene.ada, True), (scene.eve, False)):
        client = AsyncClient()
        await client.aforce_login(person)
        theirs = Poller(scene, client)
        answer = await client.get(f"{theirs.address}&since=0")
        assert (b"secret" in answer.content) is expected
        assert b"open" in answer.content


def let_in(scene: Scene, person: User) -> None:
    """Let a person into the document as a guest."""
    invite_guest(scene.document, str(person.email), level="read", reason="Why", ends_on=None, by=scene.ada)
    accept(Guest.objects.get(), by=person)
