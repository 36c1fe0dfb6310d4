"""Whole servers for tests: the processes that people run, on a store of their own, to be killed and restarted.

- `house.url`: where people go; `house.nodes`: its web servers; `house.log()`: what all processes have written
- `house.kill()`, `house.start()`: kill -9, come back on the same data
- `house.manage("command")`: in a process of its own; `house.python("code with Django set up")`: in one beside the
  running ones, which lives as long as they do

`embedded` and `production` live as long as the test process; `house` is either, so that one story is told on both.
A test that kills makes a house of its own with `build_house`.
"""

import atexit
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from machine import free_port
from postgres import Postgres
from valkey import Valkey

from tests.support.beside import Beside
from tests.support.databases import PostgresClones, SQLiteClones
from tests.support.templates import Template

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"
type Mode = Literal["embedded", "production"]
type Builder = Callable[..., "House"]


@cache
def postgres_url() -> str:
    """Where script/test's PostgreSQL is, or that of one which this test process starts and ends itself."""
    if url := os.environ.get("RONDE_TEST_POSTGRES_URL"):
        return url
    server = Postgres()
    server.__enter__()
    atexit.register(server.__exit__)
    return server.url


class Process:
    """One operating system process with a log; it can be started again after its end."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.log_path = folder / f"{name}.log"
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log_path.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """As a crash: no chance to write or say anything."""
        if self.running:
            self.running.kill()
            self.running.wait()

    def stop(self, seconds: float = 15) -> int:
        """As Ctrl-C: gives the exit code.

        :raises subprocess.TimeoutExpired: when it has not ended by then (it is killed first).
        """
        if not self.running:
            return 0
        self.running.terminate()
        try:
            return self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""


class Node(Process):
    """A web server; ready when `/readyz` says so."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path, port: int) -> None:
        super().__init__(name, command, environment, folder)
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def wait(self, seconds: float = 30) -> None:
        """Return when it serves.

        :raises RuntimeError: with its log, when it died or is not ready in time.
        """
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            dead = not self.running or self.running.poll() is not None
            if dead or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} is not ready:\n{self.log()[-4000:]}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class House:
    """A store and the processes that serve it."""

    def __init__(self, folder: Path, store: dict[str, str]) -> None:
        self.folder = folder
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("RONDE_", "DJANGO_"))}
        self.environment = clean | store | {"RONDE_DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
        self.nodes: list[Node] = []
        self.jobs: list[Process] = []
        self.beside = Beside(self.environment, folder / "beside.log")

    @property
    def url(self) -> str:
        return self.nodes[0].url

    def add_node(self, command: list[str]) -> None:
        port = free_port()
        name = f"web{len(self.nodes) + 1}"
        environment = self.environment | {"RONDE_BASE_URL": f"http://127.0.0.1:{port}"}
        command = [part.replace("{port}", str(port)) for part in command]
        self.nodes.append(Node(name, command, environment, self.folder, port))

    def add_job(self, name: str, command: list[str]) -> None:
        self.jobs.append(Process(name, command, self.environment, self.folder))

    def start(self) -> "House":
        """Start everything and wait until every node is ready."""
        for process in (*self.nodes, *self.jobs):
            process.start()
        for node in self.nodes:
            node.wait()
        return self

    def kill(self) -> None:
        """Kill -9 every process at once."""
        for process in (*self.nodes, *self.jobs):
            process.kill()

    def stop(self) -> None:
        self.beside.stop()
        for process in (*self.jobs, *self.nodes):
            if process.running:
                process.running.terminate()
        for process in (*self.jobs, *self.nodes):
            process.stop()

    def log(self) -> str:
        return "\n".join(f"--- {process.name}\n{process.log()}" for process in (*self.nodes, *self.jobs))

    def manage(self, *arguments: str) -> str:
        """Run a management command on this store and give what it printed.

        :raises RuntimeError: with its words, when it fails.
        """
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{result.stdout}{result.stderr}")
        return result.stdout

    def python(self, code: str) -> str:
        """Run code with Django set up on this store, in the process beside the running ones, and give what it
        printed.

        :raises RuntimeError: with its words, when it fails.
        """
        return self.beside.run(code)

    def verify(self) -> str:
        """Give what the command that walks every chain of the record says.

        :raises RuntimeError: with its words, when a chain is broken.
        """
        return self.python("from django.core.management import call_command; call_command('audit_verify')")

    def people(self, *addresses: str) -> None:
        """Make people of these addresses (ada@example.org is called Ada) who sign in with `PASSWORD`."""
        self.python(
            "from accounts.models import User\n"
            f"for address in {addresses!r}:\n"
            "    name = address.partition('@')[0].partition('.')[0].title()\n"
            f"    User.objects.create_user(address, {PASSWORD!r}, name=name)\n"
        )


def build_embedded(folder: Path, stack: ExitStack, holding: Template | None = None) -> House:
    """One process on a SQLite file, which holds nothing if nothing is named."""
    (folder / "data").mkdir()
    store = SQLiteClones(folder)
    stack.callback(store.drop)
    store.copy(str(folder / "data" / "ronde.sqlite3"), holding)
    house = House(folder, {})
    house.add_node([sys.executable, "-m", "config.embedded", "--port", "{port}"])
    stack.callback(house.stop)
    return house


def build_production(folder: Path, stack: ExitStack, nodes: int = 2) -> House:
    """Web nodes, a worker and beat on PostgreSQL and on a Redis of their own, started by script/production."""
    postgres = PostgresClones(postgres_url())
    name = f"ronde_house_{os.getpid()}_{folder.name.replace('-', '_')}".lower()
    stack.callback(postgres.discard, name)
    url = postgres.copy(name)
    # Of its own: publish and subscribe know no database numbers, so two houses on one Redis would hear each other.
    redis = stack.enter_context(Valkey())
    house = House(
        folder,
        {
            "RONDE_DATABASE_URL": url,
            "RONDE_REDIS_URL": f"{redis.url}/0",
            "RONDE_SECRET_KEY": "tests-only-" + "x" * 50,
            "RONDE_VOLATILE": "1",  # the PostgreSQL of a test run does not wait for the disk
        },
    )
    production = str(ROOT / "script" / "production")
    for _ in range(nodes):
        house.add_node([production, "web", "--port", "{port}"])
    house.add_job("worker", [production, "worker"])
    house.add_job("beat", [production, "beat"])
    stack.callback(house.stop)
    return house


@pytest.fixture
def build_house(tmp_path: Path) -> Iterator[Builder]:
    """`build_house("embedded")` or `build_house("production", nodes=2)`: not started; ended after the test."""
    with ExitStack() as stack:
        built = 0

        def build(mode: Mode, **options: int) -> House:
            nonlocal built
            built += 1
            folder = tmp_path / f"house{built}"
            folder.mkdir()
            if mode == "embedded":
                return build_embedded(folder, stack)
            return build_production(folder, stack, **options)

        yield build


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The one-process server, running."""
    with ExitStack() as stack:
        yield build_embedded(tmp_path_factory.mktemp("embedded"), stack).start()


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two web nodes, a worker and beat on PostgreSQL and Redis, running."""
    with ExitStack() as stack:
        yield build_production(tmp_path_factory.mktemp("production"), stack).start()


@pytest.fixture(params=["embedded", "production"])
def house(request: pytest.FixtureRequest) -> House:
    """Each of the two in turn: the story must be the same."""
    found: House = request.getfixturevalue(request.param)
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send all tests of one mode to one worker, so that a run starts each server once."""
    for item in items:
        modes = {"embedded", "production"} & set(getattr(item, "fixturenames", ()))
        callspec = getattr(item, "callspec", None)
        mode = callspec.params.get("house") if callspec else None
        if mode or modes:
            item.add_marker(pytest.mark.xdist_group(mode or "-".join(sorted(modes))))
