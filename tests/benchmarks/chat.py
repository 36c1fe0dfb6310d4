"""Measure a busy room: how fast a message is on everyone's screen, and what passing it on costs.

    tests/benchmarks/chat.py [--people 1300] [--connected 500] [--rate 20] [--seconds 10] [--rounds 3]
                       [--limit-ms 100] [--least 3]

Two nodes on PostgreSQL and Redis (thrown away), all clients in one process on the same cores; loopback, over after some
minutes. In turn, in one run and with messages of the same size:

- `ronde, by pages`: people send as their pages do, by a POST to one node or the other; from that instant on it is
  counted until the frame has come.
- `ronde`: the same verb, called in a process of its own, so that the nodes do nothing but pass on.
- `channels layer`: consumers of Channels in groups of channels-redis' layer (`RedisChannelLayer`), `group_send`.
- `channels pub/sub`: the same with `RedisPubSubChannelLayer`.
- `relay`: what Redis publishes is sent to each socket by a plain loop, and nothing else is done.

Prints milliseconds from send to screen, and deliveries per second of the nodes' processor time. Exit 1 when the 95th
percentile of `ronde, by pages` is beyond the limit, or `ronde` delivers less than so many times the layer's.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

from tests.benchmarks.chat_clients import Screen, connect_all, percentile  # noqa: E402
from tests.benchmarks.chat_senders import SENDERS, Sending  # noqa: E402

WARM_S = 3.0
DRAIN_S = 1.5
KINDS = ("ronde, by pages", "ronde", "channels layer", "channels pub/sub", "relay")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    """What one kind of server did, in all rounds."""

    p50_ms: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)
    per_cpu_s: list[float] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)


def prepare(people: int, connected: int) -> Sending:
    """Make a room with so many people; returns what senders need, with sessions of those who will be connected."""
    import django

    django.setup()
    from django.core.management import call_command

    from chat.chat.broadcasts import in_each_language
    from chat.chat.models import Room
    from chat.chat.workflows.conversation import open_topic, post_message
    from circles.circles.models import Membership
    from circles.circles.workflows.project_setup import create_project
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    ada = User.objects.create_user("ada@ronde.example", name="Ada Mercier")
    circle = create_project("Busy", by=ada).circles.general()
    others = User.objects.bulk_create(
        User(email=f"p{number}@ronde.example", name=f"Person {number}") for number in range(people - 1)
    )
    Membership.objects.bulk_create(Membership(circle=circle, project=circle.project, user=user) for user in others)
    topic = open_topic(Room.of(circle), "Leak at farm 2", by=ada)
    first = post_message(topic, "The lower flange weeps. sent:0000000000.000000 " + "x" * 80, by=ada)
    place = {"topic": str(topic.pk), "room": topic.scope, "about": "", "seq": 1, "direct": False, "change": 1}
    body = json.dumps({"chat": {**place, "by": str(ada.pk), "last": first.headline, "html": in_each_language(first)}})
    sessions = sign_in([ada, *others][:connected])
    django.db.connections.close_all()
    return Sending(str(topic.pk), topic.get_absolute_url(), str(circle.project.slug), sessions, body)


def sign_in(people: list[Any]) -> list[str]:
    """Sign people in, all at once; returns the keys of their sessions."""
    from datetime import timedelta

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    rows = []
    for user in people:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        rows.append(Session(session_key=secrets.token_hex(16), session_data=store.encode(data), expire_date=until))
    return [row.session_key for row in Session.objects.bulk_create(rows)]


@contextmanager
def nodes_of(kind: str, folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start two nodes of a kind; they are ended at the end. Their addresses are in the environment."""
    from machine import free_port

    with ExitStack() as stack:
        nodes, ports = [], [free_port(), free_port()]
        for port in ports:
            log = stack.enter_context((folder / f"{port}.log").open("wb"))
            environment = os.environ | {"RONDE_BASE_URL": f"http://127.0.0.1:{port}", "RELAY": kind}
            command = [str(ROOT / "script" / "production"), "web", "--port", str(port)]
            if not kind.startswith("ronde"):
                options = ["--loop", "uvloop", "--ws", "websockets-sansio", "--ws-per-message-deflate", "false"]
                application = "tests.benchmarks.chat_peers:application"
                command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *options]
                command += ["--log-level", "warning", "--lifespan", "off"]
            node = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            stack.callback(end, node)
            nodes.append(node)
        os.environ["NODES"] = ",".join(f"127.0.0.1:{port}" for port in ports)
        yield nodes


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours."""
    process.kill()
    process.wait()


def worked_s(nodes: list[subprocess.Popen[bytes]]) -> float:
    """Return the processor seconds of the nodes so far."""
    fields = [Path(f"/proc/{node.pid}/stat").read_text().rpartition(")")[2].split() for node in nodes]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS_A_SECOND


async def measure(kind: str, sending: Sending, nodes: list[subprocess.Popen[bytes]], options: Any) -> dict[str, float]:
    """Connect everyone, send for a while, and return what was seen."""
    screen = Screen()
    addresses = os.environ["NODES"].split(",")
    await connect_all(screen, addresses, sending, options.connected)
    sender = multiprocessing.get_context("spawn").Process(
        target=SENDERS[kind], args=(sending, addresses, options.rate, WARM_S + options.seconds), daemon=True
    )
    sender.start()
    try:
        await asyncio.wait_for(screen.begun.wait(), 60)
        await asyncio.sleep(WARM_S)
        screen.reset()
        before = worked_s(nodes)
        await asyncio.sleep(options.seconds - WARM_S)
        waits, worked = list(screen.waits_s), worked_s(nodes) - before
        await asyncio.sleep(WARM_S + DRAIN_S)
        sender.join(10)
    finally:
        sender.kill()
        screen.close()
    expected = options.connected * options.rate * (options.seconds - WARM_S)
    return {
        "p50": percentile(waits, 0.5) * 1000,
        "p95": percentile(waits, 0.95) * 1000,
        "per_cpu_s": len(waits) / worked,
        "arrived": len(waits) / expected,
    }


def main() -> int:
    """Measure and print; 1 when a limit is missed."""
    from machine import pip_install
    from postgres import Postgres
    from valkey import Valkey

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("people", 1300), ("connected", 500), ("rate", 20), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, number in (("seconds", 10.0), ("limit-ms", 100.0), ("least", 3.0)):
        parser.add_argument(f"--{name}", type=float, default=number)
    parser.add_argument("--only", nargs="*", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ronde-chat-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database, redis = stack.enter_context(Postgres()), stack.enter_context(Valkey())
        peers = [str(found) for name in ("channels_redis", "msgpack") if (found := pip_install(name))]
        os.environ |= {
            "RONDE_DATABASE_URL": database.url,
            "RONDE_REDIS_URL": f"{redis.url}/0",
            "RONDE_SECRET_KEY": "benchmark-only-" + "x" * 50,
            "RONDE_BASE_URL": "http://127.0.0.1",
            "RONDE_DATA_DIR": str(folder),
            "RONDE_VOLATILE": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *peers]),
        }
        sys.path += peers
        sending = prepare(options.people, options.connected)
        results = {kind: Result() for kind in options.only}
        for _ in range(options.rounds):
            for kind, result in results.items():
                with nodes_of(kind, folder) as nodes:
                    seen = asyncio.run(measure(kind, sending, nodes, options))
                result.p50_ms.append(seen["p50"])
                result.p95_ms.append(seen["p95"])
                result.per_cpu_s.append(seen["per_cpu_s"])
                result.arrived.append(seen["arrived"])
    return report(results, options)


def report(results: dict[str, Result], options: argparse.Namespace) -> int:
    """Print the medians of all rounds; 1 when a limit is missed."""
    print(f"{options.people:,} people, {options.connected} connected, {options.rate} messages/s, two nodes")
    print(f"  {'':<18} p50 ms  p95 ms  delivered/CPU s  arrived in time")
    median = statistics.median
    for kind, one in results.items():
        figures = f"{median(one.p50_ms):6.1f}  {median(one.p95_ms):6.1f}  {median(one.per_cpu_s):15,.0f}"
        print(f"  {kind:<18} {figures}  {median(one.arrived):8.0%}")
    if set(KINDS) - set(results):
        return 0
    ratio = {kind: median(results["ronde"].per_cpu_s) / median(results[kind].per_cpu_s) for kind in KINDS[2:]}
    print("  ronde ÷ " + ", ".join(f"{kind}: {number:.1f}" for kind, number in ratio.items()))
    p95 = median(results["ronde, by pages"].p95_ms)
    return int(p95 > options.limit_ms or ratio["channels layer"] < options.least)


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"  ({time.monotonic() - started:.0f} s)")
    sys.exit(code)
