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
ROOT = HERE.parents[1]
KINDS = ("ronde", "ronde-postgresql", "hocuspocus", "hocuspocus-sqlite")
PEOPLE = 250
START_S = 60


@dataclass
class Server:
    """A server of one kind, as the scenarios connect to it."""

    kind: str
    folder: Path
    port: int
    documents: list[str]
    tokens: list[str] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    beside: list[int] = field(default_factory=list)  # processes whose work counts as its own: the database
    process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        """Return what starts it."""
        if self.kind.startswith("ronde"):
            return [sys.executable, "-m", "config.embedded", "--port", str(self.port)]
        database = [str(self.folder / "hocuspocus.sqlite")] if self.kind == "hocuspocus-sqlite" else []
        return ["node", str(HERE / "hocuspocus.mjs"), str(self.port), *database]

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        with (self.folder / f"{self.kind}.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 ours, and the peer's
                self.command, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=log
            )
        until = time.monotonic() + START_S
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.kind} did not start: {(self.folder / f'{self.kind}.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """End it as an administrator would."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def take_documents(self, number: int) -> list[str]:
        """Return documents that no scenario has used yet."""
        taken, self.documents = self.documents[:number], self.documents[number:]
        return taken

    def described(self) -> dict[str, Any]:
        """Return what the scenarios need to know of it."""
        is_ours = self.tokens is not None
        path = "ws/documents/{document}" if is_ours else "{document}"
        pids = [self.process.pid] if self.process else []
        return {
            "url": f"ws://127.0.0.1:{self.port}/{path}",
            "framing": "yjs" if is_ours else "hocuspocus",
            "tokens": self.tokens,
            "pids": pids + self.beside,
        }


def made(kind: str, folder: Path, documents: int, stack: ExitStack) -> Server:
    """Make a server of a kind and what it needs; the stack ends both."""
    from machine import free_port

    folder = folder / kind
    folder.mkdir()
    if kind.startswith("ronde"):
        server = _made_ronde(kind, folder, free_port(), documents, stack)
    else:
        server = Server(kind, folder, free_port(), [secrets.token_hex(8) for _ in range(documents)])
    stack.callback(server.stop)
    return server


def _made_ronde(kind: str, folder: Path, port: int, documents: int, stack: ExitStack) -> Server:
    environment = {
        "RONDE_DATA_DIR": str(folder),
        "RONDE_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    beside = []
    if kind == "ronde-postgresql":
        from postgres import DURABLE, Postgres

        database = stack.enter_context(Postgres(DURABLE))
        environment["RONDE_DATABASE_URL"] = database.url
        beside = [database.server.pid] if database.server else []
    prepare = [sys.executable, "-W", "ignore", str(HERE / "prepare.py"), str(PEOPLE), str(documents)]
    said = subprocess.run(prepare, env=os.environ | environment, check=True, stdout=subprocess.PIPE)  # noqa: S603 ours
    return Server(kind, folder, port, environment=environment, beside=beside, **json.loads(said.stdout))
