"""Run every check and test, all of them even when one fails, and close with one summary."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from xml.etree import ElementTree

import caddy
import prepare
import valkey
from machine import ROOT, MissingError, announce, find_or_install
from postgres import Postgres
from step import SuiteStep

RESULTS = ROOT / "test-results"
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q", "--no-header")
WORKERS = ("-n", str(min(os.cpu_count() or 2, 4)), "--dist=loadgroup")
OFTEN = "(deep or not deep)" if os.environ.get("RONDE_DEEP") else "not deep"
# What commits what it writes meets locks and what happens after, and these differ.
ON_BOTH_DATABASES = "(both_databases or django_db(transaction=True)) and not one_database"
# These run whole deployments and choose their databases themselves. Two runs, for Playwright keeps an event loop of its
# own that the tests of sockets would meet.
DEPLOYMENT_TESTS = {"browsers": "tests/e2e", "servers": "tests/reliability"}
# What minds how soon something comes: not behind others, where it may wait for its turn.
TIMED = (
    *("tests/documents/coediting", "tests/chat/realtime", "tests/foundation/serving"),
    *("tests/across/backup/test_continuous_copy.py", "tests/documents/documents/test_restricted_live.py"),
    *("tests/foundation/inbox/test_outbox.py", "tests/foundation/web/test_outgoing_http.py"),
)
# What stands on the engine room (serving/) is run once more without it, a sixth of these with each commit: sockets,
# co-editing, queries of pages.
PLAIN = (
    "tests/chat/chat/test_broadcasts.py",
    "tests/chat/realtime/test_change_notifications.py",
    "tests/chat/realtime/test_page_consumer.py",
    "tests/documents/coediting/test_access.py",
    "tests/documents/documents/test_admission.py",
    "tests/documents/coediting/test_cursors.py",
    "tests/documents/coediting/test_document_consumer.py",
    "tests/documents/coediting/test_log_loading.py",
    "tests/documents/coediting/test_protocol.py",
    "tests/documents/coediting/test_relay.py",
    "tests/documents/documents/test_restricted_live.py",
    "tests/documents/coediting/test_runs.py",
    "tests/documents/coediting/test_sessions.py",
    "tests/documents/coediting/test_slices.py",
    "tests/documents/coediting/test_tails.py",
    "tests/across/sample/test_counted_at_once.py",
    "tests/across/sample/test_query_counts.py",
)
PLAIN_TURNS = 6
OPENED_BY_OTHERS = "tests/documents/document_files/test_libreoffice.py"
TURNS = "a quarter of most modules and of whole servers, a sixth of browsers and plain, an eighth on PostgreSQL"
# The one without windows is half the work. Every distribution has the other.
CHROMIUM = (("chromium-headless-shell",), ("chromium", "chromium-browser", "google-chrome"))


def checks() -> list[SuiteStep]:
    """Everything that reads the code without running it; the long ones first."""
    module = (PYTHON, "-m")
    return [
        SuiteStep("mypy --strict", (*module, "mypy")),
        SuiteStep("front end: tsc, biome, stylelint", ("npm", "run", "--silent", "check")),
        SuiteStep("ruff check", (*module, "ruff", "check", ".")),
        SuiteStep("ruff format", (*module, "ruff", "format", "--check", "--diff", "-q", ".")),
        SuiteStep("djlint", (*module, "djlint", "--lint", "--quiet", "templates")),
        SuiteStep("djhtml", (*module, "djhtml", "--check", "--tabwidth", "2", "templates")),
        SuiteStep(
            "import contracts", (PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()")
        ),
        SuiteStep("makemigrations --check", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    ]


def pytest_step(name: str, report: str, *arguments: str, postgres: str = "") -> SuiteStep:
    """A run of pytest, on SQLite unless PostgreSQL is named; `report` names the file where it leaves its counts."""
    command = (*PYTEST, f"--junitxml={RESULTS / report}.xml", *arguments)
    return SuiteStep(name, command, {"RONDE_DATABASE_URL": postgres} if postgres else {})


def all_tests(postgres: str) -> dict[str, SuiteStep]:
    """Every test, on both databases where they may differ."""
    rest = [*examples(), *(f"--ignore={folder}" for folder in DEPLOYMENT_TESTS.values())]
    untimed = [*rest, *(f"--ignore={path}" for path in TIMED)]
    sqlite = pytest_step("tests on SQLite", "sqlite", *WORKERS, "-m", OFTEN, *untimed)
    timed = pytest_step("those that mind the clock", "timed", *WORKERS, "-m", OFTEN, *examples(), *TIMED)
    on_both = f"{OFTEN} and {ON_BOTH_DATABASES}"
    postgresql = pytest_step("tests on PostgreSQL", "postgres", *WORKERS, "-m", on_both, *rest, postgres=postgres)
    browsers, servers = (
        pytest_step(f"whole {name}", name, *WORKERS, "-m", OFTEN, folder) for name, folder in DEPLOYMENT_TESTS.items()
    )
    plain = pytest_step("tests of sockets and queries, plain", "plain", *WORKERS, "-m", OFTEN, *plain_tests())
    plain.environment = {"RONDE_PLAIN_SERVING": "1"}
    before = {"timed": timed, "browsers": browsers, "servers": servers, "postgresql": postgresql, "plain": plain}
    return before | {"sqlite": sqlite}


def plain_tests() -> Sequence[str]:
    """Return which of the modules have their turn with this commit; all with RONDE_DEEP=1."""
    if os.environ.get("RONDE_DEEP"):
        return PLAIN
    return PLAIN[turn() % PLAIN_TURNS :: PLAIN_TURNS]


def examples() -> Sequence[str]:
    """Let Hypothesis take fewer examples, others with each commit and the same ones again; all with RONDE_DEEP=1."""
    return () if os.environ.get("RONDE_DEEP") else ("--hypothesis-profile=often", f"--hypothesis-seed={turn()}")


def turn() -> int:
    """Return what the rotation chooses by."""
    return sha256(os.environ.get("RONDE_ROTATION", "").encode()).digest()[0]


def chosen_tests(arguments: list[str], postgres: str) -> list[SuiteStep]:
    """Only what the person named: on both databases, or once where it chooses its databases itself."""
    paths = [argument for argument in arguments if argument.startswith("tests/")]
    if paths and all(path.startswith(tuple(DEPLOYMENT_TESTS.values())) for path in paths):
        return [pytest_step("whole deployments", "deployments", *arguments)]
    return [
        pytest_step("on SQLite", "sqlite", *arguments),
        pytest_step("on PostgreSQL", "postgres", *arguments, postgres=postgres),
    ]


def count_tests() -> tuple[int, int]:
    """Sum up (passed, failed) over all runs of pytest; a skipped test has failed."""
    total = failed = 0
    for path in RESULTS.glob("*.xml"):
        for suite in ElementTree.fromstring(path.read_text()).iter("testsuite"):  # noqa: S314  pytest wrote it
            total += int(suite.get("tests", 0))
            failed += sum(int(suite.get(kind, 0)) for kind in ("failures", "errors", "skipped"))
    return max(total - failed, 0), failed


def needs_libreoffice(arguments: list[str]) -> bool:
    """Return whether the test that opens our files in it is among those that run: in a deep run, or by its name."""
    named = [argument.partition("::")[0] for argument in arguments if argument.startswith("tests/")]
    return any(OPENED_BY_OTHERS.startswith(path) for path in named) if named else bool(os.environ.get("RONDE_DEEP"))


def find_chromium() -> str:
    """Return the path of a Chromium, installing one when there is none.

    :raises MissingError: when there is none to be had.
    """
    for names in CHROMIUM:
        with suppress(MissingError):
            return find_or_install(names, package=names[0], purpose="to test as a person would")
    raise MissingError("A Chromium is needed to test as a person would: please install it (Debian: chromium).")


def rotation() -> str:
    """Return what chooses among pages and examples (tests/support/rotation.py): the commit, where none is named."""
    head = subprocess.run(("git", "rev-parse", "--short", "HEAD"), capture_output=True, text=True, check=False)
    return os.environ.get("RONDE_ROTATION") or head.stdout.strip() or time.strftime("%F")


def main(arguments: list[str]) -> int:
    """Return 0 only when every step passed."""
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # some hundred processes start, and would compile everything anew
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers below end with us
    RESULTS.mkdir(exist_ok=True)
    for old in RESULTS.glob("*.xml"):
        old.unlink()
    begun = time.monotonic()
    try:
        prepare.compile_messages()
        prepare.build_front_end()
        prepare.install_packages()
        find_or_install(("xgettext",), package="gettext", purpose="to find untranslated strings")
        chromium = find_chromium()
        if needs_libreoffice(arguments):
            find_or_install(("soffice",), package="libreoffice-writer", purpose="to open what leaves as others do")
        caddy.find_caddy()
        valkey.find_valkey()
        with Postgres() as postgres, tempfile.TemporaryDirectory(prefix="ronde_test_") as folder:
            os.environ |= {
                "RONDE_ROTATION": rotation(),
                "RONDE_TEST_FOLDER": folder,
                "RONDE_TEST_POSTGRES_URL": postgres.url,
                "RONDE_TEST_CHROMIUM": chromium,
            }
            steps = run_steps(arguments, postgres.url)
    except MissingError as missing:
        announce(str(missing))
        return 1
    return summarise(steps, time.monotonic() - begun)


def run_steps(arguments: list[str], postgres: str) -> list[SuiteStep]:
    """Run what mostly waits (browsers, servers, PostgreSQL) and behind it what only computes (checks, SQLite): together
    they fill the cores to the end.
    """
    if arguments:
        return [step.run() for step in chosen_tests(arguments, postgres)]
    tests, checking = all_tests(postgres), checks()
    front_end = SuiteStep("front end: vitest", ("npm", "run", "--silent", "test"))
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            behind = pool.submit(run_behind, checking, tests["sqlite"])
            front_end.run_quietly()  # it waits a second at most for what a page should show
            for name, step in tests.items():
                if name != "sqlite":
                    step.run()
            print(f"== {tests['sqlite'].name}, begun behind these", flush=True)
            behind.result()
        except BaseException:
            for step in (front_end, *checking, *tests.values()):
                step.end()
            raise
    return [*checking, front_end, *tests.values()]


def run_behind(checking: list[SuiteStep], sqlite: SuiteStep) -> None:
    """Run the checks two at a time, for each uses one core, then the tests."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(SuiteStep.run_behind, checking))
    sqlite.run_behind()


def summarise(steps: list[SuiteStep], seconds: float) -> int:
    """Print one line a step and the closing line that counts the tests."""
    print(f"\n== script/test{'':<37} seconds  of processor")
    for step in steps:
        verdict = "ok    " if step.passed else "FAILED"
        print(f"   {verdict}  {step.name:<36} {step.seconds:6.1f} {step.processor_seconds:13.1f}")
    passed, failed = count_tests()
    if not os.environ.get("RONDE_DEEP"):
        print(f"   {TURNS}; RONDE_DEEP=1 runs all")
    print(f"   the same pages and examples again: RONDE_ROTATION={os.environ['RONDE_ROTATION']}")
    print(f"   in all {seconds:.0f} s\n{passed} passed, {failed} failed", flush=True)
    return 0 if all(step.passed for step in steps) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
