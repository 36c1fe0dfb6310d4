"""A disk that is full for a while: the database is on a small one of its own, in memory."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from tests.support.deployments import Node
    from torture.plan import Fault
    from torture.run import Run

KINDS = ("full disk",)
SIZE = 3 * 1024 * 1024 * 1024  # bytes: more than a long run's database and PostgreSQL's own log take
SLACKS = [4096 << power for power in range(10)]
FELT = "the log cannot be written"  # what a server says then
FELT_S = 30
SAVED_S = 10  # after there is room again, until all is saved


class SmallDisk:
    """A file system of its own for a folder, which this process and those that it starts see, and nobody else."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def mount(self, folder: Path, stack: ExitStack) -> None:
        """Make it, where that is possible: Linux and root's rights are needed. `stack` takes it away."""
        if sys.platform != "linux" or os.geteuid() != 0:
            return
        folder.mkdir(exist_ok=True)
        try:
            os.unshare(os.CLONE_NEWNS)  # so that it is gone with us, however we end
            _run("mount", "--make-rprivate", "/")
            _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "ronde", str(folder))
        except (OSError, subprocess.CalledProcessError):
            return
        self.folder = folder
        stack.callback(folder.rmdir)
        stack.callback(_run, "umount", "--lazy", str(folder))

    def fill(self) -> None:
        """Leave no room, or nearly none: who writes at this moment takes some of it."""
        assert self.folder
        for slack in SLACKS:
            stand = os.statvfs(self.folder)
            with suppress(subprocess.CalledProcessError):  # more is on it by now
                self._resize((stand.f_blocks - stand.f_bfree) * stand.f_frsize + slack)
                return
        raise RuntimeError("the disk could not be filled")

    def free(self) -> None:
        """Give the room back."""
        self._resize(SIZE)

    def _resize(self, size: int) -> None:
        _run("mount", "-o", f"remount,size={size}", str(self.folder))

    def keep(self, folder: Path) -> None:
        """Copy what is on it to where it can be looked at afterwards."""
        if self.folder:
            shutil.copytree(self.folder, folder)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


class FullDisk:
    """Fills it and frees it: nothing is called saved meanwhile that is not, and all is soon afterwards."""

    def __init__(self, run: Run) -> None:
        self.run = run

    async def strike(self, fault: Fault) -> None:
        """Let everybody type until a server has felt it, and see that all is saved once there is room again."""
        run, judge = self.run, self.run.judge
        before = {node: judge.complaints_end(node) for node in run.deployment.nodes}
        await asyncio.to_thread(run.disk.fill)
        deadline = time.monotonic() + FELT_S
        while not self._is_felt(before) and time.monotonic() < deadline:
            for client in run.people.clients:
                run.people.insert(client, fault.moment)
            await asyncio.sleep(0.1)
        run.people.burst(fault.moment)
        if self._is_felt(before):
            run.history.fault(fault.kind)
        await run.people.type_on(run.people.clients[fault.client], fault.moment)
        await asyncio.to_thread(run.disk.free)
        postgres = run.deployment.postgres
        if postgres and postgres.server and postgres.server.poll() is not None:
            run.history.note("PostgreSQL ended itself")  # it does where its own log has no room
            await asyncio.to_thread(postgres.serve)
        typed = set(run.history.unanswered)
        if not await run.until(lambda: not typed & self._waiting(), SAVED_S):
            run.history.expect_not(f"what was typed is not saved {SAVED_S} s after the disk had room again")
        for node, end in before.items():
            judge.excuse_complaints(node, end)

    def _is_felt(self, before: dict[Node, int]) -> bool:
        return any(FELT in self.run.judge.complaints(node, end) for node, end in before.items())

    def _waiting(self) -> set[int]:
        """Return what those who are connected did and is not called saved."""
        live = {client.name for client in self.run.people.clients if client.is_live}
        return self.run.history.unanswered_of(live)
