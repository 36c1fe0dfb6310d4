"""Reads logs of chat channels, with their reply links, and names what is wrong in them, line by line. No database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from foundation.web.folder_reader import Folder
from foundation.web.json_reader import Day, InvalidValue, JsonFile, StrictSchema, text_up_to

MAX_TEXT = 20_000
INDEX = "index.json"
SAID = frozenset(("message", "action", "system"))
"""Kinds of lines that are imported; that a person came, left or took another name is left out."""

Number = Annotated[int, Field(ge=0, le=100_000_000)]
MessageText = Annotated[str, text_up_to(MAX_TEXT, min_length=0)]
Nick = Annotated[str, text_up_to(80)]
Channel = Annotated[str, text_up_to(60)]


def _check_time(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError:
        raise ValueError("this is no time of day (12:18)") from None
    return text


LoggedTime = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d(:\d\d)?$"), AfterValidator(_check_time)]
"""A time of day as it was logged: which half of the day, and in which zone, a log seldom says."""


class LogLine(StrictSchema):
    """A line of the log; `time` is None where it was not logged."""

    id: Number
    date: Day
    time: LoggedTime | None = None
    nick: Nick | None = None
    kind: Literal["message", "action", "join", "leave", "nick-change", "system"]
    text: MessageText = ""
    replies_to: list[Number] = []
    conversation: Number | None = None

    @property
    def is_said(self) -> bool:
        """Whether a person, or the server, said something."""
        return self.kind in SAID and bool(self.text)


class ChannelLog(StrictSchema):
    """The whole file: an excerpt of a channel's log, in order."""

    channel: Channel
    source_file: MessageText | None = Field(None, max_length=100)
    messages: list[LogLine]


@dataclass
class Conversation:
    """Lines that belong together: a marked conversation, or a day of what nobody marked."""

    key: str
    day: date
    is_marked: bool
    lines: list[LogLine] = field(default_factory=list)


class LogFile(JsonFile[ChannelLog]):
    """A valid log."""

    schema = ChannelLog

    @property
    def name(self) -> str:
        """Return what tells the log from others: channel and file."""
        return f"{self.content.channel}/{self.content.source_file or self.path.name}"

    def conversations(self) -> list[Conversation]:
        """Return what was said, by conversation, in the order in which they began."""
        found: dict[str, Conversation] = {}
        for line in self.content.messages:
            if line.is_said:
                is_marked = line.conversation is not None
                key = str(line.conversation) if is_marked else line.date.isoformat()
                found.setdefault(key, Conversation(key, line.date, is_marked)).lines.append(line)
        return list(found.values())

    def invalid_values(self) -> Iterator[InvalidValue]:
        """Yield ids given twice, links that lead nowhere or ahead, and people's lines that name nobody."""
        seen: set[int] = set()
        for at, line in enumerate(self.content.messages):
            if line.id in seen:
                yield ("messages", at, "id"), f"the line {line.id} is there twice"
            for number, answered in enumerate(line.replies_to):
                if answered not in seen:
                    yield ("messages", at, "replies_to", number), f"line {line.id} answers {answered}, no earlier line"
            if line.nick is None and line.kind != "system":
                yield ("messages", at), f"line {line.id} says nobody's name"
            seen.add(line.id)


class LogFolder(Folder[LogFile]):
    """The logs of a folder but its index; or one log, where the path is a file's."""

    pattern = "*.json"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        if not path.is_dir():
            self.root, self.paths = path.parent, [path]

    def includes(self, path: Path) -> bool:
        return path.name != INDEX

    def read_file(self, path: Path) -> LogFile:
        return LogFile(path)
