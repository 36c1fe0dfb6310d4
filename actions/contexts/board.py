"""What the board of actions shows: a column a state."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.contexts.frame import asked_in, frame_of
from actions.models import Action, ActionQuerySet, today_in
from audit import clock
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 30
LATELY = timedelta(days=14)
NAMES = {"open": _("Open"), "doing": _("Under way"), "blocked": _("Blocked"), "done": _("Done")}
ICONS = {"open": "circle", "doing": "play", "blocked": "circle-pause", "done": "check"}


@dataclass(frozen=True)
class Column:
    """Actions in one state, and how many there are in all."""

    state: str
    name: "StrOrPromise"
    icon: str
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
    found: dict[str, ActionQuerySet] = {
        "open": among.not_begun().soonest_first(),
        "doing": among.doing().soonest_first(),
        "blocked": among.blocked().soonest_first(),
        "done": among.done().filter(done_at__gt=clock.now() - LATELY).order_by("-done_at", "-pk"),
    }
    rows = {state: list(actions.counted()[: SHOWN + 1]) for state, actions in found.items()}
    prefetch_related_objects([row for column in rows.values() for row in column], "labels")
    columns = [
        Column(
            state,
            NAMES[state],
            ICONS[state],
            actions[:SHOWN],
            found[state].count() if len(actions) > SHOWN else len(actions),
            address_of(filters, state),
        )
        for state, actions in rows.items()
    ]
    return frame_of(project, asked, "board") | {
        "columns": columns,
        "states": NAMES,
        "is_empty": not any(column.number for column in columns),
        "back": request.get_full_path(),
    }


def address_of(filters: Any, state: str) -> str:
    """Return the query by which the list shows a whole column."""
    address: str = filters.address
    return address if state == "open" else f"{address}{'' if address == '?' else '&'}state={state}"
