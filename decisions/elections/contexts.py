"""What pages of elections and roles show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from circles.circles.models import Circle, Domain, Role
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.elections import permissions
from decisions.elections.forms import CandidateForm, NominationForm
from decisions.elections.models import Election, Nomination, Phase, open_elections
from decisions.elections.role_lookup import NamedRole, whose
from foundation.accounts.models import User

MOST = 8


@dataclass(frozen=True)
class HeldRole:
    """A role that a person holds in a circle."""

    role: Role
    circle: Circle
    person: User


@dataclass(frozen=True)
class CircleRoles:
    """A circle with the roles that are held in it, its domains, and the elections that go on."""

    circle: Circle
    roles: Sequence[HeldRole]
    domains: Sequence[Domain]
    elections: Sequence[Election]
    may_begin: bool


@dataclass(frozen=True)
class RoleMatch:
    """Whose a tension may be: a role with its holder, or a circle by a domain of its own."""

    circle: Circle
    held: HeldRole | None
    domain: Domain | None


def roles_in(project: Project) -> list[HeldRole]:
    """Return all roles that are held, by circle; one query beside the circles."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    rows = Role.objects.held().filter(membership__project=project, membership__ended_at=None)
    found = rows.select_related("membership__user").order_by("membership__circle", "kind", "pk")
    return [HeldRole(one, circles[one.membership.circle_id], one.membership.user) for one in found]


def domains_in(project: Project) -> list[Domain]:
    """Return all domains that a circle holds, by key."""
    return list(Domain.objects.filter(project=project).held().order_by("key"))


def page_of_roles(project: Project, user: User, tension: str) -> dict[str, Any]:
    """Gather the roles of all circles, and whose a tension may be."""
    roles, domains = roles_in(project), domains_in(project)
    elections = list(open_elections(project.pk))
    rows = [
        CircleRoles(
            circle,
            [one for one in roles if one.circle.pk == circle.pk],
            [one for one in domains if one.circle_id == circle.pk],
            [one for one in elections if one.circle_id == circle.pk],
            permissions.may_begin(user, circle),
        )
        for circle in circles_of(project)
        if not circle.is_closed
    ]
    matches = matches_for(project, tension, roles, domains) if tension.strip() else None
    return {"project": project, "rows": rows, "tension": tension, "matches": matches}


def matches_for(
    project: Project, tension: str, roles: Sequence[HeldRole], domains: Sequence[Domain]
) -> list[RoleMatch]:
    """Return whose a tension may be, the likeliest first."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    known: dict[str, RoleMatch] = {f"role {one.role.pk}": RoleMatch(one.circle, one, None) for one in roles}
    known |= {f"domain {one.pk}": RoleMatch(circles[one.circle_id], None, one) for one in domains if one.circle_id}
    named = [NamedRole(key, *words_of(match)) for key, match in known.items()]
    return [known[one.key] for one in whose(tension, named)[:MOST]]


def words_of(match: RoleMatch) -> tuple[str, str]:
    """Return by what name, and by which words, a match is found."""
    if match.held is not None:
        role = match.held.role
        return f"{role} {match.circle.name}", f"{role.purpose} {role.accountabilities}"
    domain = match.domain
    return (f"{domain.key} {domain.name}", match.circle.name) if domain else ("", "")


def page_of_election(election: Election, user: User) -> dict[str, Any]:
    """Gather an election for a reader: nominations are read by all once everyone can change theirs."""
    phase = election.phase
    open_ = phase in (Phase.NOMINATING, Phase.CHANGING)
    nominations = election.standing_nominations()
    own = next((one for one in nominations if one.by_id == user.pk), None)
    leads = permissions.may_lead(user, election)
    may_nominate = open_ and permissions.may_nominate(user, election)
    return {
        "project": election.project,
        "election": election,
        "phase": phase.value,
        "own": own,
        "number": len(nominations),
        "of": election.circle.memberships.current().count(),
        "nominations": nominations if election.shows_reasons else [],
        "form": NominationForm(election=election, initial=initial_of(own)) if may_nominate else None,
        "candidates": CandidateForm(election=election) if leads and phase is Phase.CHANGING else None,
        "may_open_change_round": leads and phase is Phase.NOMINATING and bool(nominations),
        "may_end": leads and open_,
    }


def initial_of(own: Nomination | None) -> dict[str, Any]:
    """Begin the form with what one said."""
    return {"nominee": own.nominee_id, "reason": own.reason} if own else {}


def panel_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show on a circle's page which of its roles are being elected."""
    elections = Election.objects.filter(circle=circle).open().order_by("pk")[:MOST]
    return "elections/panel.html", {"elections": elections, "may_begin": permissions.may_begin(user, circle)}
