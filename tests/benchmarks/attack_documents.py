"""Attack the documents of a real server while others type, and see whether these notice.

    tests/benchmarks/attack_documents.py [--seconds 15] [--limit-ms 250] [--limit-mib 64] [--only TEXT] [--first]

Serves an embedded server for each attack on the loopback, on a database that is thrown away. People type in documents
of their own and in the attacker's, and read pages; each attack of tests/benchmarks/attacker.py then runs for so many
seconds, and so does opening documents that attacks of former days have poisoned. For each the table says the longest
that anyone else waited for *saved* in another document and for a page, how many of their sockets closed, and how much
the server's memory grew. Exit 1 when a wait is beyond the limit (the calm before shows what the machine adds), any
socket closed or memory grew too much.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

TYPISTS = 6
OPENING = "opening again and again"
EVERY_S = 0.05
CALM_S = 3  # at least: by then a server has done what it does once
PRIORITY = -15
CALM = "Calm"
POISON = "a poisoned log: "


@dataclass
class Watch:
    """What others notice."""

    waits: list[float] = field(default_factory=list)  # for *saved*, in other documents
    beside: list[float] = field(default_factory=list)  # in the attacked document
    pages: list[float] = field(default_factory=list)
    closed: int = 0
    memory_mib: float = 0


def prepare(folder: Path) -> dict[str, Any]:
    """Make a database with people, documents and poison; return the tokens, and who opens what."""
    import django

    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    django.setup()
    from django.core.management import call_command

    from circles.circles.workflows.project_setup import create_project
    from documents.coediting.models import Log, Update
    from documents.documents.models import Document
    from documents.documents.tasks import index_documents
    from foundation.accounts.models import Token, User
    from tests.documents.coediting.updates import a_text, descending, one_key

    call_command("migrate", verbosity=0)
    from tests.benchmarks.attacker import ATTACKS

    names = [*(f"P {number}" for number in range(TYPISTS)), "Neighbour", *ATTACKS, "Calm", "Poison"]
    people = [User.objects.create_user(f"p{number}@ronde.example", name=name) for number, name in enumerate(names)]
    general = create_project("Attacked", by=people[0]).circles.general()
    for person in people[1:]:
        general.admit(person, by=people[0])

    def document(title: str, *updates: bytes) -> str:
        made = Document.create(general, title, by=people[0])
        rows = [Update(log_id=made.pk, seq=n, message_id=str(n), data=data) for n, data in enumerate(updates, 1)]
        Update.objects.bulk_create(rows)
        Log.objects.filter(pk=made.pk).update(seq=len(rows))
        return str(made.pk)

    poison = {"descending": [a_text(530_000), descending(152_000)], "one key": [one_key(40_000)]}
    made = {
        "tokens": {person.name: Token.issue(person, "benchmark") for person in people},
        "documents": {name: document(name) for name in names},
        "poison": {POISON + name: document(name, *updates) for name, updates in poison.items()},
    }
    index_documents()  # what the server would do once, in the middle of an attack
    return made


def memory_mib(pid: int) -> float:
    """Return how much of the machine's memory a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


class Typist:
    """Types a letter again and again, and notes how long each took to be saved."""

    def __init__(self, waits: list[float]) -> None:
        from pycrdt import Doc, Text

        self.waits = waits
        self.sent: dict[str, float] = {}
        self.greeted = asyncio.Event()
        self.doc: Any = Doc()
        self.text = self.doc.get("own", type=Text)

    def letter(self) -> bytes:
        """Type one and return the frame that brings it."""
        from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint

        before, name = self.doc.get_state(), uuid.uuid4().hex
        self.text += "x"
        self.sent[name] = time.monotonic()
        return var_uint(100) + var_string(name) + var_bytes(self.doc.get_update(before))

    async def read(self, line: Any) -> None:
        """Take what the server sends until it ends the connection."""
        from tests.benchmarks.attacker import GREETING
        from tests.documents.coediting.server_frames import parsed

        async for data in line:
            match parsed(data):
                case ("hello", _):
                    await line.send(GREETING)
                    self.greeted.set()
                case ("ack", name, _):
                    self.waits.append(time.monotonic() - self.sent.pop(name))
                case ("nack", name, "full"):
                    del self.sent[name]  # the attacker has filled the document; whoever is in it stays connected
                case ("nack", _, why):
                    raise RuntimeError(why)

    def unsaved(self) -> list[float]:
        """Return for how long what is not saved has waited."""
        return [time.monotonic() - at for at in self.sent.values()]


