"""Refuse to serve from a set-up that would lose or leak what people trust us with."""

import fcntl
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SECRET_LENGTH = 32
FULL = 2


class Unsafe(Exception):
    """A set-up that must not serve, with a sentence for the operator."""


def refuse_unsafe_settings() -> None:
    """Raise `Unsafe` for settings that no server may run with."""
    host = urlsplit(settings.BASE_URL).hostname
    if settings.DEBUG and host not in LOOPBACK:
        raise Unsafe(f"RONDE_DEBUG shows inner matters to everyone who can reach {settings.BASE_URL}; turn it off.")
    if not settings.EMBEDDED and len(settings.SECRET_KEY) < SECRET_LENGTH:
        raise Unsafe(f"RONDE_SECRET_KEY must have at least {SECRET_LENGTH} characters, and be known to nobody.")
    if not settings.EMBEDDED and connection.vendor == "sqlite":
        raise Unsafe("RONDE_REDIS_URL is set but the database is SQLite: several processes need PostgreSQL.")


def refuse_useless_copy() -> None:
    """Raise `Unsafe` for a continuous copy that there is nothing to make of, or that would be lost with the data."""
    folder, data = settings.ENVIRONMENT.backup_dir, settings.ENVIRONMENT.data_dir
    if not folder:
        return
    if connection.vendor != "sqlite":
        raise Unsafe("RONDE_BACKUP_DIR copies SQLite; for PostgreSQL, see docs/operations.md on archiving its log.")
    if folder.is_relative_to(data) or data.is_relative_to(folder):
        raise Unsafe(f"RONDE_BACKUP_DIR must lie outside {data}, on another disk where there is one.")


def refuse_forgetful_database() -> None:
    """Raise `Unsafe` for a database that says *committed* before the disk has it.

    `RONDE_VOLATILE=1` accepts one all the same: for test runs, whose data nobody needs.
    """
    if settings.ENVIRONMENT.volatile:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if int(cursor.fetchone()[0]) < FULL:
                raise Unsafe("SQLite runs with synchronous below FULL: what is saved could be lost with the power.")
            return
        for name in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                raise Unsafe(f"PostgreSQL runs with {name} = off: what is saved could be lost with the power.")


def hold_database(data_dir: Path) -> IO[str]:
    """Keep a second embedded server off this database; returns the held lock, to be kept open while serving.

    Two of them would each keep documents in memory and notify their own pages only.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = (data_dir / "server.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise Unsafe(f"Another server serves from {data_dir} already; give this one its own --data.") from error
    return handle
