"""API of Today."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from circles.projects.access import project_for
from daily.today.catch_up_sections import CatchUpSection
from daily.today.contexts import months as rule
from daily.today.contexts.catch_up import CatchUp, TopicNews, away_since
from daily.today.contexts.statistics import pairs, year_of
from daily.today.contexts.todo import waiting_for
from daily.today.workflows.catching_up import mark_section_read
from foundation.accounts.decorators import asker
from foundation.audit import clock

router = Router()


class PositionDue(Schema):
    """A round in which one's position is asked; `ends_at` is null where a sync ends it."""

    proposal: str
    title: str
    round: int
    ends_at: datetime | None
    said: str


class ToIntegrateOut(Schema):
    """One's own proposal with the number of valid objections that stand."""

    proposal: str
    title: str
    objections: int


class ToDoOut(Schema):
    """One's own open action."""

    action: str
    what: str
    due_on: date | None


class TodayOut(Schema):
    """What waits for the asker."""

    positions: list[PositionDue]
    to_integrate: list[ToIntegrateOut]
    actions: list[ToDoOut]
    reviews: list[str]
    gates: list[str]
    unread: int


@router.get("projects/{slug}/today", response=TodayOut)
def today(request: HttpRequest, slug: str) -> Any:
    """Read what waits for oneself, the most urgent first."""
    project = project_for(request, slug)
    now = clock.now()
    found = waiting_for(project, asker(request), now=now, day=project.day_of(now))
    return {
        "positions": [
            {
                "proposal": one.proposal.reference,
                "title": one.proposal.title,
                "round": one.round.number,
                "ends_at": one.ends_at,
                "said": one.said,
            }
            for one in found.rounds
        ],
        "to_integrate": [
            {"proposal": one.proposal.reference, "title": one.proposal.title, "objections": len(one.objections)}
            for one in found.to_integrate
        ],
        "actions": [
            {"action": one.action.reference, "what": one.action.what, "due_on": one.action.due_on}
            for one in found.actions
        ],
        "reviews": [decision.reference for decision in found.reviews],
        "gates": [track.reference for track in found.gates],
        "unread": found.unread,
    }


class MonthOut(Schema):
    """How deciding went in a month; null where nothing was decided, or nobody asked. Shares are from 0 to 1."""

    month: date
    decisions: int
    hours: float | None
    across: float | None
    silent: float | None
    carried: int
    claims: int


class PilotClaimOut(Schema):
    """What a circle claimed of a proposal."""

    proposal: str
    by: str
    what: str
    on: date


class PairOut(Schema):
    """Two circles, by key, that claim each other: their scopes may be wrong."""

    circles: list[str]
    claims: list[PilotClaimOut]


class PilotOut(Schema):
    """How deciding goes, over twelve months, or since the project began."""

    months: list[MonthOut]
    reviews_overdue: int
    claim_each_other: list[PairOut]


@router.get("projects/{slug}/pilot", response=PilotOut)
def pilot(request: HttpRequest, slug: str) -> Any:
    """Read how the project's deciding goes."""
    project = project_for(request, slug)
    year = year_of(project, project.day_of(clock.now()))
    columns = {
        "decisions": rule.counts([(one.day, 1) for one in year.taken], year.months),
        "hours": rule.medians(year.to_decide, year.months),
        "across": rule.shares(year.across, year.months),
        "silent": rule.shares(year.silent, year.months),
        "carried": rule.counts(year.carried, year.months),
        "claims": rule.counts(year.claimed, year.months),
    }
    return {
        "months": [
            {"month": month, **{name: column[place] for name, column in columns.items()}}
            for place, month in enumerate(year.months)
        ],
        "reviews_overdue": sum(number for _day, number in year.due),
        "claim_each_other": [
            {
                "circles": [pair.one.key, pair.other.key],
                "claims": [
                    {"proposal": said.reference, "by": circle.key, "what": said.what, "on": said.day}
                    for circle, said in pair.claims
                ],
            }
            for pair in pairs(project, year.claims)
        ],
    }


class BornOut(Schema):
    """What was made of a topic."""

    words: str
    address: str


class TopicNewsOut(Schema):
    """What came of a topic: `outcome` is empty while it goes on, `unread` how many messages you have not read, `said`
    how many others wrote since, `people` who of them wrote most.
    """

    topic: str
    name: str
    address: str
    circle: str
    outcome: str
    line: str
    unread: int
    said: int
    people: list[str]
    named: int
    born: list[BornOut]

    @staticmethod
    def of(news: TopicNews) -> "TopicNewsOut":
        """Return it as programs read it."""
        return TopicNewsOut(
            topic=str(news.topic.pk),
            name=news.topic.name,
            address=news.topic.get_absolute_url(),
            circle=news.topic.scope,
            outcome=news.topic.outcome,
            line=news.topic.outcome_line,
            unread=news.unread,
            said=news.said,
            people=news.people,
            named=news.named,
            born=[BornOut(words=link.target_words, address=link.target_address) for link in news.born],
        )


class NamedOut(Schema):
    """A notice that named you."""

    id: int
    by: str
    what: str
    reference: str
    title: str
    address: str
    happened_at: datetime


class CatchUpOut(Schema):
    """What you missed since a moment: topics by what came of them, things by their references."""

    since: datetime
    named: list[NamedOut]
    outcomes: list[TopicNewsOut]
    decisions: list[str]
    talk: list[TopicNewsOut]
    actions: list[str]


@router.get("projects/{slug}/catch-up", response=CatchUpOut)
def catch_up(request: HttpRequest, slug: str, days: str = "") -> Any:
    """Read what you missed: of so many `days` (1, 3, 7, 14, 30) or since a moment; without, since you last read
    anything here.
    """
    page = _missed(request, slug, days)
    return {
        "since": page.since,
        "named": [
            {
                "id": one.pk,
                "by": one.by_name,
                "what": str(one.event_label),
                "reference": one.reference,
                "title": one.title,
                "address": one.address,
                "happened_at": one.happened_at,
            }
            for one in page.named
        ],
        "outcomes": [TopicNewsOut.of(one) for one in page.outcomes],
        "decisions": [one.reference for one in page.decisions],
        "talk": [TopicNewsOut.of(one) for _circle, some in page.talk for one in some],
        "actions": [one.reference for one in page.actions],
    }


@router.post("projects/{slug}/catch-up/{section}/reading", response={204: None})
def read_section(request: HttpRequest, slug: str, section: CatchUpSection, days: str = "") -> Any:
    """Mark what a section tells as read."""
    mark_section_read(_missed(request, slug, days), section)
    return Status(204, None)


def _missed(request: HttpRequest, slug: str, days: str) -> CatchUp:
    project, user = project_for(request, slug), asker(request)
    return CatchUp(project, user, away_since(project, user, days, clock.now()))
