"""Bring an organisation's file into a project: many rows at once, under the rules that people's acts are under.

What is there already is left as people have made it since, so a second run changes nothing. One entry of the
record tells of the whole; every row has its version in the history.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.validators import slug_re
from django.db import models, transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from audit import clock
from audit.models import Head
from circles.domain_events import CircleCreated
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models import Circle, Membership, Project, Role
from circles.models.circle import hue_of_child
from circles.workflows.organisation_file import OrganisationFile, Seat, Team, handle_key
from web.json_reader import Fault

BATCH = 500
KEY_LENGTH = 80


@dataclass
class Tally:
    """What came in; nothing of it was there before."""

    circles: int = 0
    closed: int = 0
    newcomers: int = 0
    memberships: int = 0
    former: int = 0
    pilots: int = 0
    roles: int = 0

    def __bool__(self) -> bool:
        return any(vars(self).values())


def ignore(_rows: int) -> None:
    """Be told of progress and do nothing."""


def import_organisation(
    file: OrganisationFile, project: Project, *, by: User | None, advance: Callable[[int], None] = ignore
) -> Tally:
    """Bring the file's teams, people and memberships into the project, all or nothing, and count what came in.

    Teams become circles inside the general circle, archived ones closed circles; leads become pilots, former
    members ended memberships that began and ended now (the file has no dates). `advance` hears of rows written.
    Raises `Unfit` for what the project's circles and people do not allow.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        run = _Run(file, project, by, advance)
        run.refuse()
        run.bring_people()
        run.bring_circles()
        run.bring_memberships()
        if run.tally:
            project.record_event(
                CircleEvent.ORGANISATION_IMPORTED,
                by=by,
                also=["circles", "people"],
                file=file.path.name,
                sha256=file.digest,
                **vars(run.tally),
            )
    return run.tally


