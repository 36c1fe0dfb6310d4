"""What the pilot's page shows of a project: how its deciding goes, over a year. For everyone in it to read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import cached
from daily.syncs.models import AgendaItem, PointEnding
from daily.today.contexts import months as rule
from decisions.decisions.models import AskedPerson, Claim, ClaimRelease, Decision, Position
from foundation.web.formatting import babel_locale

ROWS = 6
CARRIED = PointEnding.left()


@dataclass(frozen=True)
class Taken:
    """A decision: its day, hours since it was proposed, whether it affected several circles, people asked, answers."""

    day: date
    hours: float
    is_across: bool
    asked: int
    spoke: int


@dataclass(frozen=True)
class Year:
    """The facts of twelve months, or since the project began; `due` are the days on which overdue reviews fell due, of
    any time, with how many.
    """

    months: list[date]
    taken: list[Taken]
    carried: list[tuple[date, int]]
    due: list[tuple[date, int]]
    claims: list[rule.ClaimRow]

    @property
    def to_decide(self) -> list[tuple[date, float]]:
        """Return the hours that each decision took."""
        return [(one.day, one.hours) for one in self.taken]

    @property
    def across(self) -> list[tuple[date, int, int]]:
        """Return which decisions affected several circles."""
        return [(one.day, int(one.is_across), 1) for one in self.taken]

    @property
    def silent(self) -> list[tuple[date, int, int]]:
        """Return how many of those asked had said nothing."""
        return [(one.day, max(one.asked - one.spoke, 0), one.asked) for one in self.taken]

    @property
    def claimed(self) -> list[tuple[date, int]]:
        """Return the days of the claims."""
        return [(claim.day, 1) for claim in self.claims]

    @property
    def is_empty(self) -> bool:
        """Whether there is no decision yet to count."""
        return not (self.taken or self.carried or self.due or self.claims)


def year_of(project: Project, day: date) -> Year:
    """Return the year up to a day of the project's zone: four queries, or none until the next event."""
    return cached(project, f"pilot:{day:%Y%m%d}", lambda: _read(project, day))


def _read(project: Project, day: date) -> Year:
    months = rule.months_to(day)
    since = datetime.combine(months[0], time(), tzinfo=project.zone)

    def day_of(moment: str) -> date:
        return project.day_of(_moment(moment))

    decisions: Any = _decisions(project, since)
    decisions = decisions.values_list("made", "proposed", "affected", "asked", "spoke")
    ended = AgendaItem.objects.filter(project=project, ending__in=CARRIED, ended_at__gte=since)
    due = Decision.objects.in_project(project).due_for_review(day).order_by("review_on")
    taken = [
        Taken(day_of(made), hours(_moment(proposed), _moment(made)), "," in affected, asked or 0, spoke or 0)
        for made, proposed, affected, asked, spoke in decisions
    ]
    carried = [(project.day_of(at), 1) for at in ended.values_list("ended_at", flat=True) if at]
    claimed = claims_in(project, since)
    first = [one.day for one in taken] + [at for at, _one in carried] + [claim.day for claim in claimed]
    return Year(
        rule.months_since(min([project.day_of(project.created_at), *first]), day),
        taken,
        carried,
        list(due.values_list("review_on").annotate(number=Count("pk"))),
        claimed,
    )


def claims_in(project: Project, since: datetime | None = None) -> list[rule.ClaimRow]:
    """Return the claims of a project, since a moment or of any time; one query."""
    rows = Claim.objects.filter(proposal__project=project).order_by("pk")
    rows = rows if since is None else rows.filter(made_at__gte=since)
    marked = rows.annotate(done=Exists(ClaimRelease.objects.filter(claim=OuterRef("pk"))))
    said = marked.values_list("circle", "proposal__circle", "proposal__number", "what", "made_at", "done")
    return [
        rule.ClaimRow(claimant, proposer, f"P-{number}", what, project.day_of(at), done)
        for claimant, proposer, number, what, at, done in said
    ]


def _decisions(project: Project, since: datetime) -> "QuerySet[Decision]":
    """Return the decisions since then with how many were asked and have spoken in the round that was adopted."""
    number = Count("user", distinct=True)
    asked = AskedPerson.objects.filter(round=OuterRef("round")).order_by().values("round").annotate(number=number)
    spoken: Any = Position.objects.spoken().filter(round=OuterRef("round"))
    spoken = spoken.order_by().values("round").annotate(number=number)
    # Moments come as text: making thousands of them out of it takes most of the time otherwise.
    return (
        Decision.objects.in_project(project)
        .filter(adopted_at__gte=since)
        .annotate(
            made=Cast("adopted_at", TextField()),
            proposed=Cast(F("proposal__created_at"), TextField()),
            affected=Cast(F("round__affected"), TextField()),
            asked=Subquery(asked.values("number")),
            spoke=Subquery(spoken.values("number")),
        )
    )


