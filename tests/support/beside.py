"""A process beside a running server, with Django set up on its store: runs code as told, many times for one start.

`python -m tests.support.beside` reads one JSON string a line, the code, and answers one JSON line: `{"printed": …}` or
`{"failed": …}`. It ends with its input. What anything else writes to the output (a log) is no answer: it goes with the
errors.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

import django
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]


class Beside:
    """A process that runs code on a house's store, started with the first piece of it."""

    def __init__(self, environment: dict[str, str], log_path: Path) -> None:
        self.environment, self.log_path = environment, log_path
        self.running: subprocess.Popen[str] | None = None

    def run(self, code: str) -> str:
        """Give what the code printed.

        :raises RuntimeError: with its words, when it fails.
        """
        process = self.running = self.running or self._start()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(code) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process beside has ended:\n{self.log_path.read_text()[-4000:]}")
        answer: dict[str, str] = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["printed"]

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.support.beside"]
        with self.log_path.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def stop(self) -> None:
        """End it, if it runs: with its input."""
        if self.running:
            self.running.communicate(timeout=15)
            self.running = None


def run(code: str) -> dict[str, str]:
    """Run code in a namespace of its own; gives what it printed, or how it failed."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "<beside>", "exec"), {"__name__": "__main__"})
    except Exception:  # noqa: BLE001  # whatever it is, the test that asked says it
        return {"failed": printed.getvalue() + traceback.format_exc()}
    return {"printed": printed.getvalue()}


def serve() -> None:
    """Answer until the input ends; between two pieces of code no connection stays open."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    django.setup()
    for line in sys.stdin:
        answer = run(json.loads(line))
        connections.close_all()
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    serve()
