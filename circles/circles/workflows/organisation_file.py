"""Reads an organisation's file (nested teams and their people) and names what is wrong in it, line by line.

The schema is `{teams[], people[]}`; other fields are ignored. No database here.
"""

from collections.abc import Iterator
from typing import Annotated

from foundation.web.json_reader import InvalidValue, JsonFile, Name, StrictSchema, Text, text_up_to
from foundation.web.schema_types import checked
from foundation.web.unicode_safety import validate_name

ReadableName = Annotated[Name, checked(validate_name)]
Kind = Annotated[str, text_up_to(60)]


class TeamRole(StrictSchema):
    """A role that a team defines; members name it by its id."""

    id: Name
    name: Name


class TeamMember(StrictSchema):
    """A person in a team, by handle, with role ids or words."""

    handle: Name
    roles: list[Name] = []


class Team(StrictSchema):
    """A team; `leads` are handles of members. An archived one has former people only."""

    key: Name
    name: Name
    parent: Name | None = None
    kind: Kind
    purpose: Text | None = None
    archived: bool = False
    leads: list[Name] = []
    members: list[TeamMember] = []
    alumni: list[TeamMember] = []
    roles: list[TeamRole] = []

    def people_now(self) -> list[TeamMember]:
        """Return the members, and leads who are not listed among them."""
        listed = {handle_key(member.handle) for member in self.members}
        return [*self.members, *(TeamMember(handle=lead) for lead in self.leads if handle_key(lead) not in listed)]

    def roles_of(self, member: TeamMember) -> list[str]:
        """Return the names of a member's roles, each once; a lead is the circle's pilot."""
        names = {role.id: role.name for role in self.roles}
        lead = ["pilot"] if handle_key(member.handle) in map(handle_key, self.leads) else []
        return list(dict.fromkeys([*lead, *(names.get(role, role) for role in member.roles)]))


class ListedPerson(StrictSchema):
    """A person; who has no name is shown by their handle."""

    handle: ReadableName
    name: ReadableName | None = None


class Organisation(StrictSchema):
    """The whole file, teams and people in its order."""

    teams: list[Team]
    people: list[ListedPerson]

    def parents_first(self) -> Iterator[list[int]]:
        """Yield the indexes of teams level by level, so that a parent always comes before its children."""
        level = [at for at, team in enumerate(self.teams) if team.parent is None]
        children: dict[str, list[int]] = {}
        for at, team in enumerate(self.teams):
            children.setdefault(team.parent or "", []).append(at)
        while level:
            yield level
            level = [below for at in level for below in children.get(self.teams[at].key, [])]

    def count_rows(self) -> int:
        """Count what an import writes at most."""
        memberships = sum(len(team.people_now()) + len(team.alumni) for team in self.teams)
        return 2 * len(self.teams) + memberships + len(self.people)


def handle_key(handle: str) -> str:
    """Return what two handles of one person have in common: case does not count."""
    return handle.lower()


class OrganisationFile(JsonFile[Organisation]):
    """A valid file."""

    schema = Organisation

    def invalid_values(self) -> Iterator[InvalidValue]:
        """Yield names given twice, unknown ones, loops and members of archived teams."""
        teams, people = self.content.teams, self.content.people
        handles: set[str] = set()
        for at, person in enumerate(people):
            if handle_key(person.handle) in handles:
                yield ("people", at, "handle"), f"the person “{person.handle}” is there twice"
            handles.add(handle_key(person.handle))
        keys: set[str] = set()
        for at, team in enumerate(teams):
            if team.key in keys:
                yield ("teams", at, "key"), f"the key “{team.key}” is there twice"
            keys.add(team.key)
        for at, team in enumerate(teams):
            if team.parent is not None and team.parent not in keys:
                yield ("teams", at, "parent"), f"“{team.key}” is part of “{team.parent}”, which is not in the file"
            yield from _invalid_people(at, team, handles)
        yield from _loops(teams)


def _invalid_people(at: int, team: Team, handles: set[str]) -> Iterator[InvalidValue]:
    if team.archived and (team.members or team.leads):
        field = "members" if team.members else "leads"
        yield ("teams", at, field), f"“{team.key}” is archived, so nobody can be in it now"
    for number, lead in enumerate(team.leads):
        if handle_key(lead) not in handles:
            yield ("teams", at, "leads", number), f"“{lead}” leads “{team.key}”, but is not among the people"
    for field in ("members", "alumni"):
        members: list[TeamMember] = getattr(team, field)
        for number, reason in _invalid_members(team, members, handles):
            yield ("teams", at, field, number, "handle"), reason


def _invalid_members(team: Team, members: list[TeamMember], handles: set[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, member in enumerate(members):
        if handle_key(member.handle) not in handles:
            yield number, f"“{member.handle}” in “{team.key}” is not among the people"
        elif handle_key(member.handle) in seen:
            yield number, f"“{member.handle}” is in “{team.key}” twice"
        seen.add(handle_key(member.handle))


def _loops(teams: list[Team]) -> Iterator[InvalidValue]:
    """Yield each loop of parents once, at the first team of it."""
    parents = {team.key: team.parent for team in teams}
    done: set[str] = set()
    for at, team in enumerate(teams):
        path: list[str] = []
        key: str | None = team.key
        while key in parents and key not in done and key not in path:
            path.append(key)
            key = parents[key]
        if key in path:
            loop = [*path[path.index(key) :], key]
            yield ("teams", at, "parent"), f"this goes round in a circle: {' is part of '.join(loop)}"
        done.update(path)
