"""Measure co-editing beside other servers, in turns and in one run: script/bench coedit [--quick] [--postgresql].

    --only typing room cursors stuck idle ingest replay join     some of the scenarios
    --servers ronde hocuspocus                some of the servers
    --rounds 3 --seconds 8                    how often each has its turn, and for how long
    --trace FILE [FILE …]                     real editing traces (editing-traces' .json.gz): each is replayed, and the
                                              first, in one order, is for ingest and join; without it they are left out
    --sockets 500                             how many people are idle

Real Yjs clients on the loopback, all in one process on the same cores; each server works on throwaway data. Ronde says
*saved* only of what is on disk; Hocuspocus acknowledges from memory, and its SQLite extension writes seconds later, or,
as `hocuspocus-durable`, at each change (asked typing, room and cursors only); y-websocket's server keeps all in memory;
a bare relay passes frames on, answers none and keeps nothing. `ronde-plain` (asked typing, room and cursors only, too)
is Ronde where uvicorn's own class serves the sockets, as behind another ASGI server. With --postgresql also ours on
PostgreSQL, and as two nodes with Redis over which the clients are spread; both pay for what their database does.

- typing (S1): 20 documents, in each 10 people who type 5 letters a second.
- room (S3): one document, 20 people who type 10 letters a second, 180 who read.
- cursors (S4): typing, and with each letter the cursor moves.
- stuck: 10 people type in a long document, 20 read; then five ask for it again and again and read nothing. `p95Before`
  is without those five, `mibEach` what the server's memory grew by at most for each of them.
- idle: people have 50 documents open and do nothing: memory and processor of each.
- ingest: one person sends edit after edit of a trace as fast as the server reads; then another opens the document.
- replay: a session is typed again, edit by edit, by as many people as it had, as fast as they learn of each other's
  edits; a person watches, another opens the document afterwards, and all must have the trace's own text.
- join: a person opens a document of 260,000 edits, first after a restart of the server, then while it is open (of none
  that keeps it in memory).

`perCpuS` are deliveries (or updates) for each second that the server's processors worked, which a busy machine changes
little: the median of all rounds. Of milliseconds, which it does change, the least is shown. `ratio` is to Hocuspocus,
greater is better. `faults` counts what was lost, differed or broke off; exit 1 with any,
but those of `hocuspocus-durable`, which cannot follow: what has not come by the end counts there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

from machine import find_or_install  # noqa: E402

from tests.benchmarks.coedit.servers import DURABLE, IN_MEMORY, KEEPS_NOTHING, KINDS, ON_POSTGRESQL, PLAIN, Server, made  # noqa: E402

OF_TRACES = ("ingest", "replay", "join")
SCENARIOS = ("typing", "room", "cursors", "stuck", "idle", *OF_TRACES)
DOCUMENTS = 20
IDLE_DOCUMENTS = 50
EDITS_JOINED = 260_000
EDITS_JOINED_QUICKLY = 100_000
EDITS_SENT = 137_000
EDITS_SENT_QUICKLY = 10_000
REFERENCES = ("hocuspocus", "hocuspocus-sqlite")
PATIENCE_S = 900

type Figures = dict[str, float]


def run(server: Server, scenario: str, **options: Any) -> Figures:
    """Let clients do a scenario; returns what they saw."""
    request = {"scenario": scenario, "server": server.described(), **options}
    command = ["node", str(HERE / "scenarios.mjs"), json.dumps(request)]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE_S)
    if said.returncode:
        print(f"  {server.kind}, {scenario}: {said.stderr.strip()[-600:]}", file=sys.stderr)
        return {"faults": 1}
    figures: Figures = json.loads(said.stdout)
    return figures


def measure(server: Server, name: str, options: argparse.Namespace) -> Figures:
    """Do one of our scenarios once."""
    typing = {"people": 10, "listeners": 0, "rate": 5, "cursors": name == "cursors", "seconds": options.seconds}
    match name:
        case "typing" | "cursors":
            return run(server, "typing", documents=server.take_documents(DOCUMENTS), **typing)
        case "room":
            room = typing | {"people": 20, "listeners": 180, "rate": 10}
            return run(server, "typing", documents=server.take_documents(1), **room)
        case "stuck":
            crowd = typing | {"listeners": 20, "readers": 5}
            return run(server, "stuck", documents=server.take_documents(1), **crowd)
        case "idle":
            crowd = {"people": options.sockets, "seconds": options.seconds}
            return run(server, "idle", documents=server.take_documents(IDLE_DOCUMENTS), **crowd)
        case "ingest":
            count = EDITS_SENT_QUICKLY if options.quick else EDITS_SENT
            return run(server, "ingest", documents=server.take_documents(1), trace=options.trace[0], count=count)
        case "join":
            return measure_join(server, options)
        case _:
            most = EDITS_SENT_QUICKLY if options.quick else None
            trace = str(traces_by_name(options)[name])
            return run(server, "replay", documents=server.take_documents(1), trace=trace, count=most)


def traces_by_name(options: argparse.Namespace) -> dict[str, Path]:
    """Return the traces, by what their replays are called."""
    return {f"replay {path.name.partition('.')[0]}": path for path in map(Path, options.trace or [])}


def can(server: Server, name: str) -> bool:
    """Whether a server has anything to do in a scenario."""
    if server.kind in (DURABLE, PLAIN):
        return name in ("typing", "room", "cursors")
    if name == "join":
        return server.kind not in IN_MEMORY
    return server.kind not in KEEPS_NOTHING or not name.startswith(("stuck", *OF_TRACES))


def measure_join(server: Server, options: argparse.Namespace) -> Figures:
    """Fill a document, start the server anew, and open it."""
    big, other = server.take_documents(2)
    count = EDITS_JOINED_QUICKLY if options.quick else EDITS_JOINED
    filled = run(server, "fill", documents=[big], trace=options.trace[0], count=count)
    server.stop()
    server.start()
    if "length" not in filled:
        return filled
    return run(server, "join", documents=[big, other], length=filled["length"], times=50)


def report(name: str, results: dict[str, list[Figures]]) -> int:
    """Print what was seen of a scenario; returns how many faults there were, but of whom nothing else is expected."""
    columns = list(dict.fromkeys(column for rounds in results.values() for one in rounds for column in one))
    print(f"\n{name}\n  {'':<18}" + "".join(f"{column:>13}" for column in columns) + f"{'ratio':>9}")
    seen = {
        kind: {column: figure(column, found) for column in columns if (found := values(rounds, column))}
        for kind, rounds in results.items()
    }
    reference = next((seen[kind] for kind in REFERENCES if kind in seen), {})
    for kind, figures in seen.items():
        cells = "".join(f"{shown(figures.get(column)):>13}" for column in columns)
        print(f"  {kind:<18}{cells}{ratio(figures, reference):>9}", flush=True)
    return int(sum(one["faults"] for kind, rounds in results.items() if kind != DURABLE for one in rounds))


def figure(column: str, found: list[float]) -> float:
    """Return what stands for all rounds."""
    match column:
        case "faults":
            return sum(found)
        case "p95" | "p95Before" | "openMs" | "coldMs" | "warmMs":
            return min(found)
        case _:
            return statistics.median(found)


def ratio(figures: Figures, reference: Figures) -> str:
    """Write how many times better one is than the other, by the processors' work."""
    for column, power in (("perCpuS", 1), ("cpuMs", -1), ("kibEach", -1)):
        if figures.get(column) and reference.get(column):
            return f"{(figures[column] / reference[column]) ** power:.2f}"
    return "-"


