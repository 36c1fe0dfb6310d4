"""Read a JSON file by its schema and name what is wrong in it, line by line. No database here."""

import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

type Place = Sequence[str | int]
"""Where a value stands in the file: `("teams", 3, "members", 0, "handle")`."""

type Fault = tuple[Place, str]
"""What is wrong with the value at a place, in words."""

ANY = r"^[^\x00]*$"  # PostgreSQL keeps no NUL
UNREADABLE = re.compile("[\0\ud800-\udfff]")
"""What no database keeps: NUL characters, and halves of characters, of which pydantic takes none."""
SHOWN = 20
_LONG_NUMBER = re.compile(r"\d{4000}")
_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODE = json.JSONDecoder().raw_decode
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


def _day_of(words: object) -> object:
    if isinstance(words, date):  # not from JSON: one part made of another
        return words
    if not isinstance(words, str):
        raise ValueError("this is no day")
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueError("this is no day (2026-11-24)") from None


def _within(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError("no calendar of ours has this day")
    return day


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=ANY)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=ANY)]
Day = Annotated[date, BeforeValidator(_day_of), AfterValidator(_within)]


class Part(BaseModel):
    """A part of the file: types are taken strictly, unknown fields are left alone."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


@dataclass(frozen=True)
class Problem:
    """What is wrong at which line of the file (1 is the first)."""

    line: int
    why: str


class Unfit(Exception):
    """The file can't be taken in; `problems` are in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = sorted(problems, key=lambda problem: problem.line)

    def report(self, path: Path) -> str:
        """Name each problem by file and line, the first twenty of them."""
        lines = [f"{path}:{problem.line}: {problem.why}" for problem in self.problems[:SHOWN]]
        more = len(self.problems) - SHOWN
        return "\n".join([*lines, *([f"and {more} more"] if more > 0 else []), "Nothing was imported."])


class JsonFile[Schema: BaseModel]:
    """A file that was read and found sound: `content` is what it says, `digest` names its exact bytes."""

    schema: ClassVar[type[Any]]

    def __init__(self, path: Path) -> None:
        """Raise `OSError` when it can't be read, `Unfit` when it can't be taken in."""
        self.path = path
        data = path.read_bytes()
        self.digest = sha256(data).hexdigest()
        self.text = decoded(data)
        found: Any = parsed(self.text)
        try:
            self.content: Schema = self.schema.model_validate(found)
        except ValidationError as error:
            raise self.unfit((list(one["loc"]), words_for(one)) for one in error.errors()) from None
        wrong = list(self.faults())
        if wrong:
            raise self.unfit(wrong)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong beyond types; nothing unless a file says what."""
        yield from ()

    def unfit(self, wrong: Iterable[Fault]) -> Unfit:
        """Give the exception that names the line of each fault."""
        lines = Lines(self.text)
        return Unfit([Problem(lines.at(place), why) for place, why in wrong])


def decoded(data: bytes) -> str:
    """Read bytes as UTF-8 (a leading mark is dropped)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit([Problem(data[: error.start].count(b"\n") + 1, "this is not UTF-8 text")]) from None


def parsed(text: str) -> object:
    """Read JSON. A field that is there twice is refused: one of its values would be lost without a word."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except TwiceError as error:
        raise Unfit([Problem(*fault) for fault in Lines(text).twice()]) from error
    except json.JSONDecodeError as error:
        raise Unfit([Problem(error.lineno, f"this is not JSON: {error.msg}, column {error.colno}")]) from None
    except RecursionError:
        raise Unfit([Problem(1, "this is nested too deeply")]) from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        found = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise Unfit([Problem(line, "there is a number with too many digits")]) from None


def words_for(error: Mapping[str, Any]) -> str:
    """Say what is wrong with a value's type: field, then reason."""
    field = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "the file")
    reason = "Field required" if error["type"] == "missing" else error["msg"]
    return f"{field}: {reason[0].lower()}{reason[1:]}"


class TwiceError(Exception):
    """A field is there twice in one object."""


def _once(fields: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(fields)
    if len(found) < len(fields):
        raise TwiceError
    return found


class Lines:
    """The lines on which values stand in JSON text that is known to be sound. What holds many values is walked through
    once, however many of them are asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: dict[int, dict[str | int, int]] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def at(self, place: Place) -> int:
        """Give the line of a place.

        Where it leads to nothing (a field that is missing), it is the line of what should have held it.
        """
        at = _skip(self.text, 0)
        for part in place:
            inside = self._inside(at)
            if part not in inside:
                break
            at = inside[part]
        return self._line(at)

    def twice(self) -> Iterator[tuple[int, str]]:
        """Yield line and words of each field that is there twice in one object."""
        waiting = [_skip(self.text, 0)]
        while waiting:
            seen: set[str | int] = set()
            for name, start in _values(self.text, waiting.pop()):
                if name in seen:
                    yield self._line(start), f"the field “{name}” is there twice"
                seen.add(name)
                waiting.append(start)

    def _inside(self, at: int) -> dict[str | int, int]:
        if at not in self._starts:
            self._starts[at] = dict(_values(self.text, at))
        return self._starts[at]

    def _line(self, at: int) -> int:
        return bisect(self._breaks, at) + 1


def _values(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Yield name (or place) and start of each value of the object or list that begins at `at`."""
    if text[at] not in "{[":
        return
    is_object, number, at = text[at] == "{", 0, _skip(text, at + 1)
    while text[at] not in "}]":
        name: str | int = number
        if is_object:
            name, at = _DECODE(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield name, at
        at = _skip(text, _DECODE(text, at)[1])
        number, at = number + 1, _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    """Step over white space."""
    return cast("re.Match[str]", _BLANKS.match(text, at)).end()
