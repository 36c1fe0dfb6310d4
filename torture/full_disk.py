"""A disk that is full for a while: the data of the server are on a small one of their own, in memory."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torture.plan import Fault
    from torture.run import Run

KINDS = ("full disk",)
SIZE = "1g"  # a long run's database takes some hundred megabytes
BLOCK = 64 * 1024
FELT = "the log cannot be written"  # what the server says then
FELT_S = 30
SAVED_S = 10  # after there is room again, until all is saved


class SmallDisk:
    """A file system of its own for a folder, which this process and those that it starts see, and nobody else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def mount(self) -> bool:
        """Make it; returns whether that was possible: Linux and root's rights are needed."""
        if sys.platform != "linux" or os.geteuid() != 0:
            return False
        try:
            os.unshare(os.CLONE_NEWNS)  # so that it is gone with us, however we end
        except OSError:
            return False
        self.folder.mkdir()
        commands = (
            ["mount", "--make-rprivate", "/"],
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "ronde", str(self.folder)],
        )
        return all(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in commands)

    def fill(self) -> None:
        """Leave no room."""
        with self._filler.open("ab") as filler, suppress(OSError):
            while True:
                filler.write(bytes(BLOCK))
                filler.flush()

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink(missing_ok=True)

    def keep(self, folder: Path) -> None:
        """Copy what is on it to where it can be looked at afterwards."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(self._filler.name))


class FullDisk:
    """Fills it and frees it: nothing is called saved meanwhile that is not, and all is soon afterwards."""

    def __init__(self, run: Run) -> None:
        self.run = run

    async def strike(self, fault: Fault) -> None:
        """Let everybody type until the server has felt it, and see that all is saved once there is room again."""
        run, disk = self.run, self.run.disk
        node = run.deployment.nodes[0]
        assert disk
        before = run.judge.complaints_end(node)
        await asyncio.to_thread(disk.fill)
        deadline = time.monotonic() + FELT_S
        while FELT not in run.judge.complaints(node, before) and time.monotonic() < deadline:
            for client in run.clients:
                run.insert(client, fault.moment)
            await asyncio.sleep(0.1)
        run.burst(fault.moment)
        if FELT in run.judge.complaints(node, before):
            run.history.fault(fault.kind)
        await run.type_on(run.clients[fault.client], fault.moment)
        disk.free()
        typed = set(run.history.unanswered)
        if not await run.until(lambda: not typed & self._waiting(), SAVED_S):
            run.history.expect_not(f"what was typed is not saved {SAVED_S} s after the disk had room again")
        run.judge.excuse_complaints(node, before)

    def _waiting(self) -> set[int]:
        """Return what those who are connected did and is not called saved."""
        live = {client.name for client in self.run.clients if client.is_live}
        return self.run.history.unanswered_of(live)