def values(rounds: list[Figures], column: str) -> list[float]:
    """Return what the rounds said of one column."""
    return [one[column] for one in rounds if one.get(column) is not None]


def shown(value: float | None) -> str:
    """Write a figure."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def install_packages() -> None:
    """Install the locked packages of this benchmark, where they are not yet."""
    if (HERE / "node_modules" / "better-sqlite3" / "build" / "Release" / "better_sqlite3.node").exists():
        return  # what is made last: a folder alone may be half full
    # One of them is compiled where no binary is to be had; Debian's Node brings what that needs.
    headers = {"npm_config_nodedir": "/usr"} if Path("/usr/include/node/node.h").exists() else {}
    npm = find_or_install(("npm",), package="npm", purpose="for the clients of this benchmark")
    command = [npm, "ci", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=HERE, env=os.environ | headers, check=True)


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round of each, in about a minute")
    parser.add_argument("--postgresql", action="store_true", help="ours on PostgreSQL, and as two nodes")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=SCENARIOS)
    parser.add_argument("--servers", nargs="+", choices=KINDS)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--trace", nargs="+", type=lambda path: str(Path(path).resolve(strict=True)))
    parser.add_argument("--sockets", type=int, default=500)
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 3)
    options.seconds = options.seconds or (3 if options.quick else 8)
    options.servers = options.servers or [kind for kind in KINDS if options.postgresql or kind not in ON_POSTGRESQL]
    replays = list(traces_by_name(options))
    names = [name for name in options.only if options.trace or name not in OF_TRACES]
    options.only = [each for name in names for each in (replays if name == "replay" else [name])]
    return options


def main() -> int:
    """Measure and print; 1 where anything was lost."""
    options = parsed()
    install_packages()
    folder = Path(tempfile.mkdtemp(prefix="ronde-coedit-"))
    began, faults = time.monotonic(), 0
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        needed = options.rounds * (2 * DOCUMENTS + IDLE_DOCUMENTS + len(options.only) + 4)
        servers = [made(kind, folder, needed, stack) for kind in options.servers]
        for server in servers:
            server.start()
        for name in options.only:
            taking_part = [server for server in servers if can(server, name)]
            results: dict[str, list[Figures]] = {server.kind: [] for server in taking_part}
            for _ in range(options.rounds):
                for server in taking_part:
                    results[server.kind].append(measure(server, name, options))
            faults += report(name, results)
    print(f"\n{faults} faults, {time.monotonic() - began:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
