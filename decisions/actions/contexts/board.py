"""What the board of actions shows: a column a state."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest

from circles.projects.models import Project
from decisions.actions.contexts.frame import asked_in, frame_of
from decisions.actions.filters import ActionFilters
from decisions.actions.models import Action, ActionQuerySet, ActionState, today_in
from foundation.accounts.models import User
from foundation.audit import clock

SHOWN = 30
LATELY = timedelta(days=14)
STATES = [one for one in ActionState if one.facts.on_board]
IN_COLUMN = (F("done_at").desc(), "by_day", "pk")
"""Open ones by day, what was closed lately with the last first."""


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
    on_board = on_board_of(among)
    columns = [
        Column(
            state,
            actions[:SHOWN],
            on_board.filter(Q(stands=state)).count() if len(actions) > SHOWN else len(actions),
            address_of(filters, state),
        )
        for state, actions in read_columns(on_board).items()
    ]
    return frame_of(project, asked, "board") | {
        "columns": columns,
        "states": STATES,
        "is_empty": not any(column.number for column in columns),
        "back": request.get_full_path(),
    }


def on_board_of(among: ActionQuerySet) -> ActionQuerySet:
    """Keep what is open, and what was done lately; `stands` is the column, as `Action.state` says it."""
    held = [
        When(**{f"{one.facts.since}__isnull": False}, then=Value(one)) for one in reversed(STATES) if one.facts.since
    ]
    stands = Case(*held, default=Value(ActionState.OPEN), output_field=CharField())
    lately = Q(done_at=None) | Q(done_at__gt=clock.now() - LATELY)
    return among.filter(lately, dropped_at=None).annotate(stands=stands).soonest_first()


def read_columns(on_board: ActionQuerySet) -> dict[ActionState, list[Action]]:
    """Read what each column shows and one more, in one statement: what is moved meanwhile stands in one of them."""
    place = Window(RowNumber(), partition_by="stands", order_by=[*IN_COLUMN])
    first = on_board.annotate(place=place).filter(place__lte=SHOWN + 1)
    columns: dict[ActionState, list[Action]] = {state: [] for state in STATES}
    for action in on_board.filter(pk__in=first.values("pk")).order_by(*IN_COLUMN).to_read():
        columns[action.state].append(action)
    return columns


def address_of(filters: ActionFilters, state: ActionState) -> str:
    """Return the query by which the list shows a whole column."""
    return replace(filters, state=state).address
