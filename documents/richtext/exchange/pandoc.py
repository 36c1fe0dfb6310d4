"""Runs pandoc, which reads and writes Word and OpenDocument files: apart, in its sandbox, with bounded time and memory.

It comes with Ronde (pypandoc-binary); where there is none for the machine, a package of the system serves as well.
"""

import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory, TemporaryFile
from threading import BoundedSemaphore

import structlog
from django.utils.translation import gettext as _

from documents.richtext.exchange import limited
from foundation.web.exceptions import Refused

log = structlog.get_logger(__name__)

READ_INTO = "html"
"""What is read becomes this."""
SECONDS = 60
MEBIBYTES = 2048
HEAP = "1200M"
"""Of what pandoc itself keeps: beyond, it says so and ends."""
MOST_OUT = 64 * 1024 * 1024
SLOTS = BoundedSemaphore(2)
"""So many run at once for a process of ours: each keeps a processor busy."""


@cache
def program() -> str:
    """Return the path of pandoc: the one that is installed with Ronde, else the system's, or nothing."""
    try:
        return str(import_module("pypandoc").get_pandoc_path())
    except (ImportError, OSError):  # there is none for this kind of machine
        return which("pandoc") or ""


def is_possible() -> bool:
    """Return whether Word and OpenDocument files can be read and written here."""
    return bool(program())


def why_not(*formats: str) -> str:
    """Say why they cannot, and what to do instead; or why these formats cannot be written."""
    if formats:
        return _(
            "This server lacks pandoc, which is needed for: %(formats)s. Use Markdown or HTML, or ask the "
            "administrator to install pandoc."
        ) % {"formats": ", ".join(formats)}
    return _(
        "Word and OpenDocument files need pandoc, which this server does not have. Use Markdown or HTML, or ask the "
        "administrator to install pandoc."
    )


def convert(data: bytes, source: str, target: str, *options: str) -> bytes:
    """Return a file in another format, both as pandoc names them.

    :raises Refused: without pandoc, and for what it cannot read, or not within its bounds.
    """
    if not is_possible():
        raise Refused(why_not())
    pandoc = [
        program(),
        *sandbox(target),
        f"--from={source}",
        f"--to={target}",
        "--wrap=none",
        *options,
        "--output=-",
        "-",
    ]
    pandoc += {"odt": ["--no-highlight"], "html": ["--mathjax"]}.get(target, [])
    bounds = [sys.executable, "-I", "-S", limited.__file__, str(MEBIBYTES), str(SECONDS)]
    memory = ["+RTS", f"-M{HEAP}", "-RTS"]
    with (
        SLOTS,
        TemporaryDirectory(prefix="ronde-pandoc-") as folder,
        TemporaryFile() as given,
        TemporaryFile() as out,
    ):
        given.write(data)
        given.seek(0)
        done = run_isolated([*bounds, *pandoc, *memory], given.fileno(), out.fileno(), folder)
        if done.returncode != 0:
            log.info("pandoc could not convert", source=source, target=target, status=done.returncode)
            raise Refused(_("This file cannot be read: it is damaged, or too complex."))
        out.seek(0)
        made = out.read(MOST_OUT + 1)
    if len(made) > MOST_OUT:
        raise Refused(_("This file is too large when it is unpacked."))
    return made


@cache
def sandbox(target: str) -> tuple[str, ...]:
    """Return the option that keeps pandoc from files and networks, wherever it works: reading always. Some packages
    (Debian's) write no office file in it, for they keep their templates in files; what is written is HTML of ours,
    which names no other file.
    """
    if target == READ_INTO:
        return ("--sandbox",)
    tried = [program(), "--sandbox", "--from=html", f"--to={target}", "--output=-", "-"]
    with TemporaryDirectory(prefix="ronde-pandoc-") as folder, TemporaryFile() as given, TemporaryFile() as out:
        done = run_isolated(tried, given.fileno(), out.fileno(), folder)
    return ("--sandbox",) if done.returncode == 0 else ()


def run_isolated(command: list[str], given: int, out: int, folder: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in an empty folder, with nothing of this server's environment."""
    environment = {"PATH": "/nonexistent", "HOME": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603  the command is ours
            command,
            stdin=given,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        log.info("pandoc took too long", program=Path(command[0]).name)
        raise Refused(_("This file takes too long to read; split it.")) from late
