"""docker-compose.yml works: its commands, with its environment, serve pages through its proxy.

There is no container engine in a test run, so the commands run natively, with the names of the other containers
replaced by loopback addresses.
"""

import os
import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import caddy
import pytest
import yaml
from machine import free_port
from valkey import Valkey

from tests.support.databases import ROOT, PostgreSQL
from tests.support.deployments import Process, postgres_url

FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in FILE["services"].items() if service.get("image") == "ronde"}
BASE_URL = "https://localhost"
DOT_ENV = {"RONDE_SECRET_KEY": "tests-only-" + "x" * 50, "POSTGRES_PASSWORD": "unused"}


def filled(value: str, dot_env: dict[str, str]) -> str:
    """Put the variables of .env in, as compose does."""
    named = r"\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}"
    return re.sub(named, lambda match: dot_env.get(match[1]) or match[2] or "", value)


def environment_of(service: dict[str, Any], dot_env: dict[str, str], postgres: str, redis: str) -> dict[str, str]:
    """The service's environment, leading to the servers of this test run."""
    named = {name: filled(value, dot_env) for name, value in service["environment"].items()}
    assert named["RONDE_DATABASE_URL"] == "postgres://ronde:unused@postgres:5432/ronde"
    assert named["RONDE_REDIS_URL"] == "redis://redis:6379/0"
    return named | {
        "RONDE_DATABASE_URL": postgres,
        "RONDE_REDIS_URL": f"{redis}/0",
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "RONDE_VOLATILE": "1",
    }


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def start(stack: ExitStack, process: Process) -> None:
    process.start()
    stack.callback(process.stop)


def test_the_commands_of_the_compose_file_serve_pages_through_its_proxy(stack: ExitStack, tmp_path: Path) -> None:
    postgres = PostgreSQL(postgres_url())
    database = f"ronde_compose_{os.getpid()}"
    postgres.create(database)
    stack.callback(postgres.drop, database)
    redis = stack.enter_context(Valkey())
    https, port = free_port(), free_port()
    dot_env = DOT_ENV | {"RONDE_BASE_URL": f"{BASE_URL}:{https}"}

    def environment(name: str) -> dict[str, str]:
        ours = environment_of(OURS[name], dot_env, postgres.url(database), redis.url)
        return ours | {"RONDE_DATA_DIR": str(tmp_path / "data")}

    migrate = subprocess.run(
        OURS["migrate"]["command"], cwd=ROOT, env=environment("migrate"), capture_output=True, text=True
    )
    assert migrate.returncode == 0, migrate.stderr

    command = ["127.0.0.1" if part == "0.0.0.0" else part.replace("8000", str(port)) for part in OURS["web"]["command"]]
    web = Process("web", command, environment("web"), tmp_path)
    jobs = [Process(name, OURS[name]["command"], environment(name), tmp_path) for name in ("worker", "beat")]
    before = FILE["services"]["proxy"]
    proxy = Process(
        "proxy",
        [caddy.find_caddy(), "run", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"],
        {name: filled(value, dot_env) for name, value in before["environment"].items()}
        | {
            "RONDE_WEB_HOST": "localhost",
            "RONDE_WEB_PORT": str(port),
            "HOME": str(tmp_path),
            "PATH": os.environ["PATH"],
        },
        tmp_path,
    )
    for process in (web, *jobs, proxy):
        start(stack, process)
    healthcheck = [part.replace("8000", str(port)) for part in OURS["web"]["healthcheck"]["test"][1:]]
    wait_until_healthy(web, healthcheck)

    page = fetch(f"{BASE_URL}:{https}/account/login/", proxy)
    assert "csrfmiddlewaretoken" in page
    for process in (web, *jobs, proxy):
        assert process.running, process.name
        assert process.running.poll() is None, process.log()


def wait_until_healthy(web: Process, healthcheck: list[str], seconds: float = 30) -> None:
    """Ask as the container engine does."""
    deadline = time.monotonic() + seconds
    while subprocess.run(healthcheck, cwd=ROOT, env=web.environment, capture_output=True).returncode != 0:
        assert web.running
        assert web.running.poll() is None, web.log()
        assert time.monotonic() < deadline, web.log()
        time.sleep(0.05)


def fetch(url: str, proxy: Process, seconds: float = 20) -> str:
    """Read a page through the proxy, whose certificate is its own here, as soon as it listens."""
    context = ssl._create_unverified_context()
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, context=context, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > deadline:
                raise AssertionError(f"{error}\n{proxy.log()}") from error
            time.sleep(0.05)


def test_the_proxy_hides_the_metrics() -> None:
    assert "respond /metrics 404" in (ROOT / "deploy" / "Caddyfile").read_text()


def test_every_process_of_production_has_a_container() -> None:
    roles = {service["command"][1] for service in OURS.values()}
    assert roles == {"migrate", "web", "worker", "beat"}


def test_the_example_environment_has_what_the_compose_file_needs() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^(\w+)=", (ROOT / "deploy" / "example.env").read_text(), re.MULTILINE))
    assert needed <= offered
