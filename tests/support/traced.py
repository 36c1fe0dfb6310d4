"""What processes write, sync and send, in the order in which the kernel did it, as strace sees it."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from machine import find_or_install

CALLS = "pwrite64,pwritev,write,writev,fdatasync,fsync,sendto,sendmsg"
SYNCS, SOCKETS = {"fdatasync", "fsync"}, ("socket:", "TCP:")
LINE = re.compile(r"(?P<pid>\d+) +(?:<\.\.\. (?P<resumed>\w+) resumed>|(?P<call>\w+)\((?:\d+<(?P<file>[^>]*)>)?)")


def descendants(pid: int) -> list[int]:
    """Return a process and all that came of it, as they are now: threads end while one looks."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in (task / "children").read_text().split():
                found += descendants(int(child))
    return found


@contextmanager
def traced(pids: list[int], into: Path) -> Iterator[None]:
    """Write down these calls of the processes and of all that they start meanwhile."""
    strace = find_or_install(("strace",), package="strace", purpose="to see what is on disk when")
    every = [argument for pid in pids for one in descendants(pid) for argument in ("-p", str(one))]
    options = ["-f", "-y", "-s", "70000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(into)]
    tracer = subprocess.Popen([strace, *options, *every], stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    try:
        line = tracer.stderr.readline()  # it says so once it sees them
        assert "attached" in line, line
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=60)


class DiskOrder:
    """Reads a trace: which messages were acknowledged before they were on disk. `mark` finds their names in what is
    written, `sent` in what acknowledges them; `log` is part of the path of the file that holds them. A message is on
    disk once it was written there and a sync that began later has ended well.
    """

    def __init__(self, trace: Path, mark: re.Pattern[str], sent: re.Pattern[str], log: str) -> None:
        self.written: dict[str, int] = {}  # in which order they came to the file
        self.sent: set[str] = set()
        self.too_early: set[str] = set()
        self.syncs = 0
        self._on_disk = 0
        self._mark, self._sent, self._log = mark, sent, log
        self._begun: dict[str, int] = {}  # by process: how many were written when its sync began
        with trace.open(errors="replace") as lines:
            for line in lines:
                self._read(line)

    def _read(self, line: str) -> None:
        found = LINE.match(line)
        if not found:
            return
        call, file = found["resumed"] or found["call"], found["file"] or ""
        if call in SYNCS:
            self._synced(found["pid"], line, begins=self._log in file)
        elif self._log in file:
            for name in self._mark.findall(line):
                self.written.setdefault(name, len(self.written) + 1)
        elif file.startswith(SOCKETS):
            names = set(self._sent.findall(line))
            self.sent |= names
            self.too_early |= {name for name in names if not 0 < self.written.get(name, 0) <= self._on_disk}

    def _synced(self, process: str, line: str, *, begins: bool) -> None:
        if begins:
            self._begun[process] = len(self.written)
        if "<unfinished" in line or process not in self._begun:
            return
        begun = self._begun.pop(process)
        if line.rstrip().endswith("= 0"):
            self.syncs += 1
            self._on_disk = max(self._on_disk, begun)
