"""Measure how long the editor is cut off when a web node dies.

    tests/benchmarks/reconnect.py [--kills 20] [--clients 8] [--limit-s 5]

Two nodes on PostgreSQL and Redis (thrown away) behind a proxy that passes connections on to whichever takes them. The
editor's own connection (the built one, without a page) types in several copies; one node after the other is killed -9
and started again. Prints how long clients were cut off until they were live again, and until all they typed was saved.
Exit 1 when the 99th percentile is beyond the limit.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

CLIENT = ROOT / "frontend" / "tests" / "yjs-client" / "reconnects.mjs"
QUIET_S = 3.0  # after everyone is back, before the next node dies


class WebNode:
    """A web node."""

    def __init__(self, folder: Path) -> None:
        from machine import free_port

        self.port = free_port()
        self.log = folder / f"{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it serves some seconds later."""
        command = [str(ROOT / "script" / "production"), "web", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def kill(self) -> None:
        """End it as a crash does."""
        if self.process:
            self.process.kill()
            self.process.wait()

    async def wait(self) -> None:
        """Return when it serves."""
        for _ in range(600):
            with suppress(OSError):
                await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{self.port}/readyz", timeout=5)
                return
            await asyncio.sleep(0.1)
        raise RuntimeError(self.log.read_text()[-3000:])


async def pass_on(
    nodes: list[WebNode], turn: "count[int]", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Connect a person to the next node that takes them; when either ends, so does the other."""
    first = next(turn)
    for place in range(len(nodes)):
        try:
            there = await asyncio.open_connection("127.0.0.1", nodes[(first + place) % len(nodes)].port)
            break
        except OSError:
            continue
    else:
        writer.transport.abort()
        return

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()

    await asyncio.wait(
        [asyncio.create_task(pump(reader, there[1])), asyncio.create_task(pump(there[0], writer))],
        return_when=asyncio.FIRST_COMPLETED,
    )
    for end in (writer, there[1]):
        end.transport.abort()


def prepare() -> str:
    """Make the database; return the path of a document's socket with a ticket."""
    import django

    django.setup()
    from django.core.management import call_command

    from circles.circles.workflows.project_setup import create_project
    from documents.coediting.models import Ticket
    from documents.documents.models import Document
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    ada = User.objects.create_user("ada@ronde.example", name="Ada")
    document = Document.create(create_project("Killed", by=ada).circles.general(), "Pump", by=ada)
    return f"{document.socket_path}?ticket={Ticket.issue(ada, document.pk)}"


async def run(options: argparse.Namespace, nodes: list[WebNode], path: str, bundle: Path) -> list[dict[str, float]]:
    """Kill node after node; return what each client said of each break."""
    turn = count()
    proxy = await asyncio.start_server(lambda *pair: pass_on(nodes, turn, *pair), "127.0.0.1", 0)
    address = f"ws://127.0.0.1:{proxy.sockets[0].getsockname()[1]}{path}"
    client = await asyncio.create_subprocess_exec(
        "node", str(bundle), address, str(options.clients), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    breaks: list[dict[str, float]] = []
    said = client.stdout or asyncio.StreamReader()
    try:
        await asyncio.wait_for(said.readline(), 60)
        for number in range(options.kills):
            await asyncio.sleep(QUIET_S)
            node = nodes[number % len(nodes)]
            node.kill()
            begun = time.monotonic()
            node.start()
            with suppress(TimeoutError):
                while time.monotonic() - begun < 30:
                    breaks.append(json.loads(await asyncio.wait_for(said.readline(), QUIET_S)))
            await node.wait()
    finally:
        client.kill()
        await client.wait()
        proxy.close()
    return breaks


def part(values: list[float], of: float) -> float:
    """Return the value below which such a part of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * of))]


def main() -> int:
    """Measure and print; 1 when it takes too long."""
    from postgres import Postgres
    from valkey import Valkey

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--limit-s", type=float, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ronde-reconnect-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database, redis = stack.enter_context(Postgres()), stack.enter_context(Valkey())
        os.environ |= {
            "RONDE_DATABASE_URL": database.url,
            "RONDE_REDIS_URL": f"{redis.url}/0",
            "RONDE_SECRET_KEY": "benchmark-only-" + "x" * 50,
            "RONDE_BASE_URL": "http://127.0.0.1",
            "RONDE_DATA_DIR": str(folder),
            "RONDE_VOLATILE": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        path = prepare()
        bundle = CLIENT.parent / f".{CLIENT.name}"  # beside it, so that it finds its packages
        stack.callback(bundle.unlink, missing_ok=True)
        rolldown = ROOT / "node_modules" / ".bin" / "rolldown"
        command = [str(rolldown), str(CLIENT), "--file", str(bundle), "--platform", "node", "--external", "ws"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        nodes = [WebNode(folder), WebNode(folder)]
        for node in nodes:
            stack.callback(node.kill)
            node.start()
        asyncio.run(all_people(nodes))
        breaks = asyncio.run(run(options, nodes, path, bundle))
    if not breaks:
        print("no client lost its node")
        return 1
    print(f"{options.kills} nodes killed, {len(breaks)} connections cut; seconds")
    for name, words in (("offline", "until live again"), ("unsaved", "until all is saved")):
        values = [one[name] / 1000 for one in breaks]
        figures = "".join(f"  p{of * 100:.0f} {part(values, of):5.2f}" for of in (0.5, 0.95, 0.99))
        print(f"  {words:<20}{figures}  worst {max(values):5.2f}")
    return 1 if part([one["offline"] / 1000 for one in breaks], 0.99) > options.limit_s else 0


async def all_people(nodes: list[WebNode]) -> None:
    """Wait until all nodes serve."""
    for node in nodes:
        await node.wait()


if __name__ == "__main__":
    sys.exit(main())
