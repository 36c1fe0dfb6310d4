"""Nodes that start in a moment: most of what a start takes is to load the code, and a run starts hundreds of times.

Each server is a process of its own all the same, forked from one that has loaded the code and nothing else, and it ends
as others do. `--cold` starts whole programs.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.databases import ROOT
from tests.support.deployments import Node
from tests.torture.warm_server import READY

if TYPE_CHECKING:
    from contextlib import ExitStack

LOADED_S = 300
AS_IN_PRODUCTION = (
    *("uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--loop", "uvloop"),
    *("--ws", "foundation.serving.websocket_limits:BoundedWebSocketProtocol", "--ws-max-size", "12582912"),
    *("--ws-per-message-deflate", "false", "--lifespan", "on", "--proxy-headers", "--no-access-log"),
    *("--log-level", "warning", "--timeout-graceful-shutdown", "10"),
)
"""What `script/production web` executes."""
EMBEDDED = ("config.embedded", "--host", "127.0.0.1")


class ForkedServer:
    """A process that another has forked, with what we need of `subprocess.Popen`."""

    def __init__(self, report: int) -> None:
        self._report = os.fdopen(report)
        self.pid = int(self._report.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self._read(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, once it has; raises TimeoutExpired."""
        code = self._read(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def _read(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._report], [], [], timeout)[0]:
            self.returncode = int(self._report.readline())
            self._report.close()
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class WarmNode(Node):
    """A node whose code is loaded before it starts."""

    def __init__(self, node: Node, stack: ExitStack, program: tuple[str, ...]) -> None:
        super().__init__(node.name, node.command, node.environment, node.log_path.parent, node.port)
        self._channel, theirs = socket.socketpair()
        command = [sys.executable, "-W", "ignore", "-m", "tests.torture.warm_server", str(theirs.fileno()), *program]
        with theirs, self.log_path.open("ab") as log:
            loaded = subprocess.Popen(
                [*command, "--port", str(node.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
            )
        stack.callback(loaded.wait)
        stack.callback(self._channel.close)

    def await_loaded(self) -> None:
        """Wait until it can start; raises RuntimeError with its log."""
        self._channel.settimeout(LOADED_S)
        if self._channel.recv(len(READY)) != READY:
            raise RuntimeError(f"{self.name} could not be loaded:\n{self.log()[-4000:]}")

    def start(self) -> None:
        """Fork one."""
        report, theirs = os.pipe()
        failpoint = self.environment.get("RONDE_FAILPOINT", "-").encode()
        with self.log_path.open("ab") as log:
            socket.send_fds(self._channel, [failpoint], [log.fileno(), theirs])
        os.close(theirs)
        self.running = ForkedServer(report)  # type: ignore[assignment]  # as much of a process as is used
