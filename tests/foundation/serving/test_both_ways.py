"""A document is edited over a real server with the engine room's websockets, and with uvicorn's own."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from config.asgi import application
from documents.coediting import sync
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.conftest import Scene, scene
from tests.documents.coediting.server_frames import parsed
from tests.documents.coediting.updates import a_text
from tests.support.bounded_websockets import BOUNDED, served

__all__ = ["scene"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("websockets", [BOUNDED, "websockets-sansio"])
async def test_what_is_typed_is_saved_and_sent_to_the_others(scene: Scene, websockets: str) -> None:
    async with served(application, websockets=websockets) as head:
        address = f"{head}/ws/documents/{scene.document.pk}"
        ada, bo = [
            connect(
                address,
                additional_headers={"Authorization": f"Bearer {scene.tokens[person.pk]}"},
                subprotocols=[Subprotocol(sync.SUBPROTOCOL)],
            )
            for person in (scene.ada, scene.bo)
        ]
        async with ada as hers, bo as his, asyncio.timeout(30):
            for line in (hers, his):
                await line.send(var_uint(103) + var_string(json.dumps({"schema": sync.SCHEMA, "epoch": None})))
            await his.send(b"\x00\x00" + var_bytes(b"\x00"))  # as every client asks for what it lacks
            await hers.send(var_uint(100) + var_string("one") + var_bytes(a_text(5)))
            while (frame := parsed(await hers.recv(decode=False)))[0] != "ack":
                pass
            assert frame[1] == "one"
            while b"xxxxx" not in await his.recv(decode=False):
                pass  # it comes as an update, or with the whole, where he was let in after it was written
