"""Shows that the checker is worth something: on a copy of the tree with a bug planted in it, a run must end red."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = ROOT / "tests" / "torture" / "planted"
RUN, SHOWS = "run: ", "shows: "
"""Begin the lines of a patch that say how the bug shows soon (with which faults, on which servers), and as what."""
BESIDE = (".venv", "node_modules", "static/dist")  # made, not tracked


def run_planted(names: list[str], arguments: list[str]) -> int:
    """Run with each of these planted bugs in turn, or with `all`; returns 0 when each was caught."""
    known = sorted(patch.stem for patch in PATCHES.glob("*.patch"))
    if unknown := {*names} - {*known, "all"}:
        print(f"There is no {', '.join(unknown)}; there are: {', '.join(known)}")
        return 1
    chosen = known if "all" in names else names
    with tempfile.TemporaryDirectory(prefix="ronde-planted-") as shared:  # an empty database, which each copies
        missed = [bug for bug in chosen if not _is_caught(bug, arguments, shared)]
    print(f"\nnot caught: {', '.join(missed)}" if missed else "\neach was caught")
    return 1 if missed else 0


def told_of(bug: str, what: str) -> str:
    """Return what the patch says in the line that begins with `what`."""
    lines = (PATCHES / f"{bug}.patch").read_text().splitlines()
    return next(line.removeprefix(what) for line in lines if line.startswith(what))


def _is_caught(bug: str, arguments: list[str], shared: str) -> bool:
    print(f"\n== planted: {bug}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"ronde-planted-{bug}-") as folder:
        tree = Path(folder)
        _copy_tree(tree)
        patch = ["patch", "--quiet", "--strip=1", f"--input={PATCHES / bug}.patch"]
        subprocess.run(patch, cwd=tree, check=True)
        environment = os.environ | {"PYTHONPATH": f"{tree}:{tree / 'script' / 'lib'}", "RONDE_TEST_FOLDER": shared}
        command = [sys.executable, "-W", "ignore", "-m", "tests.torture", *arguments, *shlex.split(told_of(bug, RUN))]
        ended = subprocess.run(command, cwd=tree, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    print(ended.stdout, flush=True)
    # The findings themselves, for a checker that fails ends with 1 as well.
    is_caught = bool(re.search(rf"^({told_of(bug, SHOWS).replace(' ', '|')}): [1-9]", ended.stdout, re.MULTILINE))
    what = "caught" if is_caught else f"NOT CAUGHT (exit {ended.returncode})"
    print(f"== {bug}: {what} after {time.monotonic() - begun:.0f} s", flush=True)
    return is_caught


def _copy_tree(tree: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    for path in listed.decode().split("\0"):
        if path and (ROOT / path).is_file():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, tree / path)
    for made in BESIDE:
        if (ROOT / made).exists():
            (tree / made).symlink_to((ROOT / made).resolve())
