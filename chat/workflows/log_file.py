"""Read a log of talk held elsewhere, with its reply links, and name what is wrong in it, line by line. No database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from web.json_reader import Day, Fault, JsonFile, Part
from web.unicode_safety import NO_NUL

MAX_TEXT = 20_000
INDEX = "index.json"
SAID = frozenset(("message", "action", "system"))
"""What of a log was said; that somebody came, left or took another name is left out."""

Number = Annotated[int, Field(ge=0, le=100_000_000)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT, pattern=NO_NUL)]
Nick = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=NO_NUL)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_NUL)]


def _as_logged(words: str) -> str:
    try:
        time.fromisoformat(words)
    except ValueError:
        raise ValueError("this is no time of day (12:18)") from None
    return words


Clock = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d(:\d\d)?$"), AfterValidator(_as_logged)]
"""A time of day as it was logged: which half of the day, and in which zone, a log seldom says."""


class Line(Part):
    """A line of the log; `time` is None where it was not logged."""

    id: Number
    date: Day
    time: Clock | None = None
    nick: Nick | None = None
    kind: Literal["message", "action", "join", "leave", "nick-change", "system"]
    text: Words = ""
    replies_to: list[Number] = []
    conversation: Number | None = None

    @property
    def is_said(self) -> bool:
        """Say whether somebody, or the server, said something."""
        return self.kind in SAID and bool(self.text)


class Log(Part):
    """The whole file: an excerpt of a channel's log, in order."""

    channel: Short
    source_file: Words | None = Field(None, max_length=100)
    messages: list[Line]


@dataclass
class Conversation:
    """Lines that belong together: a marked conversation, or a day of what nobody marked."""

    key: str
    day: date
    is_marked: bool
    lines: list[Line] = field(default_factory=list)


class LogFile(JsonFile[Log]):
    """A log that was read and found sound."""

    schema = Log

    @property
    def name(self) -> str:
        """Give what tells the log apart from others: channel and file."""
        return f"{self.content.channel}/{self.content.source_file or self.path.name}"

    def conversations(self) -> list[Conversation]:
        """Give what was said, by conversation, in the order in which they began."""
        found: dict[str, Conversation] = {}
        for line in self.content.messages:
            if line.is_said:
                is_marked = line.conversation is not None
                key = str(line.conversation) if is_marked else line.date.isoformat()
                found.setdefault(key, Conversation(key, line.date, is_marked)).lines.append(line)
        return list(found.values())

    def faults(self) -> Iterator[Fault]:
        """Yield ids given twice, links that lead nowhere or ahead, and people's lines that name nobody."""
        seen: set[int] = set()
        for at, line in enumerate(self.content.messages):
            if line.id in seen:
                yield ("messages", at, "id"), f"the line {line.id} is there twice"
            for place, answered in enumerate(line.replies_to):
                if answered not in seen:
                    yield ("messages", at, "replies_to", place), f"line {line.id} answers {answered}, no earlier line"
            if line.nick is None and line.kind != "system":
                yield ("messages", at), f"line {line.id} says nobody's name"
            seen.add(line.id)


def log_paths(given: Path) -> list[Path]:
    """Give the logs that are meant: a file, or a folder's `*.json` but its index; links out of it are not followed."""
    if not given.is_dir():
        return [given]
    root = given.resolve()
    found = (path for path in sorted(root.glob("*.json")) if path.name != INDEX)
    return [path for path in found if path.is_file() and path.resolve().is_relative_to(root)]
