"""The server's side of the continuous copy: starts the process that copies, and again when it ends."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from across.backup.continuous.copy_folder import CopyFolder

AGAIN_S = 1.0
AGAIN_AT_MOST_S = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CopySettings:
    """What is copied to where, and how often."""

    database: Path
    files: Path
    folder: Path
    every_s: float


class CopySupervisor:
    """Keeps one process copying. It ends by itself when this process does, however that happens."""

    def __init__(self, settings: CopySettings) -> None:
        self._command = [
            *(sys.executable, "-m", "across.backup.continuous", str(settings.database), str(settings.folder)),
            *("--files", str(settings.files), "--every", str(settings.every_s)),
        ]
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_copying, name="continuous copy", daemon=True)

    def start(self) -> None:
        """Begin, in a thread that watches the process."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the process to copy once more and to end; it is not waited for."""
        self._ended.set()
        if self._process and self._process.stdin:
            self._process.stdin.close()

    def _keep_copying(self) -> None:
        pause = AGAIN_S
        while not self._ended.is_set():
            begun = time.monotonic()
            # A session of its own: Ctrl-C in a terminal goes to the server alone.
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            status = self._process.wait()
            if self._ended.is_set():
                return
            pause = AGAIN_S if time.monotonic() - begun > AGAIN_AT_MOST_S else min(2 * pause, AGAIN_AT_MOST_S)
            log.error("the continuous copy ended, and is started again", status=status, in_s=pause)
            self._ended.wait(pause)


def seconds_since_copied(folder: Path) -> float:
    """Return how long ago all that was committed was copied; infinity when it never was."""
    try:
        return max(0.0, time.time() - CopyFolder(folder).copied.stat().st_mtime)
    except FileNotFoundError:
        return float("inf")
