"""Actions as they were asked for in the address: whose, where, labelled how, with which words, in which state."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from decisions.actions.models import Action, ActionQuerySet, ActionState
from foundation.accounts.models import User
from foundation.web.pagination import CursorPage, day_in, number_in, page_of, seq_page_of, uuid_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 120


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
    person: UUID | None = None
    circle: str = ""
    label: int | None = None
    text: str = ""
    due_on: date | None = None
    state: ActionState = ActionState.OPEN

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read an address."""
        state = query.get("state", "")
        return cls(
            mine=bool(query.get("mine")),
            overdue=bool(query.get("overdue")),
            person=uuid_in(query.get("person", "")),
            circle=query.get("circle", ""),
            label=number_in(query.get("label", "")),
            text=" ".join(query.get("text", "").split())[:LONGEST],
            due_on=day_in(query.get("due_on", "")),
            state=ActionState(state) if state in ActionState else ActionState.OPEN,
        )

    @property
    def is_closed(self) -> bool:
        """Whether closed ones are asked for."""
        return self.state.facts.is_closed

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some of them only."""
        return self != ActionFilters()

    def among(self, project: Project, user: User, *, today: date) -> ActionQuerySet:
        """Find those in any state."""
        found: ActionQuerySet = Action.objects.visible_to(user).in_project(project).in_scope(self.circle)
        if self.mine:
            found = found.owned_by(user)
        if self.overdue:
            found = found.overdue(on=today)
        if self.person:
            found = found.filter(owner=self.person)
        if self.label:
            found = found.labelled(self.label)
        if self.due_on:
            found = found.filter(due_on=self.due_on)
        return found.with_text(self.text)

    def found(self, project: Project, user: User, *, today: date) -> ActionQuerySet:
        """Find those in the state asked for, in the order of the list."""
        among: ActionQuerySet = getattr(self.among(project, user, today=today), self.state)()
        return among.order_by("-number") if self.is_closed else among.soonest_first()

    def page(self, project: Project, user: User, cursor: str, *, today: date) -> CursorPage[Action]:
        """Find a page: open ones by day, closed ones by number, the newest first."""
        found = self.found(project, user, today=today).to_read()
        if self.is_closed:
            return seq_page_of(found, cursor, key="number")
        return page_of(found, cursor if is_cursor(cursor) else "", key="by_day")

    @property
    def said(self) -> dict[str, Any]:
        """Return what it asks for, as an address says it."""
        values = {name: value for name, value in asdict(self).items() if value and value is not ActionState.OPEN}
        return {name: 1 if value is True else value for name, value in values.items()}

    @property
    def address(self) -> str:
        """Return the query that asks for it: `?mine=1&state=done`."""
        return f"?{urlencode(self.said)}"

    def without(self, *names: str) -> Self:
        """Ask for the same, but for these."""
        return replace(self, **{name: getattr(ActionFilters(), name) for name in names})

    @property
    def filters(self) -> list[FilterButton]:
        """Return the buttons that change whose and which are shown, one thing at a time."""
        states = [(state, replace(self, state=state)) for state in ActionState]
        return [
            self.whose[-1],
            *(FilterButton(state.label, filters.address, self.state is state) for state, filters in states),
        ]

    @property
    def whose(self) -> list[FilterButton]:
        """Return those buttons that say nothing of the state."""
        return [
            FilterButton(_("Mine"), replace(self, mine=not self.mine).address, self.mine),
            FilterButton(
                _("Overdue"), replace(self, overdue=not self.overdue, state=ActionState.OPEN).address, self.overdue
            ),
        ]


def is_cursor(cursor: str) -> bool:
    """Whether it is a day and a number, as `page_of` writes them."""
    day, _sep, pk = cursor.partition("|")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return number_in(pk) is not None
