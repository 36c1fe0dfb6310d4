"""The servers that are compared: each is started on a port of its own with data that are thrown away."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ON_POSTGRESQL = ("ronde-postgresql", "ronde-two-nodes")
PLAIN = "ronde-plain"  # of SQLite, with uvicorn's own websockets: nothing is written to sockets past ASGI
DURABLE = "hocuspocus-durable"  # cannot follow those who type: what has not come in time is no fault of a run
HOCUSPOCUS = ("hocuspocus", "hocuspocus-sqlite", DURABLE)  # in memory, seconds later, at each change
KINDS = ("ronde", PLAIN, *ON_POSTGRESQL, *HOCUSPOCUS, "y-websocket", "relay")
FRAMINGS = {**dict.fromkeys(HOCUSPOCUS, "hocuspocus"), "relay": "bare"}
IN_MEMORY = ("hocuspocus", "y-websocket", "relay")  # a restart loses everything
KEEPS_NOTHING = ("relay",)  # nor does it answer whoever comes later
PEOPLE = 250
START_S = 180  # on a busy machine


@dataclass
class Server:
    """A server of one kind, as the scenarios connect to it: one process, or a node at each of several ports."""

    kind: str
    folder: Path
    ports: list[int]
    documents: list[str]
    tokens: list[str] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    beside: list[int] = field(default_factory=list)  # processes whose work counts as its own: the database, Redis
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, port: int) -> list[str]:
        """Return what starts it, or one of its nodes."""
        if self.kind == "ronde-two-nodes":
            return [str(ROOT / "script" / "production"), "web", "--port", str(port)]
        if self.kind == PLAIN:
            plain = ["--ws", "websockets-sansio", "--host", "127.0.0.1", "--log-level", "warning"]
            return [sys.executable, "-m", "uvicorn", "config.asgi:application", *plain, "--port", str(port)]
        if self.kind.startswith("ronde"):
            return [sys.executable, "-m", "config.embedded", "--port", str(port)]
        script, *more = self.kind.split("-") if self.kind in HOCUSPOCUS else [self.kind]
        database = [str(self.folder / "hocuspocus.sqlite")] if more else []
        wait = ["0"] if self.kind == DURABLE else []
        return ["node", str(HERE / f"{script}.mjs"), str(port), *database, *wait]

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        with (self.folder / f"{self.kind}.log").open("ab") as log:
            self.processes = [
                subprocess.Popen(
                    self.command(port), cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=log
                )
                for port in self.ports
            ]
        for port, process in zip(self.ports, self.processes, strict=True):
            self._wait_for(port, process)

    def _wait_for(self, port: int, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until and process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.kind} did not start: {(self.folder / f'{self.kind}.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """End it as an administrator would."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def take_documents(self, number: int) -> list[str]:
        """Return documents that no scenario has used yet."""
        taken, self.documents = self.documents[:number], self.documents[number:]
        return taken

    def described(self) -> dict[str, Any]:
        """Return what the scenarios need to know of it."""
        is_ours = self.tokens is not None
        path = "ws/documents/{document}" if is_ours else "{document}"
        return {
            "urls": [f"ws://127.0.0.1:{port}/{path}" for port in self.ports],
            "framing": FRAMINGS.get(self.kind, "yjs"),
            "tokens": self.tokens,
            "pids": [process.pid for process in self.processes] + self.beside,
        }


def made(kind: str, folder: Path, documents: int, stack: ExitStack) -> Server:
    """Make a server of a kind and what it needs; the stack ends both."""
    from machine import free_port

    folder = folder / kind
    folder.mkdir()
    if kind.startswith("ronde"):
        server = _made_ronde(kind, folder, documents, stack)
    else:
        server = Server(kind, folder, [free_port()], [secrets.token_hex(8) for _ in range(documents)])
    stack.callback(server.stop)
    return server


def _made_ronde(kind: str, folder: Path, documents: int, stack: ExitStack) -> Server:
    from machine import free_port
    from postgres import DURABLE, Postgres
    from valkey import Valkey

    ports = [free_port() for _ in range(2 if kind == "ronde-two-nodes" else 1)]
    environment = {
        "RONDE_DATA_DIR": str(folder),
        "RONDE_BASE_URL": f"http://127.0.0.1:{ports[0]}",
        "RONDE_SECRET_KEY": secrets.token_hex(32),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    beside = []
    if kind in ON_POSTGRESQL:
        database = stack.enter_context(Postgres(DURABLE))
        environment["RONDE_DATABASE_URL"] = database.url
        beside += [database.server.pid] if database.server else []
    if kind == "ronde-two-nodes":
        redis = stack.enter_context(Valkey())
        environment["RONDE_REDIS_URL"] = f"{redis.url}/0"
        beside += [redis.server.pid] if redis.server else []
    prepare = [sys.executable, "-W", "ignore", str(HERE / "prepare.py"), str(PEOPLE), str(documents)]
    said = subprocess.run(prepare, env=os.environ | environment, check=True, stdout=subprocess.PIPE)
    return Server(kind, folder, ports, environment=environment, beside=beside, **json.loads(said.stdout))