async def type_on(address: str, token: str, waits: list[float], watch: Watch, over: asyncio.Event) -> None:
    """Type in a document until it is over."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed

    headers, typist = {"Authorization": f"Bearer {token}"}, Typist(waits)
    async with connect(address, additional_headers=headers, subprotocols=["ronde.sync.v1"], max_size=None) as line:  # type: ignore[list-item]
        reading = asyncio.create_task(typist.read(line))
        await typist.greeted.wait()
        try:
            while not over.is_set() and not reading.done():
                await line.send(typist.letter())
                await asyncio.sleep(EVERY_S)
            await asyncio.sleep(0.5)
        except ConnectionClosed:
            pass
        watch.closed += reading.done()
        waits.extend(typist.unsaved())
        reading.cancel()


async def read_pages(host: str, watch: Watch, over: asyncio.Event) -> None:
    """Read a page again and again."""
    while not over.is_set():
        begun = time.monotonic()
        await asyncio.to_thread(lambda: urllib.request.urlopen(f"http://{host}/account/login/", timeout=60).read())
        watch.pages.append(time.monotonic() - begun)
        await asyncio.sleep(0.1)


def come_first() -> None:
    """Let this process and the server run before other programs: what these take is no fault of the server's."""
    os.setsid()  # a session of its own: the scheduler shares the processor out among sessions
    os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
    Path("/proc/self/autogroup").write_text(str(PRIORITY))


def come_as_others() -> None:
    """Let the attacker have no advantage."""
    os.setsid()
    os.setpriority(os.PRIO_PROCESS, 0, 0)


async def look(name: str, seconds: float, host: str, pid: int, made: dict[str, Any]) -> Watch:
    """Run one attack and watch the others."""
    watch, over = Watch(), asyncio.Event()
    base = f"ws://{host}/ws/documents"
    tokens, documents, is_poison = made["tokens"], made["documents"], name in made["poison"]
    attacked = made["poison"][name] if is_poison else documents[name]
    typists = [f"P {number}" for number in range(TYPISTS)]
    people = [type_on(f"{base}/{documents[one]}", tokens[one], watch.waits, watch, over) for one in typists]
    if not is_poison:
        people.append(type_on(f"{base}/{attacked}", tokens["Neighbour"], watch.beside, watch, over))
    at_work = [asyncio.create_task(each) for each in (*people, read_pages(host, watch, over))]
    await asyncio.sleep(2)
    for begun in (watch.waits, watch.pages, watch.beside):
        begun.clear()
    before = most = memory_mib(pid)
    what, who = (OPENING, "Poison") if is_poison else (name, name)
    attacker = None
    if name != CALM:
        attacker = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "tests" / "benchmarks" / "attacker.py"), what, str(seconds),
            f"{base}/{attacked}", tokens[who], preexec_fn=come_as_others, stdout=subprocess.PIPE,
        )  # fmt: skip
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(0.2)
        most = max(most, memory_mib(pid))
    over.set()
    await asyncio.gather(*at_work, return_exceptions=True)
    watch.memory_mib = most - before
    if attacker:
        try:
            said, _ = await asyncio.wait_for(attacker.communicate(), 5)
            print(f"  {'':<34}{said.decode().strip()}")
        except TimeoutError:
            attacker.kill()  # it waits for the server to read
            await attacker.wait()
    return watch


def row(name: str, watch: Watch) -> str:
    """Write what others noticed."""
    times = "".join(
        f"{sorted(found)[int(len(found) * 0.5)] * 1000:8.0f}{max(found) * 1000:8.0f}" if found else " " * 16
        for found in (watch.waits, watch.pages, watch.beside)
    )
    return f"  {name:<34}{times}{watch.closed:8}{watch.memory_mib:8.0f}"


def main() -> int:
    """Attack and print; 1 when others noticed."""
    from tests.benchmarks.attacker import ATTACKS
    from tests.benchmarks.server import served

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--limit-ms", type=float, default=250)
    parser.add_argument("--limit-mib", type=float, default=64)
    parser.add_argument("--first", action="store_true", help="before the machine's other programs, as root may")
    parser.add_argument("--only", default="", help="attacks whose name holds this")
    options = parser.parse_args()
    if options.first:
        come_first()
    folder = Path(tempfile.mkdtemp(prefix="ronde-attack-"))
    try:
        made = prepare(folder)
        names = [
            name for name in (*ATTACKS, *made["poison"]) if options.only in name and name != "opening again and again"
        ]
        print(f"  {'ms: half are below, worst':<34}{'saved':>16}{'page':>16}{'beside it':>16}  closed     MiB")
        beyond = 0
        for name in (CALM, *names):
            with served(folder) as (host, pid):
                watch = asyncio.run(look(name, options.seconds, host, pid, made))
            worst = max(watch.waits + watch.pages, default=0) * 1000
            bad = watch.closed or watch.memory_mib > options.limit_mib or worst > options.limit_ms
            print(("!" if bad else " ") + row(name, watch)[1:], flush=True)
            beyond += bool(bad)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
