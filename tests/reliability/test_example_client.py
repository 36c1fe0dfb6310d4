"""The example client, in a process of its own, writes in a document of a real server over a network that breaks."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from circles.circles.workflows.project_setup import create_project
from documents.coediting.sync import MAX_UPDATE, SUBPROTOCOL
from documents.documents.models import Document
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import Token, User
from tests.support.databases import ROOT
from tests.support.deployments import Deployment

CLIENT = ROOT / "docs" / "example_client.py"
UPDATE = 100
WITHIN_S = 30


def make_document() -> tuple[str, str]:
    """Make an empty document of ada's; return its id and a token of hers."""
    email = "ada@ronde.example"
    ada = User.objects.filter(email=email).first() or User.objects.create_user(email, name="Ada")
    document = Document.create(create_project("Pump", by=ada).circles.general(), "Wear test", by=ada)
    return str(document.pk), Token.issue(ada, "program")


def stored(document: str) -> list[str]:
    """Return the paragraphs of a document."""
    return markdown_of(Document.objects.get(pk=document).nodes()).strip().split("\n\n")


class Between:
    """A way to the server that can lose a frame of the client, or break."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.updates: list[bytes] = []
        self.loses_the_next = False
        self.lines: set[ServerConnection] = set()

    async def serve(self, line: ServerConnection) -> None:
        assert line.request
        headers = {"Authorization": line.request.headers["Authorization"]}
        protocols = [Subprotocol(SUBPROTOCOL)]
        self.lines.add(line)
        async with connect(
            f"{self.server}{line.request.path}", subprotocols=protocols, additional_headers=headers
        ) as to_server:
            coming = asyncio.create_task(self.bring(to_server, line))
            with suppress(websockets.ConnectionClosed):
                async for frame in line:
                    if self.passes(frame):
                        await to_server.send(frame)
            coming.cancel()
        self.lines.discard(line)

    async def bring(self, source: websockets.ClientConnection, line: ServerConnection) -> None:
        with suppress(websockets.ConnectionClosed):
            async for frame in source:
                await line.send(frame)
        await line.close(source.close_code or 1011)

    def passes(self, frame: str | bytes) -> bool:
        if not isinstance(frame, bytes) or frame[0] != UPDATE:
            return True
        self.updates.append(frame)
        lost, self.loses_the_next = self.loses_the_next, False
        return not lost

    def cut(self) -> None:
        for line in self.lines:
            line.transport.abort()


class Program:
    """The example client while it runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []
        self.reading = asyncio.create_task(self.read())

    async def read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.said.append(line.decode().strip())

    def type(self, words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n".encode())

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(WITHIN_S):
            while not holds():  # noqa: ASYNC110 what it waits for comes from elsewhere
                await asyncio.sleep(0.02)

    async def says(self, line: str) -> None:
        """Wait until it has said so, once."""
        try:
            await self.until(lambda: line in self.said)
        except TimeoutError:
            raise AssertionError(f"it never said {line!r}, but {self.said}") from None
        assert self.said.count(line) == 1


@asynccontextmanager
async def running(url: str, token: str, document: str) -> AsyncIterator[Program]:
    pipe = asyncio.subprocess.PIPE
    environment = {"RONDE_URL": url, "RONDE_TOKEN": token}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(CLIENT), document, env=environment, stdin=pipe, stdout=pipe, limit=1 << 22
    )
    program = Program(process)
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await program.reading


@pytest.fixture
def scene(embedded: Deployment) -> tuple[str, str]:
    return embedded.call(make_document)


async def test_it_writes_through_a_cut_and_a_refusal_and_each_line_is_stored_once(
    embedded: Deployment, scene: tuple[str, str]
) -> None:
    document, token = scene
    between = Between(embedded.url.replace("http", "ws"))
    async with serve(between.serve, "127.0.0.1", 0, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=None) as way:
        port = next(iter(way.sockets)).getsockname()[1]
        async with (
            running(f"http://127.0.0.1:{port}", token, document) as program,
            running(embedded.url, token, document) as other,
        ):
            program.type("The seal stayed dry.")
            await program.says("saved: The seal stayed dry.")
            await program.until(lambda: any(line.endswith("is Ada") for line in program.said))

            between.cut()  # it does not know yet
            program.type("Typed without a network.")
            await program.says("saved: Typed without a network.")

            between.loses_the_next = True  # so the line after it rests on nothing
            program.type("Lost on its way.")
            program.type("Refused at first.")
            await program.says("not yet: hole: Refused at first.")
            for line in ("Lost on its way.", "Refused at first."):
                await program.says(f"saved: {line}")

            other.type("By another.")
            await other.says("saved: By another.")
            program.type("x" * MAX_UPDATE)
            await program.says(f"refused: too-large: {'x' * 40}")
            program.type("After that.")
            await program.says("saved: After that.")
            for one in (program, other):
                assert one.process.stdin
                one.process.stdin.close()
                assert await asyncio.wait_for(one.process.wait(), WITHIN_S) == 0
    lines = ["The seal stayed dry.", "Typed without a network.", "Lost on its way.", "Refused at first."]
    found = embedded.call(stored, document)
    # Where the other two stand is by chance: who was refused begins again with an empty document, and types on at once.
    assert sorted(found) == sorted([*lines, "By another.", "After that."])
    assert [line for line in found if line in lines] == lines


async def test_it_ends_when_it_may_not_come_in(embedded: Deployment, scene: tuple[str, str]) -> None:
    document, _ = scene
    async with running(embedded.url, "ronde_none", document) as program:
        assert await asyncio.wait_for(program.process.wait(), WITHIN_S) == 1
