"""What a pilot asks in the morning: what is open and until when, what is late, what money and time are left, and
whether syncs are held. For everyone in the project; people stand in the order of their names, never of their load.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Count, F, Q

from circles.circles.models import Membership
from circles.circles.queries.tree import circles_of
from circles.money.balances import figures_of
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from daily.syncs.models import RecurringSync, Sync
from daily.syncs.models.recurring_sync import Occurrence
from daily.today.contexts.statistics import percent
from decisions.actions.models import Action
from decisions.actions.models.action import today_in
from decisions.decisions.contexts.proposal_list import Line, lines_of
from decisions.decisions.models import Proposal, Round
from foundation.accounts.models import User

ROWS, PEOPLE = 6, 60
SYNCS_SINCE = timedelta(days=28)


@dataclass(frozen=True)
class Load:
    """What a person has taken on: percent of their week over all circles (None: not said), open actions, late ones."""

    person: User
    share: int | None
    open: int
    late: int

    @property
    def share_words(self) -> str:
        """Return the share as the reader writes it; a dash where it is not said."""
        return percent(None if self.share is None else self.share / 100)

    @property
    def is_over(self) -> bool:
        """Whether that is more than a week has."""
        return (self.share or 0) > 100


@dataclass(frozen=True)
class Morning:
    """What the page shows first. `rounds` and `late` are a few, with how many there are; `money` are circles that have
    any; `planned` and `held` are syncs of four weeks.
    """

    rounds: list[Line]
    rounds_open: int
    late: list[Action]
    late_number: int
    money: list[dict[str, Any]]
    loads: list[Load]
    planned: int
    held: int


def morning_of(project: Project, user: User) -> Morning:
    """Return it as it is now."""
    rounds, rounds_open = _rounds(project, user)
    late = Action.objects.filter(project=project).overdue(on=today_in(project))
    loads, late_number = _loads(project)
    planned, held = _syncs(project)
    return Morning(
        rounds,
        rounds_open,
        list(late.with_people().soonest_first()[:ROWS]),
        late_number,
        _money(project),
        loads,
        planned,
        held,
    )


def _rounds(project: Project, user: User) -> tuple[list[Line], int]:
    open_ = Round.objects.open().of_undecided().filter(proposal__project=project)
    every = list(open_.order_by(F("closes_at").asc(nulls_last=True), "pk").values_list("proposal", flat=True))
    first = every[:ROWS]
    found = Proposal.objects.visible_to(user).in_project(project).for_lists().filter(pk__in=first)
    lines = lines_of(sorted(found, key=lambda one: first.index(one.pk)), user)
    return lines, len(every)


def _money(project: Project) -> list[dict[str, Any]]:
    figures = figures_of(project)
    return [{"circle": one, "figures": figures[one.pk]} for one in circles_of(project) if figures[one.pk].allotted]


def _loads(project: Project) -> tuple[list[Load], int]:
    shares: Counter[Any] = Counter()
    seats = Membership.objects.current().filter(project=project, share__isnull=False)
    for user, share in seats.values_list("user", "share"):
        shares[user] += share or 0
    late = Count("pk", filter=Q(due_on__lt=today_in(project)))
    actions: Any = Action.objects.filter(project=project).open().order_by().values("owner")
    taken = {
        owner: (open_, late)
        for owner, open_, late in actions.annotate(late=late, n=Count("pk")).values_list("owner", "n", "late")
    }
    people = project.people().filter(pk__in={*shares, *taken})[:PEOPLE]
    loads = [Load(person, shares.get(person.pk), *taken.get(person.pk, (0, 0))) for person in people]
    return loads, sum(late for _open, late in taken.values())


def _syncs(project: Project) -> tuple[int, int]:
    now = now_in(project)
    since = now - SYNCS_SINCE
    recurring_syncs = list(RecurringSync.objects.filter(project=project, ended_at=None))
    for recurring_sync in recurring_syncs:
        recurring_sync.project = project
    held = set(
        Sync.objects.in_project(project)
        .held()
        .filter(planned_for__gte=since)
        .values_list("recurring_sync", "planned_for")
    )
    planned = {
        (recurring_sync.pk, one.starts_at)
        for recurring_sync in recurring_syncs
        for one in _over(recurring_sync, since, now)
    }
    return len(planned), len(planned & held)


def _over(recurring_sync: RecurringSync, since: datetime, now: datetime) -> Iterable[Occurrence]:
    return takewhile(lambda one: one.ends_at <= now, recurring_sync.occurrences(since))