class _Run:
    """One import: what the file says, what is there, and what came in so far. Stands inside its transaction."""

    def __init__(
        self, file: OrganisationFile, project: Project, by: User | None, advance: Callable[[int], None]
    ) -> None:
        self.file, self.project, self.by, self.advance = file, project, by, advance
        self.teams, self.persons = file.organisation.teams, file.organisation.people
        self.now = clock.now()
        self.tally = Tally()
        self.general = project.general
        self.keys = circle_keys([team.key for team in self.teams])
        self.circles = {circle.key: circle for circle in project.circles.select_related("parent")}
        self.users = {handle_key(user.handle): user for user in self._holders()}
        self.seated = set(project.memberships.values_list("circle__key", "user"))

    def _holders(self) -> Iterator[User]:
        handles = [handle_key(person.handle) for person in self.persons]
        for start in range(0, len(handles), BATCH):
            found = User.objects.annotate(lower=models.functions.Lower("handle"))
            yield from found.filter(lower__in=handles[start : start + BATCH])

    def refuse(self) -> None:
        """Raise `Unfit` where the file meets what is in the project and does not fit."""
        wrong = [*self._strangers(), *self._occupied(), *self._into_closed()]
        if wrong:
            raise self.file.unfit(wrong)

    def _strangers(self) -> Iterator[Fault]:
        """A handle is only a word: it lets nobody in who has an account here and was never in this project."""
        known = {user for _, user in self.seated}
        for at, person in enumerate(self.persons):
            user = self.users.get(handle_key(person.handle))
            if user and user.email and user.pk not in known and user != self.by:
                why = f"“{person.handle}” is the handle of somebody with an account here"
                yield ("people", at, "handle"), f"{why}; invite them to the project first"

    def _occupied(self) -> Iterator[Fault]:
        for at, team in enumerate(self.teams):
            circle = self.circles.get(self.keys[team.key])
            if circle and not circle.source:
                yield ("teams", at, "key"), f"the project has a circle “{circle.key}” that no import made"

    def _into_closed(self) -> Iterator[Fault]:
        """Nothing new begins in a circle that people closed, and nobody enters it."""
        for at, team in enumerate(self.teams):
            circle = self.circles.get(self.keys[team.key])
            around = self.circles.get(self.keys.get(team.parent or "", ""))
            if circle is None and around and around.is_closed:
                yield ("teams", at, "parent"), f"“{team.key}” can't begin in “{team.parent}”: that circle is closed"
            if circle and circle.is_closed:
                for number, seat in enumerate(team.members):
                    if not self._is_seated(circle, seat):
                        why = f"“{seat.handle}” can't enter “{team.key}”: that circle is closed"
                        yield ("teams", at, "members", number, "handle"), why

    def _is_seated(self, circle: Circle, seat: Seat) -> bool:
        user = self.users.get(handle_key(seat.handle))
        return user is not None and (circle.key, user.pk) in self.seated

    def bring_people(self) -> None:
        """Make who is not known by handle: no address, no password, shown by their handle where they have no name."""
        new = [
            User(handle=person.handle, name=person.name or person.handle, joined_at=self.now)
            for person in self.persons
            if handle_key(person.handle) not in self.users
        ]
        for user in new:
            user.set_unusable_password()
        self._place_homes(new)
        self._write(User, new)
        self.users.update({handle_key(user.handle): user for user in new})
        self.tally.newcomers = len(new)

    def _place_homes(self, new: list[User]) -> None:
        """Tint the new people like the first circle they are in; circles' hues follow from their places alone."""
        self.hues = self._hues()
        homes: dict[str, int] = {}
        for team in self.teams:
            for seat in team.people_now():
                homes.setdefault(handle_key(seat.handle), self.hues[team.key])
        for user in new:
            user.hue = homes.get(handle_key(user.handle), self.general.hue)

    def _hues(self) -> dict[str, int]:
        """Give each team's hue as its circle has it or will have it."""
        hues: dict[str, int] = {}
        places: dict[int | str, int] = {}
        counted = self.project.circles.exclude(parent=None).values("parent__key").annotate(n=models.Count("pk"))
        places.update(counted.values_list("parent__key", "n"))
        for level in self.file.organisation.parents_first():
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

    def bring_circles(self) -> None:
        """Open the circles level by level, parents first, then let each app add its part to each."""
        opened: list[Circle] = []
        for level in self.file.organisation.parents_first():
            new = [self._circle(team) for at in level if self.keys[(team := self.teams[at]).key] not in self.circles]
            self._write(Circle, new)
            self.circles.update({circle.key: circle for circle in new})
            opened += new
        for circle in opened:
            publish(CircleCreated(circle=circle, by=self.by, at=None))
            self.advance(1)
        self.tally.circles = len(opened)
        self.tally.closed = sum(circle.is_closed for circle in opened)

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

    def bring_memberships(self) -> None:
        """Seat members and former members, then give them their roles."""
        new: list[Membership] = []
        named: list[tuple[Membership, list[str]]] = []
        for team in self.teams:
            for seats, ended_at in ((team.people_now(), None), (team.alumni, self.now)):
                for seat in seats:
                    membership = self._membership(team, seat, ended_at)
                    if membership:
                        new.append(membership)
                        named.append((membership, team.roles_of(seat)))
        self._write(Membership, new)
        roles = [self._role(membership, words) for membership, given in named for words in given]
        self._write(Role, roles)
        self.tally.former = sum(membership.ended_at is not None for membership in new)
        self.tally.memberships = len(new) - self.tally.former
        self.tally.pilots = sum(role.kind == Role.Kind.PILOT for role in roles)
        self.tally.roles = len(roles) - self.tally.pilots

    def _membership(self, team: Team, seat: Seat, ended_at: datetime | None) -> Membership | None:
        circle = self.circles[self.keys[team.key]]
        if self._is_seated(circle, seat):
            return None
        user = self.users[handle_key(seat.handle)]
        return Membership(project=self.project, circle=circle, user=user, started_at=self.now, ended_at=ended_at)

    def _role(self, membership: Membership, words: str) -> Role:
        kind, name = Role.named(words)
        return Role(
            membership=membership, kind=kind, name=name, started_at=membership.started_at, ended_at=membership.ended_at
        )

    def _write(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """Write rows and their first versions, some hundred at a time."""
        waiting = list(rows)
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            bulk_create_with_history(
                batch, model, default_user=self.by, default_date=self.now, default_change_reason="import"
            )
            self.advance(len(batch))


def circle_keys(keys: list[str]) -> dict[str, str]:
    """Give each team's key the key of its circle: its own where that can stand in an address, else a like one.

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
    """Say whether a key can stand in an address, beside the general circle's."""
    return key != "general" and len(key) <= KEY_LENGTH and slug_re.match(key) is not None
