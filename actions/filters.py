"""A list of actions as it was asked for in the address: whose, where, in which state."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import Action, ActionQuerySet
from circles.models import Project
from web.pagination import CursorPage, number_in, page_of, seq_page_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES = {
    "open": _("Open"),
    "doing": _("Under way"),
    "blocked": _("Blocked"),
    "done": _("Done"),
    "dropped": _("Dropped"),
}


@dataclass(frozen=True)
class FilterButton:
    """A button that changes the list."""

    label: "StrOrPromise"
    address: str
    is_on: bool


@dataclass(frozen=True)
class ActionFilters:
    """What an address asks for; whatever it says wrong counts as not said."""

    mine: bool = False
    overdue: bool = False
    circle: str = ""
    state: str = "open"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read `mine`, `overdue`, `circle` and `state` of an address."""
        state = query.get("state", "")
        return cls(
            mine=bool(query.get("mine")),
            overdue=bool(query.get("overdue")),
            circle=query.get("circle", ""),
            state=state if state in STATES else "open",
        )

    @property
    def is_closed(self) -> bool:
        """Whether closed ones are asked for."""
        return self.state in {"done", "dropped"}

    def page(self, project: Project, user: User, cursor: str, *, today: date) -> CursorPage[Action]:
        """Find a page: open ones by day, closed ones by number, the newest first."""
        there = Action.objects.visible_to(user).in_project(project).in_scope(self.circle).with_people()
        found: ActionQuerySet = getattr(there, self.state)()
        if self.mine:
            found = found.owned_by(user)
        if self.overdue:
            found = found.overdue(on=today)
        if self.is_closed:
            return seq_page_of(found, cursor, key="number")
        return page_of(found.soonest_first(), cursor if is_cursor(cursor) else "", key="by_day")

    @property
    def address(self) -> str:
        """Return the query that asks for it: `?mine=1&state=done`."""
        said = {name: value for name, value in asdict(self).items() if value and value != "open"}
        return f"?{urlencode({name: 1 if value is True else value for name, value in said.items()})}"

    @property
    def filters(self) -> list[FilterButton]:
        """Return the buttons that change whose and which are shown, one thing at a time."""
        states = [(state, label, replace(self, state=state)) for state, label in STATES.items()]
        return [
            FilterButton(_("Mine"), replace(self, mine=not self.mine).address, self.mine),
            FilterButton(_("Overdue"), replace(self, overdue=not self.overdue, state="open").address, self.overdue),
            *(FilterButton(label, filters.address, self.state == state) for state, label, filters in states),
        ]


def is_cursor(cursor: str) -> bool:
    """Whether it is a day and a number, as `page_of` writes them."""
    day, _sep, pk = cursor.partition("|")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return number_in(pk) is not None
