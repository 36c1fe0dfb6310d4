"""What a circle's page shows, gathered once for a reader."""

from typing import Any

from django.db.models import QuerySet

from circles.circles import permissions
from circles.circles.away import absence_of, with_away
from circles.circles.contexts.map_shape import shape_of
from circles.circles.contexts.member_menu import menus_of
from circles.circles.contexts.team import team_of
from circles.circles.models import Circle, Domain, Membership, Sharing
from circles.circles.panels import OF_THE_PAGE, panels, part_of
from circles.circles.queries.autonomy import autonomy_of
from circles.circles.queries.stars import circles_marked
from circles.circles.queries.tree import circles_of, path_to
from circles.projects.project_cache import cached
from foundation.accounts.models import User
from foundation.web.collation import place_of
from foundation.web.row_counts import count_rows

SPEAKERS = 24
"""How many of a circle's own people its page shows, and how many that speak for circles inside."""


def page_of_circle(circle: Circle, user: User) -> dict[str, Any]:
    """Gather purpose, scope, people and what the apps add."""
    project = circle.project
    shown = [(panel, *panel.show(circle, user)) for panel in panels()]
    numbers = _numbers(circle, {panel.key: context.get("numbers", {}) for panel, _template, context in shown})
    drawn = [
        (panel.is_beside, part_of(template, context, numbers=numbers[panel.key])) for panel, template, context in shown
    ]
    speakers = _speakers(circle)
    return {
        "project": project,
        "circle": circle,
        "path": path_to(circle),
        "is_starred": circle.pk in circles_marked(project, user),
        "scope": {
            **autonomy_of(circle),
            "elements": project.fundamentals.current(),
            **_domains(circle),
        },
        "map": shape_of(project),
        "children": [one for one in circles_of(project) if one.parent == circle and not one.is_closed],
        "parts": [part for is_beside, part in drawn if not is_beside],
        "beside": [part for is_beside, part in drawn if is_beside],
        "people": _people(circle, user, speakers, numbers[OF_THE_PAGE]["members"]),
        "team": team_of(circle, user, [one for one in speakers if one.circle_id == circle.pk]),
        **_abilities(circle, user),
    }


def _numbers(circle: Circle, wanted: dict[str, dict[str, QuerySet[Any]]]) -> dict[str, dict[str, int]]:
    """Return by panel how many rows each of the querysets it names has, and of the circle its `members`."""
    wanted |= {OF_THE_PAGE: {"members": circle.members()}}
    rows = {f"{key}_{name}": some for key, named in wanted.items() for name, some in named.items()}
    found = count_rows(Circle.objects.filter(pk=circle.pk), **rows)
    return {key: {name: found[f"{key}_{name}"] for name in named} for key, named in wanted.items()}


def _domains(circle: Circle) -> dict[str, Any]:
    """Return what domains the circle holds, and who shares what with whom: read together."""
    circles = {one.pk: one for one in circles_of(circle.project)}
    found: list[Any] = list(Domain.objects.around(circle))
    shared = [(one, int(pk)) for one in found for pk in (one.shared_with or "").split()]
    pairs = [(one, circles[pk]) for one, pk in shared if circle.pk in (one.circle_id, pk)]
    for one in found:
        one.circle = circles[one.circle_id]
    pairs.sort(key=lambda pair: (pair[0].key, place_of(pair[1].name)))
    return {
        "domains": [one for one in found if one.circle_id == circle.pk],
        "sharings": [Sharing(domain=domain, circle=other) for domain, other in pairs],
    }


def _speakers(circle: Circle) -> list[Any]:
    """Return who is in it, those with a role first, and who speaks for circles inside."""
    found = Membership.objects.foremost_in(circle, SPEAKERS)
    project = circle.project
    return cached(project, f"speakers:{circle.pk}", lambda: list(with_away(found.with_roles(), project, "user")))


def _people(circle: Circle, user: User, speakers: list[Any], members: int) -> dict[str, Any]:
    """Return who of these is shown, with what the reader may do, and how many there are in all."""
    shown = [one for one in speakers if one.place <= SPEAKERS]
    own = [one for one in shown if one.circle_id == circle.pk]
    return {
        "memberships": own,
        "seats": [(one, menu, absence_of(one)) for one, menu in menus_of(circle, own, user)],
        "voices": [(one, absence_of(one)) for one in shown if one.circle_id != circle.pk],
        "number": len({one.user_id for one in shown}) if len(shown) < SPEAKERS else members,
        "shown": len(shown),
    }


def _abilities(circle: Circle, user: User) -> dict[str, Any]:
    return {
        "may_edit": permissions.may_edit_circle(user, circle),
        "may_admit": permissions.may_admit(user, circle),
        "may_open_circle": permissions.may_open_circle(user, circle),
        "may_set_limits": permissions.may_set_limits(user, circle.parent),
        "may_see_to_domains": permissions.may_see_to_domains(user, circle) and not circle.is_closed,
    }
