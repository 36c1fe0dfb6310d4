"""What apps give to a copy of a project that people take away: folders of files that they can read without Ronde."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from circles.circles.queries.tree import circles_of, path_to
from foundation.web.csv_safe import lines_of
from foundation.web.extension_registry import Addition, additions

if TYPE_CHECKING:
    from circles.circles.models import Circle, ThingQuerySet
    from circles.projects.models import Project
    from foundation.accounts.models import User

type Row = Mapping[str, Any]

LONGEST_NAME = 60
AT_ONCE = 500
"""So many rows are in memory at once."""


@dataclass(frozen=True)
class TakeawayFile:
    """A file in the copy, written piece by piece; progress counts it as so many `things`."""

    path: str
    pieces: Iterable[str | bytes]
    things: int = 1


@dataclass(frozen=True)
class TakeawayReader:
    """Whose copy it is: of all (`user` is None), or of what a person may read; of one circle and those inside it, or of
    the whole project.
    """

    project: "Project"
    user: "User | None" = None
    circle: "Circle | None" = None

    @cached_property
    def circles(self) -> "list[Circle]":
        """Return the circles whose things are in the copy."""
        every = circles_of(self.project)
        if self.circle is None:
            return every
        return [one for one in every if any(around.pk == self.circle.pk for around in path_to(one))]

    def things[Things: ThingQuerySet[Any]](self, found: Things) -> Things:
        """Keep what is in the copy."""
        found = found.in_project(self.project)
        if self.user is not None:
            found = found.visible_to(self.user)
        return cast(Things, self.rows(found, found.place))

    def rows(self, found: Any, place: str = "circle") -> Any:
        """Keep rows of the copy's circles, which `place` leads to."""
        return found if self.circle is None else found.filter(**{f"{place}__in": [one.pk for one in self.circles]})


@dataclass(frozen=True)
class TakeawayPart(Addition):
    """A folder: `about` says in a line what is in it, `number(reader)` how many things, `files(reader)` writes them."""

    folder: str
    about: Any
    number: Callable[[TakeawayReader], int]
    files: Callable[[TakeawayReader], Iterator[TakeawayFile]]


def takeaway_parts() -> list[TakeawayPart]:
    """Return the folders of a copy to take away, in their order."""
    return sorted(additions(TakeawayPart), key=lambda part: part.folder)


def file_name(*words: str) -> str:
    """Return words as the name of a file that any system takes, without its ending."""
    return "-".join(filter(None, (slugify(word)[:LONGEST_NAME].strip("-") for word in words))) or "untitled"


def csv_file(path: str, rows: Iterable[Row], things: int = 0) -> TakeawayFile:
    """Return rows as a table in which no cell is a formula; its headings are the same in any language, for programs."""
    return TakeawayFile(path, lines_of(_with_headings(rows)), things)


def json_file(path: str, rows: Iterable[Row], things: int = 0) -> TakeawayFile:
    """Return rows as a list, written row by row."""
    return TakeawayFile(path, _json_list(rows), things)


def table_files(path: str, rows: Callable[[], Iterable[Row]], things: int) -> Iterator[TakeawayFile]:
    """Return rows as a table (`.csv`) and as a list (`.json`)."""
    yield csv_file(f"{path}.csv", rows(), things)
    yield json_file(f"{path}.json", rows())


def _with_headings(rows: Iterable[Row]) -> Iterator[Iterable[Any]]:
    for place, row in enumerate(rows):
        if place == 0:
            yield row.keys()
        yield (", ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row.values())


def _json_list(rows: Iterable[Row]) -> Iterator[str]:
    encoder = DjangoJSONEncoder(ensure_ascii=False, indent=1)
    before = "[\n"
    for row in rows:
        yield before + encoder.encode(row)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
