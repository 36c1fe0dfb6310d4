"""No acknowledgement leaves before the disk has what it acknowledges, on both databases, as the kernel sees it."""

import asyncio
import json
import os
import re
from contextlib import ExitStack
from itertools import batched
from pathlib import Path

import pytest
from postgres import DURABLE, Postgres
from pycrdt import Doc, Text
from valkey import Valkey
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from documents.lib0 import var_bytes, var_string, var_uint
from documents.sync import SCHEMA, SUBPROTOCOL
from tests.documents.server_frames import Frame, parsed
from tests.support.databases import ROOT
from tests.support.deployments import Deployment, build_embedded
from tests.support.django_process import DjangoProcess
from tests.support.traced import DiskOrder, traced
from torture.database import make_scene
from web.schema_bootstrap import make_or_migrate

EDITS = 10_000 if os.environ.get("RONDE_DEEP") else 1_000
IN_FLIGHT = 25
MARK = re.compile(r"onDisk\d{6}")
ACKNOWLEDGED = re.compile(r"e\\f(onDisk\d{6})")
"""As strace writes it: 101, and how long the name is."""


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


def on_postgresql(folder: Path, stack: ExitStack) -> tuple[Deployment, list[int], str]:
    """Return a node on a PostgreSQL that waits for the disk, that database's process, and part of its log's path."""
    database = stack.enter_context(Postgres())
    redis = stack.enter_context(Valkey())
    variables = {"RONDE_DATABASE_URL": database.url, "RONDE_REDIS_URL": f"{redis.url}/0"}
    deployment = Deployment(folder, variables | {"RONDE_SECRET_KEY": "tests-only-" + "x" * 50})
    deployment.add_node(str(ROOT / "script" / "production"), "web")
    stack.callback(deployment.stop)
    building = DjangoProcess(deployment.environment)
    building.call(make_or_migrate)
    building.stop()
    database.restart(DURABLE)
    assert database.server
    return deployment, [database.server.pid], "/pg_wal/"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_acknowledgement_follows_a_finished_sync(database: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        (tmp_path / "data").mkdir(exist_ok=True)
        if database == "sqlite":
            (tmp_path / "data").rmdir()
            deployment, others, log = build_embedded(tmp_path, stack), list[int](), "ronde.sqlite3-wal"
        else:
            deployment, others, log = on_postgresql(tmp_path, stack)
        scene = deployment.call(make_scene, 1, 1, 0)
        node = deployment.start().nodes[0]
        assert node.running
        address = f"{node.url.replace('http', 'ws')}/ws/documents/{scene.documents[0]}"
        with traced([node.running.pid, *others], tmp_path / "trace"):
            acknowledged = asyncio.run(types(address, scene.tokens[0], EDITS))
    order = DiskOrder(tmp_path / "trace", MARK, ACKNOWLEDGED, log)
    assert order.sent == acknowledged
    assert len(acknowledged) == EDITS
    assert order.syncs > EDITS / IN_FLIGHT / 4
    unseen = acknowledged - order.written.keys()
    assert len(unseen) <= EDITS / 1_000, "a name may be cut in two by the end of a page, hardly ever"
    assert order.too_early <= unseen
