"""A list of actions as it was asked for in the address: whose, where, in which state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlencode

from accounts.models import User
from actions.models import Action, ActionQuerySet
from circles.models import Project
from circles.paging import Page, page_of, seq_page_of

STATES = ("open", "untouched", "doing", "blocked", "done", "dropped")


@dataclass(frozen=True)
class Asked:
    """What an address asks for; whatever it says wrong counts as not said."""

    mine: bool = False
    overdue: bool = False
    circle: str = ""
    state: str = "open"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
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
        """Say whether closed ones are asked for."""
        return self.state in {"done", "dropped"}

    def page(self, project: Project, user: User, cursor: str, *, today: date) -> Page[Action]:
        """Find a page: open ones by day, closed ones by number, the newest first."""
        found: ActionQuerySet = getattr(Action.objects.visible_to(user).in_project(project).with_people(), self.state)()
        if self.mine:
            found = found.owned_by(user)
        if self.overdue:
            found = found.overdue(on=today)
        if self.circle:
            found = found.filter(circle__key=self.circle)
        if self.is_closed:
            return seq_page_of(found, cursor, key="number")
        return page_of(found.soonest_first(), cursor if is_cursor(cursor) else "", key="by_day")

    def address(self, **changes: object) -> str:
        """Give the query of the same list with something changed: `?mine=1&state=done`."""
        asked = {**self.__dict__, **changes}
        said = {name: 1 if value is True else value for name, value in asked.items() if value and value != "open"}
        return f"?{urlencode(said)}"


def is_cursor(cursor: str) -> bool:
    """Say whether it is a day and a number, as `page_of` writes them."""
    day, _, pk = cursor.partition("|")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return pk.isdecimal() and len(pk) < 19
