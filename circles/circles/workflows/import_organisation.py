"""Imports an organisation's file into a project: many rows at once, under the rules that people's acts are under.

What is there already stays as people have made it since, so a second run changes nothing. One entry of the record
tells of the whole; every row has its version in the history.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.core.validators import slug_re
from django.db import models, transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle, Membership, Role
from circles.circles.models.circle import CircleCreated, hue_of_child
from circles.circles.workflows.organisation_file import OrganisationFile, Team, TeamMember, handle_key
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.extension_registry import publish
from foundation.web.import_tally import ImportTally
from foundation.web.json_reader import InvalidValue
from foundation.web.progress import Advance, no_progress

BATCH = 500
KEY_LENGTH = 80
COUNTED = ("circles", "closed", "newcomers", "memberships", "former", "pilots", "roles")
"""What the tally counts and the record's entry says."""


def import_organisation(
    file: OrganisationFile, project: Project, *, by: User | None, advance: Advance = no_progress
) -> ImportTally:
    """Import the file's teams, people and memberships, all or nothing.

    Teams become circles inside the general circle, archived ones closed circles; leads become pilots, former
    members ended memberships that began and ended now (the file has no dates).

    :raises InvalidFile: for what the project's circles and people do not allow.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        work = OrganisationImport(file, project, by, advance)
        work.check()
        work.create_people()
        work.create_circles()
        work.create_memberships()
        if work.tally:
            facts: dict[str, Any] = {"file": file.path.name, "sha256": file.digest, **work.tally.new}
            project.record_event(CircleEvent.ORGANISATION_IMPORTED, by=by, also=["circles", "people"], **facts)
    return work.tally


class OrganisationImport:
    """One import inside its transaction: what the file says, what is there, and what was written so far."""

    def __init__(self, file: OrganisationFile, project: Project, by: User | None, advance: Advance) -> None:
        self.file, self.project, self.by, self.advance = file, project, by, advance
        self.teams, self.people = file.content.teams, file.content.people
        self.now = clock.now()
        self.tally = ImportTally(*COUNTED)
        self.general = project.circles.general()
        self.keys = circle_keys([team.key for team in self.teams])
        self.circles = {circle.key: circle for circle in project.circles.select_related("parent")}
        self.users = {handle_key(user.handle): user for user in self._known_users()}
        self.members = set(project.memberships.values_list("circle__key", "user"))

    def _known_users(self) -> Iterator[User]:
        lowered = User.objects.annotate(lower=models.functions.Lower("handle"))
        for handles in batched((handle_key(person.handle) for person in self.people), BATCH):
            yield from lowered.filter(lower__in=handles)

    def check(self) -> None:
        """Raise `InvalidFile` where the file does not fit what is in the project."""
        wrong = [*self._strangers(), *self._circles_of_people(), *self._closed_circles()]
        if wrong:
            raise self.file.invalid(wrong)

    def _strangers(self) -> Iterator[InvalidValue]:
        """A handle is no proof: it lets nobody in who has an account here and was never in this project."""
        known = {user for _, user in self.members}
        for at, person in enumerate(self.people):
            user = self.users.get(handle_key(person.handle))
            if user and user.email and user.pk not in known and user != self.by:
                reason = f"“{person.handle}” is the handle of a person with an account here"
                yield ("people", at, "handle"), f"{reason}; invite them to the project first"

    def _circles_of_people(self) -> Iterator[InvalidValue]:
        """An import does not take over what people opened."""
        for at, team in enumerate(self.teams):
            circle = self.circles.get(self.keys[team.key])
            if circle and not circle.source:
                yield ("teams", at, "key"), f"the project has a circle “{circle.key}” that no import made"

    def _closed_circles(self) -> Iterator[InvalidValue]:
        """Nothing new begins in a circle that people closed, and nobody enters it."""
        for at, team in enumerate(self.teams):
            circle = self.circles.get(self.keys[team.key])
            around = self.circles.get(self.keys.get(team.parent or "", ""))
            if circle is None and around and around.is_closed:
                yield ("teams", at, "parent"), f"“{team.key}” can't begin in “{team.parent}”: that circle is closed"
            if circle and circle.is_closed:
                for number, member in enumerate(team.members):
                    if not self._was_member(circle, member):
                        reason = f"“{member.handle}” can't enter “{team.key}”: that circle is closed"
                        yield ("teams", at, "members", number, "handle"), reason

    def _was_member(self, circle: Circle, member: TeamMember) -> bool:
        user = self.users.get(handle_key(member.handle))
        return user is not None and (circle.key, user.pk) in self.members

    def create_people(self) -> None:
        """Create who is not known by handle: no address, no password, their handle for a name where they have none."""
        new = [
            User(handle=person.handle, name=person.name or person.handle, joined_at=self.now)
            for person in self.people
            if handle_key(person.handle) not in self.users
        ]
        for user in new:
            user.set_unusable_password()
        self._set_hues(new)
        self._write(User, new)
        self.users.update({handle_key(user.handle): user for user in new})
        self.tally["newcomers"] = len(new)

    def _set_hues(self, new: list[User]) -> None:
        """Tint the new people like the first circle they are in; circles' hues follow from their places alone."""
        self.hues = self._team_hues()
        homes: dict[str, int] = {}
        for team in self.teams:
            for member in team.people_now():
                homes.setdefault(handle_key(member.handle), self.hues[team.key])
        for user in new:
            user.hue = homes.get(handle_key(user.handle), self.general.hue)

    def _team_hues(self) -> dict[str, int]:
        """Return each team's hue as its circle has it or will have it."""
        hues: dict[str, int] = {}
        places: dict[int | str, int] = {}
        counted = self.project.circles.exclude(parent=None).values("parent__key").annotate(n=models.Count("pk"))
        places.update(counted.values_list("parent__key", "n"))
        for level in self.file.content.parents_first():
            for team in (self.teams[at] for at in level):
                circle = self.circles.get(self.keys[team.key])
                around = self.keys[team.parent] if team.parent else self.general.key
                hue = hues[team.parent] if team.parent else self.general.hue
                if circle:
                    hues[team.key] = circle.hue
                    continue
                hues[team.key] = hue_of_child(hue, places.get(around, 0), is_general=team.parent is None)
                places[around] = places.get(around, 0) + 1
        return hues

    def create_circles(self) -> None:
        """Create the circles level by level, parents first, then let each app add its part to each."""
        opened: list[Circle] = []
        for level in self.file.content.parents_first():
            new = [self._circle(team) for at in level if self.keys[(team := self.teams[at]).key] not in self.circles]
            self._write(Circle, new)
            self.circles.update({circle.key: circle for circle in new})
            opened += new
        for circle in opened:
            publish(CircleCreated(circle=circle, by=self.by))
            self.advance(1)
        self.tally["circles"] = len(opened)
        self.tally["closed"] = sum(circle.is_closed for circle in opened)

    def _circle(self, team: Team) -> Circle:
        around = self.circles[self.keys[team.parent]] if team.parent else self.general
        return Circle(
            project=self.project,
            parent=around,
            key=self.keys[team.key],
            name=team.name,
            purpose=team.purpose or "",
            source=team.kind,
            hue=self.hues[team.key],
            parent_hue=None if around.is_general else around.hue,
            created_at=self.now,
            closed_at=self.now if team.archived else None,
        )

    def create_memberships(self) -> None:
        """Create memberships, current and ended, then their roles."""
        new: list[Membership] = []
        named: list[tuple[Membership, list[str]]] = []
        for team in self.teams:
            for members, ended_at in ((team.people_now(), None), (team.alumni, self.now)):
                for member in members:
                    membership = self._membership(team, member, ended_at)
                    if membership:
                        new.append(membership)
                        named.append((membership, team.roles_of(member)))
        self._write(Membership, new)
        roles = [self._role(membership, name) for membership, names in named for name in names]
        self._write(Role, roles)
        self.tally["former"] = sum(membership.ended_at is not None for membership in new)
        self.tally["memberships"] = len(new) - self.tally["former"]
        self.tally["pilots"] = sum(role.kind == Role.Kind.PILOT for role in roles)
        self.tally["roles"] = len(roles) - self.tally["pilots"]

    def _membership(self, team: Team, member: TeamMember, ended_at: datetime | None) -> Membership | None:
        circle = self.circles[self.keys[team.key]]
        if self._was_member(circle, member):
            return None
        user = self.users[handle_key(member.handle)]
        return Membership(project=self.project, circle=circle, user=user, started_at=self.now, ended_at=ended_at)

    def _role(self, membership: Membership, given: str) -> Role:
        kind, name = Role.named(given)
        return Role(
            membership=membership, kind=kind, name=name, started_at=membership.started_at, ended_at=membership.ended_at
        )

    def _write(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """Write rows and their first versions, some hundred at a time."""
        for batch in batched(rows, BATCH):
            bulk_create_with_history(
                list(batch), model, default_user=self.by, default_date=self.now, default_change_reason="import"
            )
            self.advance(len(batch))


def circle_keys(keys: list[str]) -> dict[str, str]:
    """Return the key of each team's circle: the team's own where that can stand in an address, else a like one.

    The same keys give the same answer whatever their order, so that a second run finds what the first one made.
    """
    fit = {key: key for key in keys if slug_fits(key)}
    taken = {"general", *fit}
    for key in sorted(set(keys) - set(fit)):
        base = slugify(key)[:60] or "circle"
        fit[key] = next(free for free in (base, *(f"{base}-{n}" for n in range(2, len(keys) + 3))) if free not in taken)
        taken.add(fit[key])
    return fit


def slug_fits(key: str) -> bool:
    """Whether a key can stand in an address, beside the general circle's."""
    return key != "general" and len(key) <= KEY_LENGTH and slug_re.match(key) is not None
