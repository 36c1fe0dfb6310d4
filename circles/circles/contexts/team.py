"""Who is in a team: what each can do, how much of their week is promised, who is away; and what a circle lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from circles.circles import permissions
from circles.circles.away import CurrentAbsence, absence_of
from circles.circles.models import Circle, Membership
from circles.circles.models.membership import WEEK_PERCENT
from circles.circles.queries.people import Need, needs_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical, place_of


@dataclass(frozen=True)
class PersonRow:
    """A person in a project: their memberships, the percent of their week that is promised, and whether they are
    away.
    """

    person: User
    memberships: list[Membership]
    away: CurrentAbsence | None

    @property
    def week(self) -> int:
        """Return what their shares come to, in percent."""
        return sum(one.share or 0 for one in self.memberships)

    @property
    def is_over(self) -> bool:
        """Return whether that is more than a week has."""
        return self.week > WEEK_PERCENT


def team_members(project: Project, people: Iterable[User]) -> list[PersonRow]:
    """Return some people of a project (read `with_away`), in their order."""
    found = project.memberships.current().with_roles().order_by(Alphabetical("circle__name")).of_each(people)
    return [PersonRow(person, held, absence_of(person)) for person, held in found]


def own_week(project: Project, user: User) -> PersonRow | None:
    """Return what one has promised of one's own week, where that is more than it has."""
    (own,) = team_members(project, [user])
    return own if own.is_over else None


@dataclass(frozen=True)
class CircleTeam:
    """What a circle needs and lacks, and who in it has promised more than a week, by name: that is for who has a voice
    there.
    """

    needs: list[Need]
    over: list[Membership]
    may_state: bool

    @property
    def lacks(self) -> list[Need]:
        """Return what nobody in the circle can do."""
        return [need for need in self.needs if not need.is_there]

    @property
    def is_shown(self) -> bool:
        """Return whether there is anything to show."""
        return bool(self.needs or self.over or self.may_state)


def team_of(circle: Circle, reader: User, members: Iterable[Any]) -> CircleTeam:
    """Return what a circle's page shows of its team, of which these members were read."""
    may_state = permissions.may_state_needs(reader, circle) and not circle.is_closed
    over = [one for one in members if (one.whole_week or 0) > WEEK_PERCENT]
    has_a_voice = roles_of(reader, circle.project).has_a_voice_in(circle)
    shown = sorted(over, key=lambda one: place_of(one.user.name)) if has_a_voice else []
    return CircleTeam(needs_of(circle), shown, may_state)
