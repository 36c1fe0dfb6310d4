"""No acknowledgement leaves before the disk has what it acknowledges, on both databases, as the kernel sees it."""

import asyncio
import json
import os
import re
from contextlib import ExitStack
from functools import partial
from itertools import batched
from pathlib import Path

import pytest
from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from documents.coediting.sync import SCHEMA, SUBPROTOCOL
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.server_frames import Frame, parsed
from tests.support.deployments import build_embedded
from tests.support.durable_deployment import build_durable
from tests.support.rotation import one_in
from tests.support.traced import DiskOrder, traced
from tests.torture.database import make_scene

EDITS = 10_000 if os.environ.get("RONDE_DEEP") else 1_000
IN_FLIGHT = 25
MARK = re.compile(r"onDisk\d{6}")
ACKNOWLEDGED = re.compile(r"e\\f(onDisk\d{6})")
"""As strace writes it: 101, and how long the name is."""
LOG = {"sqlite": "ronde.sqlite3-wal", "postgresql": "/pg_wal/"}


async def types(address: str, token: str, edits: int) -> set[str]:
    """Type letters, some at a time; return the names of the edits that were acknowledged."""
    doc: Doc[Text] = Doc()
    text = doc.get("t", type=Text)
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(address, subprotocols=[Subprotocol(SUBPROTOCOL)], additional_headers=headers) as line:
        await line.send(var_uint(103) + var_string(json.dumps({"schema": SCHEMA, "epoch": None})))
        await line.send(b"\x00\x00" + var_bytes(doc.get_state()))
        await heard(line, "step2", 1)
        acknowledged = set[str]()
        for names in batched((f"onDisk{number:06}" for number in range(edits)), IN_FLIGHT, strict=False):
            for name in names:
                before = doc.get_state()
                text += "x"
                await line.send(var_uint(100) + var_string(name) + var_bytes(doc.get_update(before)))
            acknowledged |= {frame[1] for frame in await heard(line, "ack", len(names))}
    return acknowledged


async def heard(line: ClientConnection, kind: str, number: int) -> list[Frame]:
    """Return the next frames of a kind; none may be a refusal."""
    found = list[Frame]()
    async with asyncio.timeout(60):
        while len(found) < number:
            data = await line.recv()
            assert isinstance(data, bytes)
            frame = parsed(data)
            assert frame[0] != "nack", frame
            found += [frame] * (frame[0] == kind)
    return found


@pytest.mark.parametrize("database", one_in(2, "on disk", ["sqlite", "postgresql"]))
def test_every_acknowledgement_follows_a_finished_sync(database: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        build = build_embedded if database == "sqlite" else partial(build_durable, nodes=1)
        deployment = build(tmp_path, stack)
        scene = deployment.call(make_scene, 1, 1, 0)
        node = deployment.start().nodes[0]
        postgres = deployment.postgres
        traced_ones = [one.pid for one in (node.running, postgres and postgres.server) if one]
        address = f"{node.url.replace('http', 'ws')}/ws/documents/{scene.documents[0]}"
        with traced(traced_ones, tmp_path / "trace"):
            acknowledged = asyncio.run(types(address, scene.tokens[0], EDITS))
    order = DiskOrder(tmp_path / "trace", MARK, ACKNOWLEDGED, LOG[database])
    assert order.sent == acknowledged
    assert len(acknowledged) == EDITS
    assert order.syncs > EDITS / IN_FLIGHT / 4
    unseen = acknowledged - order.written.keys()
    assert len(unseen) <= EDITS / 1_000, "a name may be cut in two by the end of a page, hardly ever"
    assert order.too_early <= unseen
