"""Reads a JSON file by its schema and names what is wrong in it, line by line. No database here."""

import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from foundation.web.text_file import InvalidFile, Problem, decode_utf8
from foundation.web.unicode_safety import NO_NUL

type JsonPath = Sequence[str | int]
"""Where a value stands in the file: `("teams", 3, "members", 0, "handle")`."""

type InvalidValue = tuple[JsonPath, str]
"""Where the value stands and why it is refused."""

_LONG_NUMBER = re.compile(r"\d{4000}")
_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODE = json.JSONDecoder().raw_decode
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


def _parse_day(value: object) -> object:
    if isinstance(value, date):  # not from JSON: one schema made of another
        return value
    if not isinstance(value, str):
        raise ValueError("this is no day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("this is no day (2026-11-24)") from None


def _check_day(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError("no calendar of ours has this day")
    return day


def text_up_to(max_length: int | None, *, min_length: int = 1) -> StringConstraints:
    """Return what every text of a file keeps to: stripped, without NUL, no longer than the database's column."""
    return StringConstraints(strip_whitespace=True, min_length=min_length, max_length=max_length, pattern=NO_NUL)


Name = Annotated[str, text_up_to(120)]
Text = Annotated[str, text_up_to(None, min_length=0)]
Day = Annotated[date, BeforeValidator(_parse_day), AfterValidator(_check_day)]


class StrictSchema(BaseModel):
    """An object of the file: types are taken strictly, unknown fields are ignored."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class JsonFile[Schema: BaseModel]:
    """A valid file: `content` is what it says, `digest` names its exact bytes."""

    schema: ClassVar[type[Any]]

    def __init__(self, path: Path) -> None:
        """:raises OSError, InvalidFile:"""
        self.path = path
        data = path.read_bytes()
        self.digest = sha256(data).hexdigest()
        self.text = decode_utf8(data, path)
        found: Any = parse_json(self.text, path)
        try:
            self.content: Schema = self.schema.model_validate(found)
        except ValidationError as error:
            raise self.invalid((list(one["loc"]), _explain(one)) for one in error.errors()) from None
        if wrong := list(self.invalid_values()):
            raise self.invalid(wrong)

    def invalid_values(self) -> Iterator[InvalidValue]:
        """Yield what is wrong beyond types."""
        yield from ()

    def invalid(self, values: Iterable[InvalidValue]) -> InvalidFile:
        """Return the exception that names the line of each value."""
        lines = LineNumbers(self.text)
        return _by_line([Problem(self.path, lines.at(place), reason) for place, reason in values])


def parse_json(text: str, path: Path) -> object:
    """Parse JSON. A field that stands twice is refused: one of its values would be lost without a word.

    :raises InvalidFile: with `path` in its problems.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except RepeatedField as error:
        raise _by_line([Problem(path, *repeated) for repeated in LineNumbers(text).repeated_fields()]) from error
    except json.JSONDecodeError as error:
        reason = f"this is not JSON: {error.msg}, column {error.colno}"
        raise InvalidFile([Problem(path, error.lineno, reason)]) from None
    except RecursionError:
        raise InvalidFile([Problem(path, 1, "this is nested too deeply")]) from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        found = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise InvalidFile([Problem(path, line, "there is a number with too many digits")]) from None


class RepeatedField(Exception):
    """A field stands twice in one object."""


def _without_repeats(fields: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(fields)
    if len(found) < len(fields):
        raise RepeatedField
    return found


def _by_line(problems: list[Problem]) -> InvalidFile:
    return InvalidFile(sorted(problems, key=lambda problem: problem.line))


def _explain(error: Mapping[str, Any]) -> str:
    """Name the field and what pydantic found wrong in it."""
    field = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "the file")
    reason = "Field required" if error["type"] == "missing" else error["msg"]
    return f"{field}: {reason[0].lower()}{reason[1:]}"


class LineNumbers:
    """The lines of values in JSON that is known to parse. Each object or list is walked through once at most."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: dict[int, dict[str | int, int]] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def at(self, path: JsonPath) -> int:
        """Return the line of the value at a path; of a field that is missing, the line of the object without it."""
        start = _skip_space(self.text, 0)
        for part in path:
            inside = self._starts_inside(start)
            if part not in inside:
                break
            start = inside[part]
        return self._line(start)

    def repeated_fields(self) -> Iterator[tuple[int, str]]:
        """Yield line and reason for each field that stands twice in one object."""
        waiting = [_skip_space(self.text, 0)]
        while waiting:
            seen: set[str | int] = set()
            for name, start in _values(self.text, waiting.pop()):
                if name in seen:
                    yield self._line(start), f"the field “{name}” is there twice"
                seen.add(name)
                waiting.append(start)

    def _starts_inside(self, start: int) -> dict[str | int, int]:
        if start not in self._starts:
            self._starts[start] = dict(_values(self.text, start))
        return self._starts[start]

    def _line(self, position: int) -> int:
        return bisect(self._breaks, position) + 1


def _values(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Yield name (or index) and start of each value of the object or list that begins at `at`."""
    if text[at] not in "{[":
        return
    is_object, number, at = text[at] == "{", 0, _skip_space(text, at + 1)
    while text[at] not in "}]":
        name: str | int = number
        if is_object:
            name, at = _DECODE(text, at)
            at = _skip_space(text, _skip_space(text, at) + 1)
        yield name, at
        at = _skip_space(text, _DECODE(text, at)[1])
        number, at = number + 1, _skip_space(text, at + 1) if text[at] == "," else at


def _skip_space(text: str, at: int) -> int:
    return cast("re.Match[str]", _BLANKS.match(text, at)).end()
