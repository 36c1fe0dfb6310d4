"""What people say in the sample, in one language, with the names of things filled in."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from foundation.web.languages import LANGUAGES as SPOKEN
from foundation.web.languages import language_of

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = tuple(code for code in SPOKEN if (FOLDER / code).is_dir())
"""Those in which the sample is written."""
_NAME = re.compile(r"\{([a-z0-9]+|FE-\d|day-\d+)\}")


class Texts:
    """The texts of one language. `name` gives what a key such as `bus48` is called (D-4), `on` the date of a day."""

    def __init__(self, language: str, name: Callable[[str], str], on: Callable[[int], date]) -> None:
        self.language, self.folder, self._name, self._on = language, FOLDER / language, name, on
        self._tables: dict[str, dict[str, Any]] = {}

    def __getitem__(self, table: str) -> dict[str, Any]:
        """Return a table (`decisions`, `actions` …), filled in; `talk` is a folder of them, by room."""
        if table not in self._tables:
            self._tables[table] = self._filled(read_table(self.folder / table))
        return self._tables[table]

    def document(self, key: str) -> tuple[str, str]:
        """Return a document's title and its Markdown without it."""
        title, _, body = (self.folder / "documents" / f"{key}.md").read_text("utf-8").partition("\n")
        return title.removeprefix("# ").strip(), self._fill(body)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._filled(inner) for inner in value]
        return self._fill(value) if isinstance(value, str) else value

    def _fill(self, text: str) -> str:
        return _NAME.sub(lambda found: self._word(found[1]), text)

    def _word(self, key: str) -> str:
        if key.startswith("FE-"):
            return key
        if key.startswith("day-"):
            return str(format_date(self._on(-int(key[4:])), "EEEE d MMMM", locale=language_of(self.language).locale))
        return self._name(key)


def read_table(path: Path) -> dict[str, Any]:
    """Read a table of texts as it is written: a file, or a folder of files by their names."""
    if path.is_dir():
        return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(path.glob("*.toml"))}
    return tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
