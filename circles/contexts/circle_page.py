"""What a circle's page shows, gathered once for a reader."""

from typing import Any

from accounts.models import User
from circles import permissions
from circles.contexts.circle_map import shape_of
from circles.contexts.member_menu import menus_of
from circles.extension_points import panels
from circles.models import Circle, Membership, Sharing
from circles.navigation.tree import circles_of, path_to
from circles.project_cache import cached
from circles.restructuring.autonomy import autonomy_of
from circles.together import querysets_in, read_together

SPEAKERS = 24
"""How many of a circle's own people its page shows, and how many that speak for circles inside."""


def page_of_circle(circle: Circle, user: User) -> dict[str, Any]:
    """Gather purpose, scope, people and what the apps add; their lists are read with one question."""
    parts = [(panel, *panel.show(circle, user)) for panel in panels()]
    project = circle.project
    elements, domains = project.fundamentals.all(), circle.domains.held().order_by("key")
    sharings = Sharing.objects.current().of(circle)
    read_together(elements, domains, sharings, *querysets_in(context for _panel, _template, context in parts))
    drawn = [(panel.is_beside, {"template": template, **context}) for panel, template, context in parts]
    return {
        "project": project,
        "circle": circle,
        "path": path_to(circle),
        "scope": {**autonomy_of(circle), "elements": elements, "domains": domains, "sharings": sharings},
        "map": shape_of(project),
        "children": [one for one in circles_of(project) if one.parent == circle and not one.is_closed],
        "parts": [part for is_beside, part in drawn if not is_beside],
        "beside": [part for is_beside, part in drawn if is_beside],
        "people": _people(circle, user),
        **_abilities(circle, user),
    }


def _people(circle: Circle, user: User) -> dict[str, Any]:
    """Give who is in it, those with a role first, who speaks for circles inside, and how many there are in all."""
    project, pk = circle.project, circle.pk
    speakers = cached(
        project, f"speakers:{pk}", lambda: list(Membership.objects.foremost_in(circle, SPEAKERS).with_roles())
    )
    number = len(speakers) if len(speakers) < SPEAKERS else cached(project, f"people:{pk}", circle.members().count)
    own = [one for one in speakers if one.circle_id == pk]
    return {
        "memberships": own,
        "seats": menus_of(circle, own, user),
        "voices": [one for one in speakers if one.circle_id != pk],
        "number": number,
        "shown": len(speakers),
    }


def _abilities(circle: Circle, user: User) -> dict[str, Any]:
    return {
        "may_edit": permissions.may_edit_circle(user, circle),
        "may_admit": permissions.may_admit(user, circle),
        "may_open_circle": permissions.may_open_circle(user, circle),
        "may_set_limits": permissions.may_set_limits(user, circle.parent),
        "may_see_to_domains": permissions.may_see_to_domains(user, circle) and not circle.is_closed,
    }
