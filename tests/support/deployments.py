"""Whole deployments for tests: the processes that people run, on a database of their own, to be killed and restarted.

- `deployment.url`: where people go; `deployment.nodes`: its web servers; `deployment.log()`: what all processes wrote
- `deployment.kill()`, `deployment.start()`: kill -9, come back on the same data
- `deployment.manage("command")`: in a process of its own; `deployment.call(function, …)`: in one with Django set up,
  which lives as long as the deployment does

`embedded` and `production` live as long as the test process; `deployment` is either, so that each test runs on both.
A test that kills makes a deployment of its own with `build_deployment`.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import pytest
from machine import free_port
from postgres import Postgres
from valkey import Valkey

from tests.support.databases import ROOT, SQLITE, PostgreSQL, copy_files, empty_template, manage, sample_template
from tests.support.django_process import DjangoProcess

PASSWORD = "correct horse battery"
type Mode = Literal["embedded", "production"]
type BuildDeployment = Callable[..., "Deployment"]


@cache
def postgres_url() -> str:
    """Return the address of script/test's PostgreSQL, or of one that this test process starts and stops itself."""
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
        """End it as a crash does: with no chance to write anything."""
        if self.running:
            self.running.kill()
            self.running.wait()

    def stop(self, seconds: float = 15) -> int:
        """End it as Ctrl-C does; return the exit code.

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

    def wait(self, seconds: float = 120) -> None:
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


class Deployment:
    """A database and the processes that serve it."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        self.folder = folder
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("RONDE_", "DJANGO_"))}
        self.environment = outside | variables | {"RONDE_DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
        self.nodes: list[Node] = []
        self.jobs: list[Process] = []
        self.django = DjangoProcess(self.environment)
        self.redis: Valkey | None = None
        self.postgres: Postgres | None = None

    @property
    def url(self) -> str:
        return self.nodes[0].url

    @property
    def processes(self) -> list[Process]:
        return [*self.nodes, *self.jobs]

    def add_node(self, *command: str) -> None:
        """Add a web server, started by this command and `--port`."""
        port = free_port()
        environment = self.environment | {"RONDE_BASE_URL": f"http://127.0.0.1:{port}"}
        name = f"web{len(self.nodes) + 1}"
        self.nodes.append(Node(name, [*command, "--port", str(port)], environment, self.folder, port))

    def start(self) -> "Deployment":
        """Start everything and wait until every node is ready."""
        for process in self.processes:
            process.start()
        for node in self.nodes:
            node.wait()
        return self

    def kill(self) -> None:
        """Kill -9 every process at once."""
        for process in self.processes:
            process.kill()

    def stop(self) -> None:
        self.django.stop()
        for process in self.processes:
            if process.running:
                process.running.terminate()
        for process in self.processes:
            process.stop()

    def log(self) -> str:
        return "\n".join(f"--- {process.name}\n{process.log()}" for process in self.processes)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this database; return what it printed.

        :raises RuntimeError: with what it printed, when it fails.
        """
        return manage(self.environment, *arguments)

    def call[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function of a module returns with Django set up on this database.

        :raises RuntimeError: with the traceback, when it fails.
        """
        return self.django.call(function, *args, **kwargs)

    def verify_record(self) -> str:
        """Return what the command that walks every chain of the record says.

        :raises RuntimeError: when a chain is broken.
        """
        return self.call(_verify_record)

    def create_users(self, *emails: str) -> None:
        """Create users who sign in with `PASSWORD`; ada@example.org is called Ada."""
        self.call(_create_users, emails)

    def open_session(self, email: str) -> tuple[str, str]:
        """Sign a person in without the form, which takes three pages; return the cookie's name and value."""
        return self.call(_open_session, email)


def _verify_record() -> str:
    from django.core.management import call_command

    said = StringIO()
    call_command("audit_verify", stdout=said)
    return said.getvalue()


@cache
def _hashed_password() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)  # this takes a third of a second


