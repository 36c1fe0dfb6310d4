"""The sample in each language: which project it is, and preparing the one that is not there yet.

A second sample is made by a process of its own, in a copy of the database, and its rows are then taken over at once
(`across/sample/database_copy.py`): nobody waits for a writer meanwhile.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings

from across.sample.texts import LANGUAGES
from circles.projects.models import Project
from foundation.accounts.sample_accounts import SAMPLE_HOST

ROOT = Path(__file__).resolve().parents[2]
FOUNDER = f"ada@{SAMPLE_HOST}"
SLUG = "heliopompe"
WANTED = "sample-wanted"


def sample_in(language: str) -> Project | None:
    """Return the sample project in a language, or None."""
    samples = Project.objects.filter(created_by__email=FOUNDER, slug__startswith=SLUG)
    return samples.filter(language=language).order_by("created_at").first()


def has_second() -> bool:
    """Return whether the sample is there in more than one language; asked each time, as another process makes it."""
    return Project.objects.filter(created_by__email=FOUNDER, slug__startswith=SLUG).count() > 1


def missing_language() -> str | None:
    """Return the language whose sample is not there, when that of another one is."""
    missing = [language for language in LANGUAGES if sample_in(language) is None]
    return missing[0] if 0 < len(missing) < len(LANGUAGES) else None


def want_other_language(folder: Path) -> None:
    """Let the next server on this data prepare the sample in the other language, once it serves."""
    (folder / WANTED).touch()


def prepare_wanted() -> None:
    """Prepare what was wanted when the first sample was loaded."""
    if (Path(settings.ENVIRONMENT.data_dir) / WANTED).exists() and (language := missing_language()):
        Preparation(language).begin()


class Preparation:
    """The making of the sample in one language beside a running server; a file says how far it is."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.folder = Path(settings.ENVIRONMENT.data_dir)
        self.path = self.folder / f"sample-{language}.json"

    def note(self, share: float, process: int, *, failed: bool = False) -> None:
        """Write how far it is, from 0 to 1, and which process is at it."""
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps({"percent": int(100 * share), "process": process, "failed": failed}))
        unfinished.replace(self.path)

    def finish(self) -> None:
        """Leave nothing of it behind."""
        self.path.unlink(missing_ok=True)
        (self.folder / WANTED).unlink(missing_ok=True)

    @property
    def is_running(self) -> bool:
        """Return whether a process is at it."""
        process = self._read().get("process", 0)
        return bool(process) and not self.failed and is_alive(process)

    @property
    def failed(self) -> bool:
        """Return whether the last one failed."""
        return bool(self._read().get("failed"))

    @property
    def percent(self) -> int:
        """Return how far it is."""
        return self._read().get("percent", 0)

    def _read(self) -> dict[str, int]:
        try:
            found: dict[str, int] = json.loads(self.path.read_text())
        except FileNotFoundError:
            return {}
        return found

    def begin(self) -> None:
        """Start it in a process of its own, at a low priority, unless it runs. It ends when its input does, which is
        when we end, however we do: it takes no processor from the next start.
        """
        if self.is_running:
            return
        command = [sys.executable, "-m", "django", "prepare_sample", self.language, "--until-input-ends"]
        settings_module = {"DJANGO_SETTINGS_MODULE": "config.settings"}
        # No word of it comes from outside: the language is one of ours.
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=os.environ | settings_module, stdin=subprocess.PIPE
        )
        self.note(0, process.pid)
        threading.Thread(target=process.wait, daemon=True).start()


def is_alive(process: int) -> bool:
    """Return whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
