"""The clients of a run: each on its way to the servers, and what each does."""

from __future__ import annotations

import math
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tests.torture.history import mark_of
from tests.torture.proxy import ProxyPort
from tests.torture.pycrdt_client import PycrdtClient
from tests.torture.waiting import until
from tests.torture.yjs_clients import YjsClient, YjsProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.torture.clients import DocumentClient
    from tests.torture.plan import Op
    from tests.torture.stage import TortureStage

TYPES = (3, 1, 3, 1)
"""How much a client of each kind types: those who learn what is saved more than those who do not."""
MOST_MARKS = 80  # of one client, after which it takes one out for each that it would put in
BURST = 3  # operations just before a fault, so that some are in flight
LASTING = 60  # operations, while a fault lasts
CONNECTED_S = 60


class SimulatedPeople:
    """Lets them do what a plan, a fault or the end asks for."""

    def __init__(self, stage: TortureStage) -> None:
        self.stage = stage
        self.clients: list[DocumentClient] = []
        self.ways: dict[str, ProxyPort] = {}
        self.away: dict[str, float] = {}  # client: the operation with which it comes back
        self._yjs = YjsProcess(stage.history)
        self.are_hushed = False
        self._op = 0

    async def connect(self) -> None:
        """Let one client of each kind come to each document."""
        await self._yjs.start()
        scene, ports = self.stage.scene, [node.port for node in self.stage.deployment.nodes]
        for number, token in enumerate(scene.tokens):
            name, document = f"c{number:02}", scene.documents[number % len(scene.documents)]
            first = number % len(ports)
            way = ProxyPort(ports[first:] + ports[:first], partial(self._answered, document))
            self.ways[name] = await way.open()
            kind = number // len(scene.documents)
            self.clients.append(self._client(name, kind, document, token, way.port))
        if not await until(lambda: all(client.is_live for client in self.clients), CONNECTED_S):
            raise RuntimeError(f"not everyone could connect:\n{self.stage.deployment.log()[-3000:]}")

    def newcomers(self) -> list[DocumentClient]:
        """Let clients of both engines come to each document that were not there before, on the first and last node."""
        scene, nodes = self.stage.scene, self.stage.deployment.nodes
        return [
            self._client(f"f{kind}{number}", kind, document, scene.tokens[number], node.port)
            for number, document in enumerate(scene.documents)
            for kind, node in ((0, nodes[0]), (3, nodes[-1]))
        ]

    def _client(self, name: str, kind: int, document: str, token: str, port: int) -> DocumentClient:
        """Return a new client: by its kind on pycrdt (0, 1) or Yjs (2, 3), told what is saved (0, 2) or not."""
        address, ours = f"ws://127.0.0.1:{port}/ws/documents", kind % 2 == 0
        if kind < 2:
            return PycrdtClient(name, f"{address}/{document}", document, token, self.stage.history, ours=ours)
        return YjsClient(self._yjs, name, address, document, token, ours=ours)

    def _answered(self, document: str, name: str, place: int) -> None:
        self.stage.history.places[document].add((name, place))

    @property
    def here(self) -> list[DocumentClient]:
        """Those who are not offline."""
        return [client for client in self.clients if client.name not in self.away]

    def give_up_silent(self) -> None:
        """Let everyone notice whose connection has fallen silent."""
        for way in self.ways.values():
            way.give_up_silent()

    async def heal(self, seconds: float) -> None:
        """Let everyone be online, and all type at once: nothing comes after it that could mend what is missing."""
        self.give_up_silent()
        for client in self.clients:
            client.go_online()
        await until(lambda: all(client.is_live for client in self.clients), seconds)
        for client in self.clients * BURST:
            self.insert(client, 0.5)

    async def close(self) -> None:
        """Let everyone go."""
        for client in self.clients:
            await client.close()
        await self._yjs.close()
        for way in self.ways.values():
            await way.close()

    # -- what they do

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """Let nobody do anything, but for what a fault itself lets them do."""
        self.are_hushed = True
        try:
            yield
        finally:
            self.are_hushed = False

    def do(self, op: Op) -> None:
        """Let a client do what the plan says."""
        client = self.clients[op.client]
        mine = self.stage.history.present_marks(client.name)
        for name in [name for name, back in self.away.items() if back <= self._op]:
            self.come_back(self.clients[int(name[1:])])
        match op.kind:
            case "offline" if client.name not in self.away:
                self.stay_away(client, self._op + op.away)
            case "reload" if client.name not in self.away:
                client.reload()
            case "insert" | "delete" if mine and (op.kind == "delete" or len(mine) >= MOST_MARKS):
                self._invoke(client, "delete")
                client.delete(self._op, mine[int(op.where * len(mine))])
            case "undo":
                self._invoke(client, "undo")
                client.undo(self._op)
            case _:
                self.insert(client, op.where)

    def stay_away(self, client: DocumentClient, back: float = math.inf) -> None:
        """Let a client go offline: it comes back with that operation (`back`), or when it is told to."""
        self.away[client.name] = back
        client.go_offline()

    def come_back(self, client: DocumentClient) -> None:
        """Let a client go online again."""
        del self.away[client.name]
        client.go_online()

    def insert(self, client: DocumentClient, where: float) -> None:
        """Let a client type."""
        self._invoke(client, "insert")
        client.insert(self._op, mark_of(client.name, self._op), where)

    def burst(self, where: float) -> None:
        """Let those type who learn what is saved, so that some of it is in flight in a moment."""
        live = [client for client in self.clients if client.is_answered and client.is_live]
        for client in live[:BURST]:
            self.insert(client, where)

    def _invoke(self, client: DocumentClient, kind: str) -> None:
        self._op += 1
        self.stage.history.invoke(self._op, client.name, kind, is_answered=client.is_answered)

    async def type_on(self, client: DocumentClient, where: float) -> None:
        """Let everyone go on for a while, and this client in any case."""
        self.insert(client, where)
        last = self.stage.history.invoked + LASTING
        await until(lambda: self.stage.history.invoked >= last, 2)
