"""What clones of databases begin with: an empty house or the sample project, made once and kept on a shelf."""

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHELF = Path(tempfile.gettempdir()) / f"ronde-templates-{os.getuid()}"
# All workers of one run of pytest share what it makes, and all steps of one run of script/test.
SCRIPT_RUN = os.environ.get("RONDE_TEST_RUN", "")
RUN = SCRIPT_RUN or os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")[:12]
QUARTER_S = 15 * 60


def fingerprint() -> str:
    """Name the schema: the migrations, what of ours they import, and the versions of everything else."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                ours = ROOT / (node.module.replace(".", "/") + ".py")
                digest.update(ours.read_bytes() if ours.exists() else b"")
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Template:
    """What a clone holds to begin with: what a command of ours made of an empty database, or of another template."""

    name: str
    command: tuple[str, ...]
    lock: str
    beneath: "Template | None" = None

    @property
    def passes(self) -> bool:
        """Say whether no later run will want it. A run of script/test sweeps its own away (script/lib/suite.py)."""
        return self.beneath is not None


def empty() -> Template:
    """Give the schema, without rows of anybody's."""
    name = fingerprint()
    return Template(name, ("migrate", "--verbosity=0", "--no-input"), lock=name)


def sample(language: str) -> Template:
    """Give the sample project, told once in this run and quarter of an hour: the story comes up to now, and what people
    plan begins on the quarter, so nothing becomes due between the telling and the tests.
    """
    name = f"sample_{language}_{RUN}_{int(time.time() // QUARTER_S)}"
    command = ("sample", "--language", language, "--verbosity=0")
    return Template(name, command, lock=f"sample_{language}_{ROOT.name}", beneath=empty())


@contextmanager
def alone(lock: str) -> Iterator[None]:
    """Let one process at a time make, copy or end a template; the others wait, and find it made."""
    SHELF.mkdir(exist_ok=True)
    with (SHELF / f"{lock}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fill(url: str, template: Template) -> None:
    """Run the template's command on the database of this address, in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), *template.command]
    environment = os.environ | {"RONDE_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"the template {template.name} could not be made:\n{result.stdout}{result.stderr}")
