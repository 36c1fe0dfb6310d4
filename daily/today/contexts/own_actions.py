"""A person's own actions on Today, each with where it came from, and what was done of them since the page was shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from circles.projects.models import Link, Project
from decisions.actions.models import Action, ActionQuerySet
from foundation.accounts.models import User
from foundation.web.row_places import RowPlaces

COUNTED = 100
"""So many of each kind of row are read and counted; a page shows the first few."""


@dataclass(frozen=True)
class OwnAction:
    """An action of one's own, and where it came from."""

    action: Action
    source: Link | None


def actions_of(project: Project, user: User) -> QuerySet[Any, Any]:
    """Return the person's open actions, the soonest first."""
    mine = Action.objects.in_project(project).owned_by(user).open().with_people().soonest_first()
    return with_source(mine)[:COUNTED]


def own_actions(found: QuerySet[Any, Any], project: Project, user: User) -> list[OwnAction]:
    """Put actions with where they came from."""
    for action in found:
        action.project = project
    return [OwnAction(action, Link(**action.origin) if action.origin else None) for action in found]


def with_source(actions: ActionQuerySet) -> QuerySet[Any, Any]:
    """Annotate what each came from, as fields of a `Link` (`origin`, or None), and what it waits for."""
    into = Link.objects.filter(target_kind="action", target=Cast(OuterRef("pk"), CharField())).order_by("pk")
    names = ("source_kind", "source_words", "source_address")
    fields = JSONObject(**{name: F(name) for name in names})
    found: QuerySet[Any, Any] = actions.with_waits().annotate(origin=Subquery(into.values(data=fields)[:1]))
    return found


def done_since(project: Project, user: User, places: RowPlaces, still_open: QuerySet[Any, Any]) -> list[OwnAction]:
    """Return the person's actions that the page has shown and that were done or dropped since."""
    numbers = set(places.numbers("A")) - {action.number for action in still_open}
    if not numbers:
        return []
    found = with_source(Action.objects.in_project(project).owned_by(user).filter(number__in=numbers).with_people())
    return own_actions(found, project, user)
