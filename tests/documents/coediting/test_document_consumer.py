"""A document's socket, through all that routes it and with Channels' own communicator."""

import json

import pytest

from config.asgi import application
from documents.coediting import sync
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.conftest import Scene
from tests.documents.coediting.server_frames import parsed
from tests.documents.coediting.updates import a_text
from tests.support.communicators import WebsocketCommunicator

pytestmark = pytest.mark.django_db(transaction=True)


async def test_what_is_typed_is_acknowledged_and_reaches_the_others(scene: Scene) -> None:
    bo = await scene.opens(scene.bo).greeted()
    headers = [(b"authorization", f"Bearer {scene.tokens[scene.ada.pk]}".encode())]
    line = WebsocketCommunicator(
        application, f"/ws/documents/{scene.document.pk}", headers=headers, subprotocols=[sync.SUBPROTOCOL]
    )
    assert await line.connect(timeout=5) == (True, sync.SUBPROTOCOL)
    await line.send_to(bytes_data=var_uint(103) + var_string(json.dumps({"schema": sync.SCHEMA, "epoch": None})))
    await line.send_to(bytes_data=var_uint(100) + var_string("one") + var_bytes(a_text(5)))
    while (frame := parsed(await line.receive_from(timeout=5)))[0] != "ack":
        pass
    assert frame[1] == "one"
    await bo.until(lambda: bo.words == "xxxxx")
    await line.disconnect(timeout=5)
    await bo.leave()
