"""Starting, stopping and crashing: the commands that people use, and no stop that loses data."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from machine import free_port

from foundation.accounts.models import User
from foundation.inbox.models import OutgoingEmail
from tests.support.databases import ROOT
from tests.support.deployments import BuildDeployment, Deployment
from tests.support.embedded_often import often
from tests.support.rotation import one_in

CTRL_C_S = 3
MAIL_TIMEOUT_S = 10
type Serve = Callable[[Path], tuple[subprocess.Popen[bytes], str]]


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Return when the address answers."""
    begun = time.monotonic()
    while True:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() - begun < seconds, log.read_text()
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Run script/server as a person would, in a terminal of its own: return the process and the address."""
    started: list[subprocess.Popen[bytes]] = []

    def serve(data: Path) -> tuple[subprocess.Popen[bytes], str]:
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("RONDE_", "DJANGO_"))}
        command = [str(ROOT / "script" / "server"), "--empty", "--port", str(port), "--data", str(data)]
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        started.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield serve
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_one_command_serves_prints_its_address_and_stops_at_once(serve: Serve, tmp_path: Path) -> None:
    log = tmp_path / "log"
    first, url = serve(tmp_path / "data")
    wait_for(url, first, log)
    begun = time.monotonic()
    os.killpg(first.pid, signal.SIGINT)  # what a terminal does at Ctrl-C
    assert first.wait(timeout=20) in (0, 130, -signal.SIGINT)
    assert time.monotonic() - begun < CTRL_C_S
    assert url in log.read_text()
    assert "Traceback" not in log.read_text()

    assert "ronde: making a new database" in log.read_text()
    said = len(log.read_text())
    second, url = serve(tmp_path / "data")
    wait_for(url, second, log)
    # A second start makes, builds, migrates and loads nothing: all that it says is where it serves.
    assert [line for line in log.read_text()[said:].splitlines() if line.startswith("ronde:")] == []
    assert url in log.read_text()[said:]


OFTEN = often("inbox.tasks.deliver_emails")


def send_email() -> None:
    OutgoingEmail.post("1", to="bo@example.org", subject="Come", text="…")


def test_a_hanging_job_delays_neither_writes_nor_shutdown(build_deployment: BuildDeployment) -> None:
    deployment = build_deployment("embedded")
    node = deployment.nodes[0]
    with socket.create_server(("127.0.0.1", 0)) as mail:  # a mail server that takes calls and says nothing
        mail.settimeout(30)
        node.environment = node.environment | {"RONDE_EMAIL_URL": f"smtp://127.0.0.1:{mail.getsockname()[1]}"}
        node.command = [*OFTEN, "--port", str(node.port)]
        deployment.start()
        deployment.call(send_email)
        caller, _ = mail.accept()
        begun = time.monotonic()
        deployment.create_users("ada@example.org")
        assert time.monotonic() - begun < MAIL_TIMEOUT_S, "the email held the database"
        assert node.running
        begun = time.monotonic()
        node.running.send_signal(signal.SIGINT)
        assert node.running.wait(timeout=20) == 0
        assert time.monotonic() - begun < CTRL_C_S
        caller.close()


def test_a_second_server_on_the_same_data_is_refused_with_a_reason(serve: Serve, tmp_path: Path) -> None:
    first, url = serve(tmp_path / "data")
    wait_for(url, first, tmp_path / "log")
    second, _ = serve(tmp_path / "data")
    assert second.wait(timeout=30) != 0
    assert "Another server" in (tmp_path / "log").read_text()


def user_names() -> list[str]:
    return list(User.objects.values_list("name", flat=True))


@pytest.mark.parametrize("mode", one_in(2, "crash", ["embedded", "production"]))
def test_users_are_still_there_after_a_crash(build_deployment: BuildDeployment, mode: str) -> None:
    deployment = build_deployment(mode).start()
    deployment.create_users("ada@example.org")
    deployment.kill()
    deployment.start()
    assert deployment.call(user_names) == ["Ada"]


def test_every_node_answers_and_loads_no_asset_from_another_host(production: Deployment) -> None:
    for node in production.nodes:
        with urllib.request.urlopen(f"{node.url}/account/login/") as answer:
            page = answer.read().decode()
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "RONDE_DATABASE_URL"),
        (
            {"RONDE_DATABASE_URL": "postgres://x@127.0.0.1/x", "RONDE_REDIS_URL": "redis://127.0.0.1"},
            "RONDE_SECRET_KEY",
        ),
    ],
)
def test_production_names_each_variable_that_is_missing(environment: dict[str, str], words: str) -> None:
    result = subprocess.run(
        [str(ROOT / "script" / "production"), "web"],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode != 0
    assert words in result.stderr


def test_a_command_works_beside_the_running_server(embedded: Deployment) -> None:
    embedded.create_users("mia@example.org")
    command = [str(ROOT / "script" / "manage"), "shell", "--no-imports", "-c"]
    code = "from foundation.accounts.models import User; print(User.objects.get(email='mia@example.org').name)"
    result = subprocess.run([*command, code], env=embedded.environment, capture_output=True, text=True, cwd=sys.prefix)
    assert result.stdout.strip() == "Mia", result.stderr
