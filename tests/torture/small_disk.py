"""A small disk for the database, in memory, which can be full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

SIZE = 3 * 1024 * 1024 * 1024  # bytes: more than a long run's database and PostgreSQL's own log take
SLACKS = [4096 << power for power in range(10)]


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
