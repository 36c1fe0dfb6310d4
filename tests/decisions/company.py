"""The company of the fold (see fold.py), in the database: doing a deed, and seeing how a proposal stands."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any

from django.db import connection

from accounts.access import Refused
from accounts.models import User
from circles.models import Circle, Fundamental, Project
from decisions.models import Position, Proposal, Round, Sitting
from tests.decisions.fold import DONE, GENERAL, HOME, LATE, POWER, REFUSED, Deed, Story
from tests.factories import a_circle, a_person, a_project, a_proposal, an_element, valid_answers

SEALS = count(1)
SOME_DAY, SOME_PROPOSAL = datetime(1999, 9, 9, tzinfo=UTC), 987_654_321  # stand for what is asked for
FOUNDED = datetime(2040, 1, 2, 10, tzinfo=UTC)  # to come, so that no draft is old by the real clock


@dataclass(frozen=True)
class Company:
    """A project whose every day is a working day, in UTC; people and circles by the names of the fold."""

    project: Project
    people: dict[str, User]
    circles: dict[str, Circle]
    element: Fundamental
    asks: dict[Any, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    """What lists ask for a person (see `waits_for`)."""

    def propose(self, *, at: datetime, costly: bool = False, grave: bool = False) -> Proposal:
        how = "irreversible" if grave else "costly" if costly else "easy"
        ada, words = self.people["ada"], {"tension": "It leaks.", "text": "We change the seal."}
        return a_proposal(circle=self.circles[HOME], by=ada, reversibility=how, at=at, **words)

    @cached_property
    def called(self) -> dict[Any, str]:
        """Give the names of people by their ids."""
        return {one.pk: name for name, one in self.people.items()}

    @cached_property
    def placed(self) -> dict[int, str]:
        """Give the names of circles by their ids."""
        return {one.pk: name for name, one in self.circles.items()}

    def place(self, circle: Circle) -> str:
        return self.placed[circle.pk]

    def do(self, proposal: Proposal, deed: Deed) -> str:
        """Do it as a request of that person would: on rows read afresh. Gives what they hear."""
        fresh = Proposal.objects.select_related("project", "circle").get(pk=proposal.pk)
        try:
            heard = getattr(self, f"_{deed.name}")(fresh, deed, by=self.people[deed.by], at=deed.at)
        except Refused:
            return REFUSED
        return LATE if isinstance(heard, Position) and heard.is_late else DONE

    def _ask(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        return proposal.put_to_round(**who)

    def _revise(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        return proposal.revise(text=f"We change seal {next(SEALS)}.", **who)

    def _withdraw(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        return proposal.withdraw(**who)

    def _claim(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        return proposal.claim(self.circles[POWER], what="PWR-OUT", **who)

    def _speak(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        proposal.settle(at=deed.at)  # as whoever has just read the page, so that the newest round is that of now
        last = proposal.last_round
        if last is None:
            raise Refused("Nobody was asked yet.")
        round_ = last if deed.round is None else proposal.rounds.get(number=deed.round)
        answers = valid_answers(self.element) | ({} if deed.valid else {"evidence": ""})
        recorded_by = self.people["fay"] if deed.recorded else None
        return round_.take(deed.kind, recorded_by=recorded_by, answers=answers, **who)

    def _lift(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        own = proposal.objections.filter(by=who["by"], blocks=True).order_by("pk").last()
        if own is None:
            proposal.settle(at=deed.at)
            raise Refused("Nothing to lift.")
        own.lift(**who)

    def _adopt(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        return proposal.adopt(sync=self.sitting(deed), without_silent=deed.without_silent, **who)

    def _conclude(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        proposal.conclude(sync=self.sitting(deed), without_silent=deed.without_silent, **who)

    def _sweep(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        proposal.settle(at=deed.at)

    def _leave(self, proposal: Proposal, deed: Deed, **who: Any) -> Any:
        membership = self.project.memberships.filter(user=who["by"]).get()
        membership.end(by=self.people["fay"], at=deed.at)

    def sitting(self, deed: Deed) -> Sitting:
        return Sitting(self.circles[deed.circle], deed.at, "Sync", f"/syncs/{deed.at.isoformat()}/")

    def seen(self, proposal: Proposal, now: datetime) -> dict[str, Any]:
        """Give how it stands by what the product shows, in the words of the fold; in as few questions as that takes."""
        found = Proposal.objects.select_related("decision", "project").get(pk=proposal.pk)
        rounds = list(found.rounds.order_by("number").select_related("decides"))
        last = rounds[-1] if rounds else None
        is_open = last is not None and last.closed_at is None
        put = list(found.objections.values_list("by", "blocks", "lifted_at", "position__is_late"))
        end = "adopted" if found.adopted else "withdrawn" if found.withdrawn_at else "lapsed" if found.lapsed_at else ""
        return {
            "end": end,
            "is_open": is_open,
            "outcomes": tuple((one.outcome, self.place(one.decides), one.closed_at) for one in rounds if one.closed_at),
            "standing": frozenset(self.called[by] for by, blocks, lifted_at, _ in put if blocks and not lifted_at),
            "late": sum(is_late for _, _, _, is_late in put),
            **(self.seen_in(found, last, now) if last and is_open else {}),
        }

    def seen_in(self, proposal: Proposal, last: Round, now: datetime) -> dict[str, Any]:
        """Give what is seen of an open round; who is silent also as lists find it, in SQL, while one may speak."""
        last.proposal = proposal
        heard = last.heard()
        here = set(self.project.memberships.current().values_list("user", flat=True))
        asked = last.asked.values_list("user", "voice_of")
        waiting = (one.user for one in heard if one.user.pk in here and self.waits_for(one.user, proposal, now))
        return {
            "ends": last.closes_at,
            "not_before": last.earliest_at,
            "integrate_by": last.integrate_by,
            "decides": self.place(last.decides),
            "asked": frozenset((self.called[user], self.placed[circle]) for user, circle in asked),
            "silent": frozenset(self.called[one.user.pk] for one in heard if one.is_silent),
            "waiting": frozenset(self.called[one.pk] for one in waiting),
        }

    def waits_for(self, user: User, proposal: Proposal, now: datetime) -> bool:
        """Ask what lists ask, in their own SQL; Django puts it together once a person, for that costs ten times as much
        as asking.
        """
        if user.pk not in self.asks:
            found = Proposal.objects.waiting_for(user, at=SOME_DAY).filter(pk=SOME_PROPOSAL).values("pk")
            self.asks[user.pk] = found.query.sql_with_params()
        sql, given = self.asks[user.pk]
        some_day = connection.ops.adapt_datetimefield_value(SOME_DAY)
        today = connection.ops.adapt_datetimefield_value(now)
        swapped = [proposal.pk if one == SOME_PROPOSAL else today if one == some_day else one for one in given]
        with connection.cursor() as cursor:
            cursor.execute(sql, swapped)
            return cursor.fetchone() is not None


def expected(story: Story, now: datetime) -> dict[str, Any]:
    """Give what the fold says is seen."""
    names = ("end", "is_open", "outcomes", "standing", "late")
    inside = ("ends", "not_before", "integrate_by", "decides", "asked")
    is_over = story.ends is not None and story.ends <= now
    waiting = frozenset() if is_over else frozenset(one for one in story.silent() if one not in story.gone)
    return {
        **{name: getattr(story, name) for name in names},
        **({name: getattr(story, name) for name in inside} if story.is_open else {}),
        **({"silent": story.silent(), "waiting": waiting} if story.is_open else {}),
    }


def a_company() -> Company:
    """Found it."""
    people = {name: a_person(f"{name.title()} Company") for name in ("ada", "bo", "cy", "eve", "fay")}
    project = a_project(people["fay"], time_zone="UTC", working_days="0123456", country="", at=FOUNDED)
    project.general.memberships.get(user=people["fay"]).take_role("facilitator", by=people["fay"], at=FOUNDED)
    home = a_circle(inside=project.general, name="Hydraulics", at=FOUNDED, max_reversibility="irreversible")
    for name in ("ada", "bo", "cy"):
        home.admit(people[name], by=people["fay"], at=FOUNDED)
    home.memberships.get(user=people["cy"]).take_role("facilitator", by=people["fay"], at=FOUNDED)
    power = a_circle(inside=project.general, name="Power", at=FOUNDED)
    power.admit(people["eve"], by=people["fay"], roles=["pilot"], at=FOUNDED)
    circles = {HOME: home, POWER: power, GENERAL: project.general}
    return Company(project, people, circles, an_element(project))
