"""One command of a run of all checks and tests: what it said, how long it took, whether it passed."""

import os
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from machine import ROOT

# A tenth of the weight of what runs beside it, and all that this leaves: browsers and servers wait half their time.
BEHIND = ("nice", "-n", "10")


@dataclass
class SuiteStep:
    """One command of the run; it passed when it exited 0. Its processor seconds are those of all processes that it
    started and waited for: what grew shows there, however busy the machine is.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0
    processor_seconds: float = 0
    passed: bool = False
    process: subprocess.Popen[str] | None = None
    is_ended: bool = False

    def run(self) -> "SuiteStep":
        """Run to the end; what it says is seen at once."""
        print(f"== {self.name}", flush=True)
        self._run(self.command, kept=False)
        return self

    def run_behind(self) -> "SuiteStep":
        """Run to the end, of less weight than what runs meanwhile; what it said is shown when it failed."""
        return self.run_quietly(*BEHIND)

    def run_quietly(self, *by: str) -> "SuiteStep":
        """Run to the end; what it said is shown when it failed."""
        said = self._run((*by, *self.command), kept=True)
        verdict = f"\n== {self.name}: {'ok' if self.passed else 'FAILED'} ({self.seconds:.1f} s)"
        print(verdict if self.passed else f"{verdict}\n{said}", flush=True)
        return self

    def _run(self, command: tuple[str, ...], *, kept: bool) -> str:
        if self.is_ended:
            return ""
        start = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if kept else None,
            stderr=subprocess.STDOUT if kept else None,
            text=True,
            errors="replace",
        )
        said = self.process.stdout.read() if self.process.stdout else ""
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds, self.passed = time.monotonic() - start, self.process.returncode == 0
        self.processor_seconds = used.ru_utime + used.ru_stime
        return said

    def end(self) -> None:
        """Let it end, or not begin."""
        self.is_ended = True
        if self.process and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.terminate()
