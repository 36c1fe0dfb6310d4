"""What the board of actions shows: a column a state."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from accounts.models import User
from actions.contexts.frame import asked_in, frame_of
from actions.filters import ActionFilters
from actions.models import Action, ActionQuerySet, ActionState, today_in
from audit import clock
from projects.models import Project

SHOWN = 30
LATELY = timedelta(days=14)
STATES = [one for one in ActionState if one.facts.on_board]


@dataclass(frozen=True)
class Column:
    """Actions in one state, and how many there are in all."""

    state: ActionState
    actions: list[Action]
    number: int
    all_address: str

    @property
    def hidden(self) -> int:
        """Return how many are not shown."""
        return self.number - len(self.actions)


def board_of(project: Project, user: User, request: HttpRequest) -> dict[str, Any]:
    """Gather the columns of the board that the address asks for."""
    asked = asked_in(request, project)
    filters = asked.filters.without("state")
    among = filters.among(project, user, today=today_in(project))
    found = {state: in_column(among, state) for state in STATES}
    rows = each_once({state: list(actions.counted()[: SHOWN + 1]) for state, actions in found.items()})
    prefetch_related_objects([row for column in rows.values() for row in column], "labels")
    columns = [
        Column(
            state,
            actions[:SHOWN],
            found[state].count() if len(actions) > SHOWN else len(actions),
            address_of(filters, state),
        )
        for state, actions in rows.items()
    ]
    return frame_of(project, asked, "board") | {
        "columns": columns,
        "states": STATES,
        "is_empty": not any(column.number for column in columns),
        "back": request.get_full_path(),
    }


def each_once(rows: dict[ActionState, list[Action]]) -> dict[ActionState, list[Action]]:
    """Keep each action in the last column that has it: one that is moved while columns are read stands in two."""
    left: dict[ActionState, list[Action]] = {}
    seen: set[int] = set()
    for state, actions in reversed(rows.items()):
        left[state] = [one for one in actions if one.pk not in seen]
        seen.update(one.pk for one in actions)
    return dict(reversed(left.items()))


def in_column(among: ActionQuerySet, state: ActionState) -> ActionQuerySet:
    """Return what a column holds, in its order: open ones by day, what was closed lately with the last first."""
    found: ActionQuerySet = among.not_begun() if state is ActionState.OPEN else getattr(among, state)()
    if not state.facts.is_closed:
        return found.soonest_first()
    since = state.facts.since
    return found.filter(**{f"{since}__gt": clock.now() - LATELY}).order_by(f"-{since}", "-pk")


def address_of(filters: ActionFilters, state: ActionState) -> str:
    """Return the query by which the list shows a whole column."""
    return replace(filters, state=state).address
