"""Read an organisation's file (nested teams and their people) and name what is wrong in it, line by line.

The schema is `{teams[], people[]}`; what else stands in the file is left alone. No database here.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import StringConstraints

from web.json_reader import Fault, JsonFile, Name, Part, Text
from web.schema_types import checked
from web.unicode_safety import NO_NUL, validate_name

Readable = Annotated[Name, checked(validate_name)]
Kind = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_NUL)]


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

    handle: Readable
    name: Readable | None = None


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


class OrganisationFile(JsonFile[Organisation]):
    """A file that was read and found sound; `organisation` is what it says."""

    schema = Organisation

    @property
    def organisation(self) -> Organisation:
        """Give what it says."""
        return self.content

    def faults(self) -> Iterator[Fault]:
        """Yield what no project could hold."""
        return faults(self.content)


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
