"""Let 14 people decide for a week: script/bench week [--tree DIR].

Thirty proposals of the sample, six a working day, with a sync each morning; who is asked answers after minutes or
hours, or not until the sync, whatever the rules are. Said is how many people each proposal asks, how many notices
people get, and how long it takes until it is in force. `--tree` is another working tree whose rules are tried on the
same week: `git worktree add DIR 84c93a48^` has those before limits followed the purse (ADR 63).
"""

import argparse
import heapq
import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.throwaway import on_databases  # noqa: E402
from tests.benchmarks.week_plans import CIRCLES, PEOPLE, PLANS, Plan  # noqa: E402

FIRST_DAY, LAST_DAY = -9, 0
"""Working days of `across.sample.days`: proposals come on the first five, and syncs go on until the last."""
TIMES = ("09:40", "10:30", "11:20", "13:50", "15:10", "16:30")
SILENT_IN, AWAY_IN = 8, 7
"""One in so many who are asked says nothing before a sync, and misses a sync."""
LONGEST = timedelta(hours=5)
OPENS, CLOSES = 8.5, 18.0
"""Office hours: who is asked at 17:00 may answer the next morning."""


@dataclass
class Week:
    """The project, and what is still to happen in it."""

    people: dict[str, Any]
    circles: dict[str, Any]
    days: Any
    proposals: dict[str, Any] = field(default_factory=dict)
    put: dict[str, datetime] = field(default_factory=dict)
    in_sync: set[str] = field(default_factory=set)
    _events: list[tuple[datetime, int, Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    def at(self, moment: datetime, event: Callable[..., None], *args: Any) -> None:
        """Plan an event."""
        heapq.heappush(self._events, (moment, next(self._order), event, args))

    def play(self) -> None:
        """Let all planned events happen in order of time; some plan further ones."""
        while self._events:
            moment, _order, event, args = heapq.heappop(self._events)
            event(self, *args, moment)

    def answered_at(self, drawn: Random, asked_at: datetime) -> datetime:
        """Return when a person answers: so much office time after they were asked."""
        left, moment = LONGEST * drawn.random(), asked_at
        while True:
            local = self.days.calendar.local(moment)
            clock = local.hour + local.minute / 60
            if self.days.calendar.works_on(local.date()) and OPENS <= clock < CLOSES:
                if left <= timedelta(0):
                    return moment
                left -= timedelta(minutes=5)
            moment += timedelta(minutes=5)


def founded() -> Week:
    """Make the people, the project with its circles, its money and one essential of the general circle."""
    from across.sample.days import Days
    from circles.circles.models import Domain, Fundamental
    from circles.circles.workflows.project_setup import create_project
    from circles.money.models import Purse
    from decisions.decisions.models.rounds.working_time import calendar
    from foundation.accounts.models import User
    from foundation.audit import clock

    people = {name: User.objects.create_user(f"{name}@ronde.example", name=name.title()) for name in PEOPLE}
    ada = people["ada"]
    project = create_project("Week", by=ada, budget=Decimal(240_000), time_zone="Europe/Paris", at=clock.now())
    days = Days(calendar(project), clock.now())
    at = days.at(FIRST_DAY - 1, "08:00")
    circles = {"general": project.circles.general()}
    project.circles.general().admit(people["fay"], by=ada, roles=["facilitator"], at=at)
    project.circles.general().admit(people["rose"], by=ada, roles=["secretary"], at=at)
    for key, (inside, money, seats, domain) in CIRCLES.items():
        circle = circles[key] = circles[inside].open_circle(key.title(), by=ada, key=key, created_at=at, at=at)
        Purse(circle=circles[inside]).allot(circle, Decimal(money), by=ada, at=at)
        for name, roles in seats.items():
            circle.admit(people[name], by=ada, roles=roles, at=at)
        if domain:
            Domain.give(circle, domain, domain, by=ada, sort="interface", at=at)
    Fundamental.declare(project.circles.general(), "Mended with three spanners", by=ada, sort="performance", at=at)
    return Week(people, circles, days)


def propose(week: Week, plan: Plan, at: datetime) -> None:
    """Put a proposal to a round."""
    from decisions.decisions.models import Proposal
    from decisions.decisions.workflows.proposals import open_round

    project = week.circles["general"].project
    proposal = Proposal.propose(
        week.circles[plan.circle],
        by=week.people[plan.by],
        title=f"About {plan.key}",
        tension="It is not settled.",
        text="We do it so.",
        cost=Decimal(plan.cost),
        reversibility=plan.reversibility,
        named=[week.circles[key] for key in plan.named.split()],
        domains=list(project.domains.filter(key__in=plan.domains.split())),
        elements=[one for one in project.fundamentals.all() if one.reference in plan.elements.split()],
        at=at,
    )
    week.proposals[plan.key], week.put[plan.key] = proposal, at
    listen(week, plan.key, open_round(proposal, by=week.people[plan.by], at=at), at)


def listen(week: Week, key: str, round_: Any, at: datetime) -> None:
    """Plan the word of each person asked, but of those who say nothing before a sync."""
    for name, person in week.people.items():
        drawn = Random(f"{key} {name}")
        if round_.asked.filter(user=person).exists() and drawn.randrange(SILENT_IN):
            week.at(week.answered_at(drawn, at), speak, key, name)


def speak(week: Week, key: str, name: str, at: datetime) -> None:
    """Let a person say that they have no objection, unless the round is over or they have spoken."""
    from decisions.decisions.workflows.positions import take_position

    round_, person = week.proposals[key].open_round, week.people[name]
    if round_ and not round_.is_over(at) and not round_.positions.filter(user=person).exists():
        take_position(round_, "no_objection", by=person, at=at)


def sweep(week: Week, at: datetime) -> None:
    """Write what time has decided."""
    from decisions.decisions.workflows.round_closing import write_due_outcomes

    for proposal in week.proposals.values():
        write_due_outcomes(proposal, at=at)


def hold(week: Week, day: int, at: datetime) -> None:
    """Hold the sync of a morning: who is there says what they have not said yet, point by point."""
    from daily.syncs.workflows.closing import close_sync
    from daily.syncs.workflows.opening import open_sync

    fay = week.people["fay"]
    sync = open_sync(week.circles["general"], by=fay, at=at)
    drawn = {name: Random(f"{day} {name}").randrange(AWAY_IN) for name in PEOPLE}
    here = [name for name in PEOPLE if name == "fay" or drawn[name]]
    sync.attend(*(week.people[name] for name in here if name != "fay"), at=at)
    sync.go_to_next_point(by=fay, at=at)
    while True:
        sync.refresh_from_db()
        if sync.at_hand is None:
            break
        at += timedelta(seconds=70)
        end_point(week, sync, sync.at_hand, here, at)
    close_sync(sync, by=fay, at=at)


def end_point(week: Week, sync: Any, point: Any, here: list[str], at: datetime) -> None:
    """Decide what a point brings, or put it off to the next sync."""
    from daily.syncs.workflows.outcomes import conclude_point
    from decisions.decisions.consent import RoundState
    from foundation.web.exceptions import Refused

    fay = week.people["fay"]
    key = next((one for one, found in week.proposals.items() if found.reference == point.reference), None)
    if key is None:
        sync.go_to_next_point(by=fay, at=at)
        return
    round_ = week.proposals[key].open_round
    for name in here:
        if round_ and round_.asked.filter(user=week.people[name]).exists():
            speak(week, key, name, at)
    try:
        if conclude_point(sync, point, by=fay, at=at) is RoundState.CONSENTED:
            week.in_sync.add(key)
            return
    except Refused:
        pass
    sync.refresh_from_db()
    if sync.at_hand_id == point.pk:
        sync.postpone(point, by=fay, because="Not all have spoken.", at=at)


def report(week: Week) -> None:
    """Print what came of it."""
    from decisions.decisions.models import Decision
    from foundation.inbox.models import Notice

    project = week.circles["general"].project
    adopted = dict(Decision.objects.in_project(project).values_list("proposal", "adopted_at"))
    asked = {key: found.rounds.order_by("pk").last().asked.count() for key, found in week.proposals.items()}
    took = {key: adopted[found.pk] - week.put[key] for key, found in week.proposals.items() if found.pk in adopted}
    hours = {key: one.total_seconds() / 3600 for key, one in took.items()}
    notices = Notice.objects.filter(project=project.pk, happened_at__gte=week.days.at(FIRST_DAY, "00:01"))
    reasons = Counter(notices.values_list("reason", flat=True))
    print(f"{len(asked)} proposals, {len(hours)} in force, of them {len(hours) - len(week.in_sync)} without a sync")
    print(f"people asked: {sum(asked.values())} in all, median {median(asked.values())}, at most {max(asked.values())}")
    within = sum(one <= 24 for one in hours.values())
    print(
        f"hours to force: median {median(hours.values()):.1f}, at most {max(hours.values()):.0f}; {within} within 24 h"
    )
    print(f"notices: {reasons.total()}, of which asking {reasons['asked']}")
    for key, number in asked.items():
        said = f"{hours[key]:.1f} h" if key in hours else "not yet"
        print(f"  {key:12} asks {number:2}  {said}{' in a sync' if key in week.in_sync else ''}")


def lived() -> int:
    """Let the week happen, and say what came of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    week = founded()
    for number, plan in enumerate(PLANS):
        week.at(week.days.at(FIRST_DAY + number // len(TIMES), TIMES[number % len(TIMES)]), propose, plan)
    for day in range(FIRST_DAY, LAST_DAY + 1):
        week.at(week.days.at(day, "09:15"), hold, day)
        for hour in range(8, 19):
            week.at(week.days.at(day, f"{hour:02}:00"), sweep)
    week.play()
    report(week)
    return 0


def main() -> int:
    """Live the week by the rules of this tree, or of another one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=Path, default=ROOT, help="a working tree with other rules")
    tree = parser.parse_args().tree.resolve()
    os.chdir(tree)  # what starts there looks for its apps in the folder that it is in
    sys.path.remove(str(ROOT))  # the rest of both trees has the same names
    sys.path[:0] = [str(tree), str(tree / "script" / "lib")]
    return on_databases("sqlite", lambda _folder: lived())


if __name__ == "__main__":
    sys.exit(main())