def _create_users(emails: tuple[str, ...]) -> None:
    from foundation.accounts.models import User

    for email in emails:
        user = User.objects.create_user(email, name=email.partition("@")[0].partition(".")[0].title())
        user.password = _hashed_password()
        user.save()


def _open_session(email: str) -> tuple[str, str]:
    from django.conf import settings
    from django.test import Client

    from foundation.accounts.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def build_embedded(folder: Path, stack: ExitStack, template: str = "") -> Deployment:
    """Return one process on a SQLite file, a copy of this template or with nobody's rows; not started."""
    (folder / "data").mkdir(exist_ok=True)
    SQLITE.copy(template or empty_template(SQLITE), str(folder / "data" / "ronde.sqlite3"))
    copy_files(template, folder / "data" / "files")
    deployment = Deployment(folder, {})
    deployment.add_node(sys.executable, "-m", "config.embedded")
    stack.callback(deployment.stop)
    return deployment


def build_production(folder: Path, stack: ExitStack, nodes: int = 2, sample: str = "") -> Deployment:
    """Return web nodes, a worker and beat on PostgreSQL and on a Redis of their own; not started. With `sample`, the
    sample project in that language is there.
    """
    postgres = PostgreSQL(postgres_url())
    name = f"ronde_deployment_{os.getpid()}_{folder.name}".lower()
    template = sample_template(postgres, sample) if sample else empty_template(postgres)
    postgres.copy(template, name)
    copy_files(template, folder / "data" / "files")
    stack.callback(postgres.drop, name)
    # Of its own: publish and subscribe know no database numbers, so two deployments on one Redis would hear each other.
    redis = stack.enter_context(Valkey())
    deployment = Deployment(
        folder,
        {
            "RONDE_DATABASE_URL": postgres.url(name),
            "RONDE_REDIS_URL": f"{redis.url}/0",
            "RONDE_SECRET_KEY": "tests-only-" + "x" * 50,
            "RONDE_VOLATILE": "1",  # the PostgreSQL of a test run does not wait for the disk
        },
    )
    deployment.redis = redis
    script = str(ROOT / "script" / "production")
    for _ in range(nodes):
        deployment.add_node(script, "web")
    deployment.jobs += [Process(name, [script, name], deployment.environment, folder) for name in ("worker", "beat")]
    stack.callback(deployment.stop)
    return deployment


@pytest.fixture
def build_deployment(tmp_path: Path) -> Iterator[BuildDeployment]:
    """`build_deployment("embedded")` or `build_deployment("production", nodes=2)`: not started, stopped at the end."""
    with ExitStack() as stack:

        def build_deployment(mode: Mode, **options: Any) -> Deployment:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            if mode == "embedded":
                return build_embedded(folder, stack)
            return build_production(folder, stack, **options)

        yield build_deployment


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The one-process server, running."""
    with ExitStack() as stack:
        yield build_embedded(tmp_path_factory.mktemp("embedded"), stack).start()


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Two web nodes, a worker and beat on PostgreSQL and Redis, running."""
    with ExitStack() as stack:
        yield build_production(tmp_path_factory.mktemp("production"), stack).start()


@pytest.fixture(params=["embedded", "production"])
def deployment(request: pytest.FixtureRequest) -> Deployment:
    """Each of the two in turn."""
    found: Deployment = request.getfixturevalue(request.param)
    return found


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send all tests on production to one worker, so that a run starts it once. An embedded server starts in a moment,
    and most stories are told on one: each worker has its own, and takes modules as it comes to them.
    """
    for item in items:
        modes = {"embedded", "production"} & set(getattr(item, "fixturenames", ()))
        callspec = getattr(item, "callspec", None)
        mode = callspec.params.get("deployment") if callspec else None
        if mode == "embedded" or (not mode and modes == {"embedded"}):
            item.add_marker(pytest.mark.xdist_group(f"embedded {item.path.stem}"))
        elif mode or modes:
            item.add_marker(pytest.mark.xdist_group("production"))