def _moment(text: str) -> datetime:
    """Read a moment as the databases write it: SQLite in UTC without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def hours(begun: datetime, done: datetime) -> float:
    """Return the hours from one moment to another, on any clock; none where what came after is dated before."""
    return max((done - begun).total_seconds(), 0.0) / 3600


# As the page shows it -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """One month of a picture: its name, its value in words, its bar."""

    name: str
    letter: str
    words: str
    bar: rule.Bar


@dataclass(frozen=True)
class Multiple:
    """One small picture: what it shows, its figure for the whole year (or now), its months, and what the top of its
    scale is; that is empty where nothing is drawn.
    """

    key: str
    name: str
    figure: str
    note: str
    months: list[Month]
    top: str


def multiples(year: Year) -> list[Multiple]:
    """Put the year into six small pictures."""
    return [
        _drawn(
            year, "hours", _("From tension to decision"), rule.medians(year.to_decide, year.months), duration,
            rule.whole_median(year.to_decide), _("half of the decisions took no longer"),
        ),
        _drawn(
            year, "across", _("Decided across circles"), rule.shares(year.across, year.months), percent,
            rule.whole_share(year.across), _("of the decisions affected several circles"), top=1,
        ),
        _drawn(
            year, "silent", _("Silent"), rule.shares(year.silent, year.months), percent,
            rule.whole_share(year.silent), _("of those asked had said nothing when it was decided"), top=1,
        ),
        _drawn(
            year, "carried", _("Carried over"), rule.counts(year.carried, year.months), decimal,
            len(year.carried), _("points left a sync for the next one"),
        ),
        _drawn(
            year, "reviews", _("Reviews overdue"), rule.counts(year.due, year.months), decimal,
            sum(number for _day, number in year.due), _("stand now; by the month in which they fell due"),
        ),
        _drawn(
            year, "claims", _("Claims"), rule.counts(year.claimed, year.months), decimal,
            len(year.claimed), _("times a circle said: this affects us"),
        ),
    ]  # fmt: skip


def _drawn(
    year: Year,
    key: str,
    name: str,
    values: Sequence[float | None],
    words: Callable[[float | None], str],
    whole: float | None,
    note: str,
    top: float | None = None,
) -> Multiple:
    rows = zip(year.months, values, rule.bars(values, top), strict=True)
    months = [
        Month(month_name(month, "MMMM y"), month_name(month, "LLLLL"), words(value), bar) for month, value, bar in rows
    ]
    largest = rule.top_of(values, top)
    return Multiple(key, name, words(whole), note, months, words(largest) if largest else "")


def month_name(month: date, pattern: str) -> str:
    """Write a month by a pattern of Babel's."""
    return str(format_date(month, pattern, locale=babel_locale()))


def percent(share: float | None) -> str:
    """Write a share in the reader's way; a dash where there is nothing to share."""
    return "–" if share is None else str(format_percent(share, locale=babel_locale()))


def decimal(number: float | None) -> str:
    """Write a number in the reader's way."""
    return "–" if number is None else str(format_decimal(round(number), locale=babel_locale()))


def duration(number: float | None) -> str:
    """Write hours, from four days on as days."""
    if number is None:
        return "–"
    if number < 1:
        return _("under 1 h")
    if number < 96:
        return _("%(number)s h") % {"number": decimal(number)}
    days = round(number / 24)
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": decimal(days)}


@dataclass(frozen=True)
class ClaimingPair:
    """Two circles that claim each other, and what each claimed of the other's."""

    one: Circle
    other: Circle
    claims: list[tuple[Circle, rule.ClaimRow]]


def pairs(project: Project, claims: Iterable[rule.ClaimRow]) -> list[ClaimingPair]:
    """Return the pairs of circles that claim each other, with their circles."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    return [
        ClaimingPair(circles[pair.one], circles[pair.other], [(circles[said.claimant], said) for said in pair.claims])
        for pair in rule.mutual(claims)
    ]


def lists(project: Project, day: date) -> tuple[list[AgendaItem], list[Decision]]:
    """Return the points that were carried most often and still wait, and the reviews that are due longest."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    waiting = AgendaItem.objects.waiting().filter(project=project, carried__gt=0)
    points = waiting.order_by("-carried", "pk")[:ROWS]
    due = Decision.objects.in_project(project).due_for_review(day).order_by("review_on", "pk")[:ROWS]
    for thing in (*points, *due):
        thing.project, thing.circle = project, circles[thing.circle_id]
    return list(points), list(due)
