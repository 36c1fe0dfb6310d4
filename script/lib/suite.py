"""Run every check and test of the house, all of them even when one fails, and close with one summary."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import caddy
import prepare
from machine import ROOT, MissingError, find_or_install, say
from postgres import Postgres
from valkey import Valkey

RESULTS = ROOT / "test-results"
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q", "--no-header")
WORKERS = ("-n", str(min(os.cpu_count() or 2, 4)))
# What runs whole servers and browsers chooses its databases itself; of the rest, what asks for one runs once on each.
# Two runs, for Playwright keeps an event loop of its own that the tests of sockets would meet.
WHOLE = {"browsers": "tests/e2e", "servers": "tests/reliability"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Step:
    """One command of the run; it passed when it exited 0."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0
    passed: bool = False

    def run(self, *, quietly: bool) -> "Step":
        """Run to the end; quietly keeps the output back and shows it only when the step failed."""
        start = time.monotonic()
        result = subprocess.run(
            self.command,
            cwd=ROOT,
            env=os.environ | dict(self.environment),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quietly else None,
            stderr=subprocess.STDOUT if quietly else None,
        )
        self.seconds, self.passed = time.monotonic() - start, result.returncode == 0
        if quietly:
            self._show("" if self.passed else result.stdout.decode(errors="replace"))
        return self

    def _show(self, output: str) -> None:
        print(
            f"== {self.name}: {'ok' if self.passed else 'FAILED'} ({self.seconds:.1f} s)\n{output}", end="", flush=True
        )


def checks() -> list[Step]:
    """Everything that reads the code without running it, and the front end's own tests; the long ones first."""
    module = (PYTHON, "-m")
    return [
        Step("mypy --strict", (*module, "mypy")),
        Step("front end: tsc, biome, stylelint", ("npm", "run", "--silent", "check")),
        Step("front end: vitest", ("npm", "run", "--silent", "test")),
        Step("ruff check", (*module, "ruff", "check", ".")),
        Step("ruff format", (*module, "ruff", "format", "--check", "--diff", "-q", ".")),
        Step("djlint", (*module, "djlint", "--lint", "--quiet", "templates")),
        Step("djhtml", (*module, "djhtml", "--check", "--tabwidth", "2", "templates")),
        Step("import contracts", (PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()")),
        Step("makemigrations --check", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    ]


@contextmanager
def passing_on() -> Iterator[str]:
    """Name this run, so that its steps find what one of them told (tests/support/templates.py); sweep it at the end."""
    run = f"run{os.getpid()}"
    try:
        yield run
    finally:
        for told in Path(tempfile.gettempdir()).glob(f"ronde-templates-*/sample_*_{run}_*"):
            told.unlink()


def report(name: str) -> str:
    """Where pytest leaves the counts of one of its runs."""
    return f"--junitxml={RESULTS / name}.xml"


def tests(postgres: str) -> list[Step]:
    """Each test that touches data runs on both databases. Browsers come right after SQLite, whose sample projects they
    look at as well.
    """
    inside = ["tests", *(f"--ignore={folder}" for folder in WHOLE.values())]
    on_postgres = {"RONDE_DATABASE_URL": postgres}
    return [
        Step("tests on SQLite", (*PYTEST, *WORKERS, report("sqlite"), *inside)),
        whole("browsers"),
        Step("tests on PostgreSQL", (*PYTEST, *WORKERS, report("postgres"), "--asking", *inside), on_postgres),
        whole("servers"),
    ]


def whole(name: str) -> Step:
    """Give the tests of one of the folders that run whole servers."""
    return Step(f"whole {name}", (*PYTEST, *WORKERS, "--dist=loadgroup", report(name), WHOLE[name]))


def chosen(arguments: list[str], postgres: str) -> list[Step]:
    """Only what the person named: on both databases, or once where it chooses its databases itself."""
    paths = [argument for argument in arguments if argument.startswith("tests/")]
    if paths and all(path.startswith(tuple(WHOLE.values())) for path in paths):
        return [Step("whole servers", (*PYTEST, report("whole"), *arguments))]
    return [
        Step("on SQLite", (*PYTEST, report("sqlite"), *arguments)),
        Step("on PostgreSQL", (*PYTEST, report("postgres"), *arguments), {"RONDE_DATABASE_URL": postgres}),
    ]


def counts() -> tuple[int, int]:
    """Sum up (passed, failed) over all runs of pytest."""
    total = bad = 0
    for path in RESULTS.glob("*.xml"):
        for suite in ElementTree.fromstring(path.read_text()).iter("testsuite"):  # noqa: S314  pytest wrote it
            total += int(suite.get("tests", 0))
            bad += int(suite.get("failures", 0)) + int(suite.get("errors", 0)) + int(suite.get("skipped", 0))
    return max(total - bad, 0), bad


def main(arguments: list[str]) -> int:
    """Give 0 only when every step passed."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers below end with us
    RESULTS.mkdir(exist_ok=True)
    for old in RESULTS.glob("*.xml"):
        old.unlink()
    begun = time.monotonic()
    try:
        prepare.messages()
        prepare.front_end()
        prepare.install()
        find_or_install(("xgettext",), package="gettext", purpose="to find untranslated strings")
        chromium = find_or_install(CHROMIUM, package="chromium", purpose="to test as a person would")
        caddy.program()
        with Postgres() as postgres, Valkey() as valkey, passing_on() as run:
            os.environ |= {
                "RONDE_TEST_RUN": run,
                "RONDE_TEST_POSTGRES_URL": postgres.url,
                "RONDE_TEST_REDIS_URL": valkey.url,
                "RONDE_TEST_CHROMIUM": chromium,
            }
            steps = run_all(arguments, postgres.url)
    except MissingError as missing:
        say(str(missing))
        return 1
    return summarise(steps, time.monotonic() - begun)


def run_all(arguments: list[str], postgres: str) -> list[Step]:
    """Run what is asked for: reading steps two at a time, tests one run after the other (each fills the cores)."""
    if arguments:
        return [step.run(quietly=False) for step in chosen(arguments, postgres)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(lambda step: step.run(quietly=True), checks()))
    for step in tests(postgres):
        print(f"== {step.name}", flush=True)
        done.append(step.run(quietly=False))
    return done


def summarise(steps: list[Step], seconds: float) -> int:
    """Print one line a step and the closing line that counts the tests."""
    print("\n== script/test")
    for step in steps:
        print(f"   {'ok    ' if step.passed else 'FAILED'}  {step.name:<36} {step.seconds:6.1f} s")
    passed, failed = counts()
    print(f"   in all {seconds:.0f} s\n{passed} passed, {failed} failed", flush=True)
    return 0 if all(step.passed for step in steps) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
