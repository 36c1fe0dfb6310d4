"""What the calendar of actions shows: the days of a month or of a week, each with what is due on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpRequest
from django.utils.translation import gettext as _

from circles.projects.models import Project
from decisions.actions.contexts.frame import asked_in, frame_of
from decisions.actions.models import Action, today_in
from decisions.actions.recurrence import months_later
from foundation.accounts.models import User
from foundation.web.formatting import babel_locale, day_alone
from foundation.web.pagination import day_in

IN_MONTH = 3
"""So many are shown on a day of a month; a week shows all."""
MOST = 400
WEEK = timedelta(days=7)


@dataclass
class Day:
    """A day with what is due."""

    on: date
    is_today: bool
    is_outside: bool
    week_address: str
    actions: list[Action] = field(default_factory=list)
    hidden: int = 0

    @property
    def modifiers(self) -> str:
        """Return the modifiers of its class: what it looks like."""
        said = {"today": self.is_today, "outside": self.is_outside, "empty": not self.actions}
        return "".join(f" days__day--{name}" for name, is_so in said.items() if is_so)

    @property
    def name(self) -> str:
        """Return the day in words, for those who hear the page."""
        return str(format_date(self.on, "EEEE d MMMM", locale=babel_locale()))

    @property
    def short(self) -> str:
        """Return the day of the week and its number, for a list."""
        return str(format_date(self.on, "EEE d", locale=babel_locale()))


@dataclass(frozen=True)
class Span:
    """The days that are shown, and how to go on from them."""

    first: date
    last: date
    is_week: bool
    middle: date

    @property
    def name(self) -> str:
        """Return what is shown, in words."""
        if self.is_week:
            return _("Week of %(day)s") % {"day": day_alone(self.first)}
        return str(format_date(self.middle, "LLLL y", locale=babel_locale())).capitalize()

    @property
    def before(self) -> date:
        """Return a day of the span before."""
        return self.first - WEEK if self.is_week else months_later(self.middle, -1)

    @property
    def after(self) -> date:
        """Return a day of the span after."""
        return self.first + WEEK if self.is_week else months_later(self.middle, 1)


def span_of(asked: date, *, is_week: bool) -> Span:
    """Return the week of a day, or its month in whole weeks; a week begins on Monday."""
    if is_week:
        monday = asked - timedelta(asked.weekday())
        return Span(monday, monday + WEEK - timedelta(1), is_week=True, middle=asked)
    first = asked.replace(day=1)
    last = months_later(first, 1) - timedelta(1)
    return Span(first - timedelta(first.weekday()), last + timedelta(6 - last.weekday()), is_week=False, middle=first)


def calendar_of(project: Project, user: User, request: HttpRequest) -> dict[str, Any]:
    """Gather the days that the address asks for: `?week=2026-11-24`, `?month=2026-11-01`."""
    asked, today = asked_in(request, project), today_in(project)
    week, month = day_in(request.GET.get("week", "")), day_in(request.GET.get("month", ""))
    span = span_of(week or month or today, is_week=week is not None)
    filters = asked.filters.without("due_on")
    found = filters.found(project, user, today=today).filter(due_on__range=(span.first, span.last))
    actions = list(found.to_read().order_by("due_on", "pk")[:MOST])

    def address(day: date, *, is_week: bool) -> str:
        return f"?{urlencode(filters.said | {'week' if is_week else 'month': day})}"

    days = days_of(span, actions, today, lambda day: address(day, is_week=True))
    return frame_of(project, asked, "calendar") | {
        "span": span,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "names": [str(format_date(span.first + timedelta(at), "EEE", locale=babel_locale())) for at in range(7)],
        "is_empty": not actions,
        "at": {"week" if span.is_week else "month": str(span.middle)},
        "addresses": {
            "before": address(span.before, is_week=span.is_week),
            "after": address(span.after, is_week=span.is_week),
            "today": address(today, is_week=span.is_week),
            "month": address(span.middle, is_week=False),
            "week": address(span.middle if span.is_week or not has(span, today) else today, is_week=True),
        },
    }


def has(span: Span, day: date) -> bool:
    """Whether a day is shown."""
    return span.first <= day <= span.last


def days_of(span: Span, actions: Iterable[Action], today: date, week_address: Any) -> list[Day]:
    """Put actions on their days; a month shows a few of each."""
    numbers = range((span.last - span.first).days + 1)
    days = {
        day: Day(day, day == today, not span.is_week and day.month != span.middle.month, week_address(day))
        for day in (span.first + timedelta(number) for number in numbers)
    }
    for action in actions:
        day = days[action.due_on or span.first]
        if span.is_week or len(day.actions) < IN_MONTH:
            day.actions.append(action)
        else:
            day.hidden += 1
    return list(days.values())
