"""Shows that the checker is worth something: on a copy of the tree with a bug planted in it, a run must end red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATCHES = ROOT / "torture" / "planted"
FOUND = 1
BESIDE = (".venv", "node_modules", "static/dist")  # made, not tracked


def run_planted(name: str, arguments: list[str]) -> int:
    """Run with one planted bug, or with each of them in turn; returns 0 when each was caught."""
    known = sorted(patch.stem for patch in PATCHES.glob("*.patch"))
    if name != "all" and name not in known:
        print(f"There is no {name}; there are: {', '.join(known)}")
        return 1
    missed = [bug for bug in known if name in ("all", bug) and not _is_caught(bug, arguments)]
    print(f"\nnot caught: {', '.join(missed)}" if missed else "\neach was caught")
    return 1 if missed else 0


def _is_caught(bug: str, arguments: list[str]) -> bool:
    print(f"\n== planted: {bug}", flush=True)
    with tempfile.TemporaryDirectory(prefix=f"ronde-planted-{bug}-") as folder:
        tree = Path(folder)
        _copy_tree(tree)
        subprocess.run(["patch", "--strip=1", f"--input={PATCHES / bug}.patch"], cwd=tree, check=True)
        environment = os.environ | {"PYTHONPATH": f"{tree}:{tree / 'script' / 'lib'}"}
        command = [sys.executable, "-W", "ignore", "-m", "torture", *arguments]
        ended = subprocess.run(command, cwd=tree, env=environment, check=False).returncode
    print(f"== {bug}: {'caught' if ended == FOUND else f'NOT CAUGHT (exit {ended})'}", flush=True)
    return ended == FOUND


def _copy_tree(tree: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    for path in listed.decode().split("\0"):
        if path and (ROOT / path).is_file():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, tree / path)
    for made in BESIDE:
        if (ROOT / made).exists():
            (tree / made).symlink_to((ROOT / made).resolve())
