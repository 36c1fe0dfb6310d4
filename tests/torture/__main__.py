"""Torture servers and judge: script/torture SEED=… [--long] [--ops N] [--minutes M] [--production] [--planted NAME]."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.torture.run import TortureRun

SHOWN = 8  # findings of a kind
LONG_OPS, LONG_MINUTES = 100_000, 60


def main() -> int:
    """Return 0 when green, 1 when a fault was found, 2 when the run shows nothing."""
    options = _options()
    if options.planted:
        from tests.torture.planting import run_planted

        return run_planted(options.planted, [f"SEED={options.seed}", "--minutes", str(options.minutes)])
    folder = Path(tempfile.mkdtemp(prefix="ronde-torture-"))
    os.environ.setdefault("RONDE_TEST_FOLDER", str(folder))
    print(f"SEED={options.seed}\nhistory and server's log: {folder}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server ends with us
    return asyncio.run(_torture(options, folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/torture", description=__doc__)
    parser.add_argument("seed", nargs="?", metavar="SEED=N", help="the same number makes the same plan")
    parser.add_argument("--ops", type=int, default=2000, help="acknowledged operations (2000)")
    parser.add_argument("--minutes", type=float, default=5, help="the longest that it may take to reach them (5)")
    parser.add_argument("--long", action="store_true", help=f"{LONG_OPS} operations in at most {LONG_MINUTES} minutes")
    parser.add_argument("--production", action="store_true", help="nodes and a worker on PostgreSQL and Redis")
    parser.add_argument("--nodes", type=int, default=2, help="with --production: how many (2)")
    parser.add_argument("--cold", action="store_true", help="load the server's code anew at each start")
    parser.add_argument(
        "--only", action="append", default=[], metavar="KIND", help="this kind of fault; may be repeated"
    )
    parser.add_argument(
        "--planted",
        action="append",
        default=[],
        metavar="NAME",
        help="run on a copy with a bug of tests/torture/planted, or with `all` in turn; may be repeated",
    )
    options = parser.parse_args()
    if options.long:
        options.ops, options.minutes = LONG_OPS, LONG_MINUTES
    given = (options.seed or "").removeprefix("SEED=")
    options.seed = int(given) if given else SystemRandom().getrandbits(32)
    return options


async def _torture(options: argparse.Namespace, folder: Path) -> int:
    from tests.torture.run import TortureRun
    from tests.torture.stage import TortureStage
    from tests.torture.verdict import Floors, shortfalls

    floors = Floors.of(options.ops)
    stage = TortureStage(folder, nodes=options.nodes if options.production else 0, is_cold=options.cold)
    run = TortureRun(stage, Random(options.seed), floors, only=options.only)
    print(f"kinds of fault: {', '.join(run.kinds)}", flush=True)
    begun = time.monotonic()
    try:
        await run.start()
        await run.work(
            lambda: not shortfalls(stage.history, run.kinds, floors) or run.is_red,
            options.minutes * 60,
        )
        await run.finish()
    finally:
        await run.close()
    return _report(run, options, shortfalls(stage.history, run.kinds, floors), time.monotonic() - begun)


def _report(run: TortureRun, options: argparse.Namespace, reasons: list[str], seconds: float) -> int:
    from tests.torture.verdict import GREEN, RED, VOID

    history = run.stage.history
    print(f"\n{history.invoked} operations, {history.acknowledged} acknowledged, in {seconds:.0f} s")
    print(f"{history.faults.total()} faults, {history.met} of which met an operation in flight:")
    for kind, number in sorted(history.faults.items()):
        print(f"  {number:5} × {kind}")
    print(f"{run.faults.visitors.hostile_frames} hostile frames were read")
    converged = "not" if run.converged_s is None else f"{run.converged_s:.1f} s after the last fault"
    print(f"everyone had the same text: {converged}")
    for kind, found in run.judge.findings.kinds().items():
        print(f"{kind}: {len(found)}")
        for sentence in found[:SHOWN]:
            print(f"  {sentence}")
    again = f"script/torture SEED={options.seed} --ops {options.ops} --minutes {options.minutes:g}"
    again += f" --production --nodes {options.nodes}" * options.production
    again += "".join(f" --only {kind!r}" for kind in options.only)
    if not run.judge.findings.are_none:
        print(f"RED. Again: {again}\nLook into {run.stage.folder}")
        return RED
    if reasons:
        print(f"VOID: {'; '.join(reasons)}. Again: {again}")
        return VOID
    print(f"GREEN. Again: {again}")
    return GREEN


if __name__ == "__main__":
    sys.exit(main())
