"""Read an organisation's file (nested teams and their people) and name what is wrong in it, line by line.

The schema is `{teams[], people[]}`; what else stands in the file is left alone. No database here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.decoder import WHITESPACE, scanstring  # type: ignore[attr-defined] # there, but in no stub
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

type Place = Sequence[str | int]
"""Where a value stands in the file: `("teams", 3, "members", 0, "handle")`."""

type Fault = tuple[Place, str]
"""What is wrong with the value at a place, in words."""

_ANY = r"^[^\x00]*$"  # PostgreSQL keeps no NUL
_LONG_NUMBER = re.compile(r"\d{4000}")
_DECODE = json.JSONDecoder().raw_decode

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=_ANY)]
Kind = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=_ANY)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=_ANY)]


class Part(BaseModel):
    """A part of the file: types are taken strictly, unknown fields are left alone."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class NamedRole(Part):
    """A role a team defines: members name it by its id."""

    id: Name
    name: Name


class Seat(Part):
    """A person in a team, by handle, with role ids or words."""

    handle: Name
    roles: list[Name] = []


class Team(Part):
    """A team; `leads` are handles of members. An archived one has former people only."""

    key: Name
    name: Name
    parent: Name | None = None
    kind: Kind
    purpose: Text | None = None
    archived: bool = False
    leads: list[Name] = []
    members: list[Seat] = []
    alumni: list[Seat] = []
    roles: list[NamedRole] = []

    def people_now(self) -> list[Seat]:
        """Give who is in it now: the members, and leads who are not listed among them."""
        listed = {handle_key(seat.handle) for seat in self.members}
        return [*self.members, *(Seat(handle=lead) for lead in self.leads if handle_key(lead) not in listed)]

    def roles_of(self, seat: Seat) -> list[str]:
        """Give the names of a seat's roles, each once; a lead is the circle's pilot."""
        names = {role.id: role.name for role in self.roles}
        lead = ["pilot"] if handle_key(seat.handle) in map(handle_key, self.leads) else []
        return list(dict.fromkeys([*lead, *(names.get(role, role) for role in seat.roles)]))


class Person(Part):
    """Somebody; who has no name is shown by their handle."""

    handle: Name
    name: Name | None = None


class Organisation(Part):
    """The whole file, teams and people in its order."""

    teams: list[Team]
    people: list[Person]

    def parents_first(self) -> Iterator[list[int]]:
        """Yield the places of teams in `teams` level by level, so that a parent always comes before its children."""
        level = [at for at, team in enumerate(self.teams) if team.parent is None]
        children: dict[str, list[int]] = {}
        for at, team in enumerate(self.teams):
            children.setdefault(team.parent or "", []).append(at)
        while level:
            yield level
            level = [below for at in level for below in children.get(self.teams[at].key, [])]


def handle_key(handle: str) -> str:
    """Give what two handles have in common when they are one person's: case does not count."""
    return handle.lower()


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


class OrganisationFile:
    """A file that was read and found sound; `organisation` is what it says, `digest` names its exact bytes."""

    def __init__(self, path: Path) -> None:
        """Raise `OSError` when it can't be read, `Unfit` when it can't be taken in."""
        self.path = path
        data = path.read_bytes()
        self.digest = sha256(data).hexdigest()
        self.text = decoded(data)
        found: Any = parsed(self.text)
        try:
            self.organisation = Organisation.model_validate(found)
        except ValidationError as error:
            raise self.unfit((list(one["loc"]), words_for(one)) for one in error.errors()) from None
        wrong = list(faults(self.organisation))
        if wrong:
            raise self.unfit(wrong)

    def unfit(self, wrong: Iterable[Fault]) -> Unfit:
        """Give the exception that names the line of each fault."""
        return Unfit([Problem(line_at(self.text, place), why) for place, why in wrong])


def decoded(data: bytes) -> str:
    """Read bytes as UTF-8 (a leading mark is dropped)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit([Problem(data[: error.start].count(b"\n") + 1, "this is not UTF-8 text")]) from None


def parsed(text: str) -> object:
    """Read JSON."""
    try:
        return json.loads(text)
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


def faults(organisation: Organisation) -> Iterator[Fault]:
    """Yield what no project could hold: names given twice, unknown ones, loops, members of archived teams."""
    handles: set[str] = set()
    for at, person in enumerate(organisation.people):
        if handle_key(person.handle) in handles:
            yield ("people", at, "handle"), f"the person “{person.handle}” is there twice"
        handles.add(handle_key(person.handle))
    keys: set[str] = set()
    for at, team in enumerate(organisation.teams):
        if team.key in keys:
            yield ("teams", at, "key"), f"the key “{team.key}” is there twice"
        keys.add(team.key)
    for at, team in enumerate(organisation.teams):
        if team.parent is not None and team.parent not in keys:
            yield ("teams", at, "parent"), f"“{team.key}” is part of “{team.parent}”, which is not in the file"
        yield from _faults_of_people(at, team, handles)
    yield from _loops(organisation)


def _faults_of_people(at: int, team: Team, handles: set[str]) -> Iterator[Fault]:
    if team.archived and (team.members or team.leads):
        field = "members" if team.members else "leads"
        yield ("teams", at, field), f"“{team.key}” is archived, so nobody can be in it now"
    for number, lead in enumerate(team.leads):
        if handle_key(lead) not in handles:
            yield ("teams", at, "leads", number), f"“{lead}” leads “{team.key}”, but is not among the people"
    for field in ("members", "alumni"):
        seats: list[Seat] = getattr(team, field)
        for number, why in _faults_of_seats(team, seats, handles):
            yield ("teams", at, field, number, "handle"), why


def _faults_of_seats(team: Team, seats: list[Seat], handles: set[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, seat in enumerate(seats):
        if handle_key(seat.handle) not in handles:
            yield number, f"“{seat.handle}” in “{team.key}” is not among the people"
        elif handle_key(seat.handle) in seen:
            yield number, f"“{seat.handle}” is in “{team.key}” twice"
        seen.add(handle_key(seat.handle))


def _loops(organisation: Organisation) -> Iterator[Fault]:
    """Yield each loop of parents once, at the first team of it."""
    parents = {team.key: team.parent for team in organisation.teams}
    done: set[str] = set()
    for at, team in enumerate(organisation.teams):
        path: list[str] = []
        key: str | None = team.key
        while key in parents and key not in done and key not in path:
            path.append(key)
            key = parents[key]
        if key in path:
            loop = [*path[path.index(key) :], key]
            yield ("teams", at, "parent"), f"this goes round in a circle: {' is part of '.join(loop)}"
        done.update(path)


def line_at(text: str, place: Place) -> int:
    """Give the line where a value stands in JSON text that is known to be sound.

    Where the place leads to nothing (a field that is missing), it is the line of what should have held it.
    """
    at = _skip(text, 0)
    for part in place:
        found = next((start for name, start in _values(text, at) if name == part), None)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _values(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Yield name (or place) and start of each value of the object or list that begins at `at`."""
    if text[at] not in "{[":
        return
    is_object, number, at = text[at] == "{", 0, _skip(text, at + 1)
    while text[at] not in "}]":
        name: str | int = number
        if is_object:
            name, at = scanstring(text, at + 1)
            at = _skip(text, _skip(text, at) + 1)
        yield name, at
        at = _skip(text, _DECODE(text, at)[1])
        number, at = number + 1, _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    """Step over white space."""
    return int(WHITESPACE.match(text, at).end())
