"""The company of the fold (see story.py), in the database: doing a move, and seeing how a proposal stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Any

from django.db import connection

from circles.circles.models import Circle, Fundamental
from circles.money.models import Purse
from circles.projects.models import Project
from decisions.decisions.models import (
    Absence,
    DecidingSync,
    Editorial,
    Objection,
    Position,
    Proposal,
    Round,
)
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.editorials import refuse_label, reword
from decisions.decisions.workflows.objections import lift, reopen
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise, withdraw
from decisions.decisions.workflows.round_closing import write_due_outcomes
from decisions.decisions.workflows.small_acts import record_small_act
from decisions.decisions.workflows.urgent_acts import report_urgent_act, undo_urgent_act
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.state_machine.facts import DAY, HAS, LIMIT
from tests.decisions.decisions.state_machine.model import DONE, GENERAL, HOME, LATE, POWER, REFUSED, Move, Story
from tests.factories import a_circle, a_person, a_project, a_proposal, an_element, valid_objection_tests
from tests.support.replayed_factories import replayed

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

    def propose(self, *, at: datetime, story: Story | None = None) -> Proposal:
        """Let ada propose what the story begins with; what was done first is put to its round at once."""
        story = story or Story()
        how = "irreversible" if story.grave else "costly" if story.costly else "easy"
        terms: dict[str, Any] = {"tension": "It leaks.", "text": "We change the seal.", "reversibility": how, "at": at}
        home, ada = self.circles[HOME], self.people["ada"]
        if story.urgent:
            return report_urgent_act(home, by=ada, acted_at=at, **terms)
        return a_proposal(circle=home, by=ada, cost=Decimal(story.cost), **terms)

    @cached_property
    def called(self) -> dict[Any, str]:
        """Return the names of people by their ids."""
        return {one.pk: name for name, one in self.people.items()}

    @cached_property
    def placed(self) -> dict[int, str]:
        """Return the names of circles by their ids."""
        return {one.pk: name for name, one in self.circles.items()}

    def place(self, circle: Circle) -> str:
        return self.placed[circle.pk]

    def do(self, proposal: Proposal, move: Move) -> str:
        """Do it as a request of that person would: on rows read afresh. Gives what they hear."""
        fresh = Proposal.objects.select_related("project", "circle").get(pk=proposal.pk)
        try:
            heard = getattr(self, f"_{move.name.replace(' ', '_')}")(fresh, move, by=self.people[move.by], at=move.at)
        except Refused:
            return REFUSED
        return LATE if isinstance(heard, Position) and heard.is_late else DONE

    def _ask(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        return open_round(proposal, **who)

    def _revise(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        return revise(proposal, text=f"We change seal {next(SEALS)}.", **who)

    def _withdraw(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        return withdraw(proposal, **who)

    def _claim(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        return claim(proposal, self.circles[POWER], what="PWR-OUT", **who)

    def _speak(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        write_due_outcomes(
            proposal, at=move.at
        )  # as whoever has just read the page, so that the newest round is that of now
        last = proposal.last_round
        if last is None:
            raise Refused("Nobody was asked yet.")
        round_ = last if move.round is None else proposal.rounds.get(number=move.round)
        answers = valid_objection_tests(self.element) | ({} if move.valid else {"evidence": ""})
        recorded_by = self.people["fay"] if move.recorded else None
        deputy = self.people[move.deputy] if move.deputy else None
        return take_position(
            round_, move.kind, recorded_by=recorded_by, in_sync=True, deputy=deputy, objection_tests=answers, **who
        )

    def put_by(self, proposal: Proposal, objector: str, move: Move) -> Objection:
        """Return the objection of a person that a page showed, of those that blocked."""
        own = list(proposal.objections.filter(by=self.people[objector], blocks=True).order_by("pk"))
        if len(own) < (move.nth or 1):
            write_due_outcomes(proposal, at=move.at)
            raise Refused("Nothing to lift.")
        return own[move.nth - 1 if move.nth else -1]

    def _lift(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        lift(self.put_by(proposal, move.whose or move.by, move), because="Nobody has answered.", **who)

    def _reopen(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        reopen(self.put_by(proposal, move.by, move), because="It stands.", **who)

    def _reword(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        reword(proposal, text=f"We change seal {next(SEALS)}.", **who)

    def _refuse_the_label(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        made = list(Editorial.objects.filter(round__proposal=proposal).select_related("round__proposal__project"))
        if not made:
            write_due_outcomes(proposal, at=move.at)
            raise Refused("No wording was changed.")
        refuse_label(made[move.place], **who)

    def _undo(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        if proposal.act is None:
            write_due_outcomes(proposal, at=move.at)
            raise Refused("Nothing was done.")
        undo_urgent_act(
            proposal.act, how="The old seal is in.", sync=self.deciding_sync(move) if move.in_sync else None, **who
        )

    def _adopt(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        return adopt(proposal, sync=self.deciding_sync(move), without_silent=move.without_silent, **who)

    def _conclude(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        conclude(proposal, sync=self.deciding_sync(move), without_silent=move.without_silent, **who)

    def _sweep(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        write_due_outcomes(proposal, at=move.at)

    def _leave(self, proposal: Proposal, move: Move, **who: Any) -> Any:
        membership = self.project.memberships.filter(user=who["by"]).get()
        membership.end(by=self.people["fay"], at=move.at)

    def _go_away(self, _: Proposal, move: Move, *, by: User, at: datetime) -> Any:
        days, deputy = {"from_on": at.date(), "until_on": at.date() + move.days * DAY}, self.people[move.deputy]
        Absence.declare(self.project, by=by, at=at, deputy=deputy, **days)

    def _come_back(self, _: Proposal, move: Move, *, by: User, at: datetime) -> Any:
        said = Absence.objects.in_project(self.project).filter(user=by).order_by("pk").last()
        if said is None:
            raise Refused("Nobody was away.")
        said.end(by=by, at=at)

    def hand(self, amount: int, at: datetime) -> str:
        """Allot money to home, or take it back."""
        fay, home, general = self.people["fay"], self.circles[HOME], Purse(circle=self.circles[GENERAL])
        try:
            if amount > 0:
                general.allot(home, Decimal(amount), by=fay, at=at)
            else:
                general.take_back(home, Decimal(-amount), by=fay, at=at)
        except Refused:
            return REFUSED
        return DONE

    def record_small(self, cost: int, at: datetime) -> str:
        """Record at home what was done for so much."""
        try:
            record_small_act(
                self.circles[HOME], by=self.people["ada"], text="We paid the courier.", cost=Decimal(cost), at=at
            )
        except Refused:
            return REFUSED
        return DONE

    def money(self) -> tuple[int, int]:
        """Return what home and the general circle have in hand."""
        purses = {self.placed[one.circle_id]: one.account for one in Purse.objects.filter(circle__in=self.placed)}
        return int(purses[HOME].in_hand or 0), sum(HAS) - int(purses[GENERAL].bound)

    def deciding_sync(self, move: Move) -> DecidingSync:
        address = f"/syncs/{move.at.isoformat()}/"
        return DecidingSync(self.circles[move.circle], move.at, "Sync", address, counts_on=move.at.date())

    def seen(self, proposal: Proposal, now: datetime) -> dict[str, Any]:
        """Return how it stands by what the product shows, in the words of the fold; in as few queries as it takes."""
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
            "texts": alike([*(one.text for one in rounds), found.text]),
            "money": self.money(),
            **(self.seen_in(found, last, now) if last and is_open else {}),
        }

    def seen_in(self, proposal: Proposal, last: Round, now: datetime) -> dict[str, Any]:
        """Return what is seen of an open round; who is silent also as lists find it, in SQL, while one may speak."""
        last.proposal = proposal
        heard = last.participants()
        here = set(self.project.memberships.current().values_list("user", flat=True))
        asked = last.asked.values_list("user", "voice_of")
        waiting = (one.user for one in heard if one.user.pk in here and self.waits_for(one.user, proposal, now))
        return {
            "ends": last.closes_at,
            "not_before": max(filter(None, (last.earliest_at, last.objector_until)), default=None),
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
    """Return what the fold says is seen."""
    names = ("end", "is_open", "outcomes", "standing", "late", "money")
    inside = ("ends", "integrate_by", "decides", "asked")
    is_over = story.ends is not None and story.ends <= now
    waiting = frozenset() if is_over else frozenset(one for one in story.silent() if one not in story.gone)
    not_before = max(filter(None, (story.not_before, story.objector_until)), default=None)
    return {
        **{name: getattr(story, name) for name in names},
        "texts": alike([*story.texts, story.text]),
        **({name: getattr(story, name) for name in inside} if story.is_open else {}),
        **({"not_before": not_before, "silent": story.silent(), "waiting": waiting} if story.is_open else {}),
    }


def alike(texts: Sequence[Any]) -> list[int]:
    """Name each text by the place of the first that is the same."""
    return [texts.index(one) for one in texts]


@replayed
def a_company() -> Company:
    """Found it."""
    people = {name: a_person(f"{name.title()} Company") for name in ("ada", "bo", "cy", "eve", "fay")}
    project = a_project(people["fay"], time_zone="UTC", working_days="0123456", country="", budget=sum(HAS), at=FOUNDED)
    project.circles.general().memberships.get(user=people["fay"]).take_role("facilitator", by=people["fay"], at=FOUNDED)
    terms: dict[str, Any] = {"max_reversibility": "irreversible", "unit_limit": Decimal(LIMIT), "money": HAS[0]}
    terms |= {"small_limit": Decimal(LIMIT)}
    home = a_circle(inside=project.circles.general(), name="Hydraulics", at=FOUNDED, **terms)
    for name in ("ada", "bo", "cy"):
        home.admit(people[name], by=people["fay"], at=FOUNDED)
    home.memberships.get(user=people["cy"]).take_role("facilitator", by=people["fay"], at=FOUNDED)
    power = a_circle(inside=project.circles.general(), name="Power", at=FOUNDED)
    power.admit(people["eve"], by=people["fay"], roles=["pilot"], at=FOUNDED)
    circles = {HOME: home, POWER: power, GENERAL: project.circles.general()}
    return Company(project, people, circles, an_element(project))
