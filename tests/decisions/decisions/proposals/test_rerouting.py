"""When what a route comes from changes, open proposals take another way, and those concerned hear of it and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from circles.circles.models import Circle, Domain
from circles.money.expenses import call_back_expense, record_expense
from circles.money.models import Expense, Purse
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Handover, Limits, Merger, Move, Split
from decisions.decisions.models import Proposal, Round
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """fay pilots all, dan Design, eve Power; ada and bo are in Hydraulics inside Design, sol in Seals inside that."""

    fay: User = field(default_factory=lambda: a_person("Fay Lemoine"))
    ada: User = field(default_factory=lambda: a_person("Ada Mercier"))
    bo: User = field(default_factory=lambda: a_person("Bo Nguyen"))

    def __post_init__(self) -> None:
        self.project: Project = a_project(self.fay, budget=50_000)
        self.general = self.project.circles.general()
        self.dan, self.eve, self.sol = (a_person(name) for name in ("Dan Roux", "Eve Martin", "Sol Vega"))
        self.design = a_circle(
            inside=self.general, name="Design", money=9_000, unit_limit=5_000, max_reversibility="costly"
        )
        self.design.admit(self.dan, by=self.fay, roles=["pilot"])
        self.power = a_circle(inside=self.general, name="Power")
        self.power.admit(self.eve, by=self.fay, roles=["pilot"])
        terms: dict[str, Any] = {"money": 1_000, "unit_limit": 2_000, "max_reversibility": "costly"}
        self.circle = a_circle(self.ada, self.bo, inside=self.design, name="Hydraulics", **terms)
        self.seals = a_circle(inside=self.circle, name="Seals")
        self.seals.admit(self.sol, by=self.fay, roles=["pilot"])
        self.domain = Domain.give(self.circle, "PMP-IN", "The inlet", by=self.fay)
        self.bus = Domain.give(self.power, "PWR-OUT", "48 V bus", by=self.fay)
        self.ring = Domain.give(self.seals, "RING", "The ring", by=self.fay)

    def proposed(self, **terms: Any) -> Proposal:
        """Put a proposal of ada's to a round in Hydraulics."""
        return a_round(circle=self.circle, by=self.ada, **terms).proposal


def now(proposal: Proposal) -> Round:
    return Round.objects.select_related("decides").get(proposal=proposal)


def told(proposal: Proposal) -> list[Entry]:
    return list(Entry.objects.of_project(proposal.project_id).filter(event="proposal.rerouted"))


def first_name(user: User) -> str:
    return user.name.split()[0].lower()


def people_asked(proposal: Proposal) -> set[str]:
    return {first_name(asked.user) for asked in now(proposal).asked.select_related("user")}


def heard(proposal: Proposal) -> set[tuple[str, str]]:
    """Return who heard of another route, and why they did."""
    found = Notice.objects.filter(event="proposal.rerouted", reference=proposal.reference).select_related("user")
    return {(first_name(notice.user), notice.reason) for notice in found}


def shown_to(user: User, proposal: Proposal) -> str:
    return unescape(at_browser(user).get(proposal.get_absolute_url()).content.decode())


def fresh(circle: Circle) -> Circle:
    return Circle.objects.select_related("project", "parent__project").get(pk=circle.pk)


def purse(circle: Circle) -> Purse:
    return Purse(circle=fresh(circle))


type Operation = Callable[[World], Any]


@dataclass(frozen=True)
class Cause:
    """What is proposed, what then happens, who decides from then on, who else is asked, and what the page says."""

    terms: Callable[[World], dict[str, Any]]
    operation: Operation
    decides: str
    asked: set[str]
    says: str
    before: tuple[Operation, ...] = ()
    in_sync: bool = True


def what(**terms: Any) -> Callable[[World], dict[str, Any]]:
    """Say what is proposed; a domain by the name that the world has for it."""
    return lambda world: {
        name: [getattr(world, it) for it in value] if name == "domains" else value for name, value in terms.items()
    }


DEAR, COSTLY = what(cost=600), what(reversibility="costly")
INLET, BUS, RING = (what(domains=[name]) for name in ("domain", "bus", "ring"))


def limit(amount: int, undo: str = "costly") -> Operation:
    return lambda world: fresh(world.circle).allow(Decimal(amount), undo, by=world.dan)


def to_narrow(world: World) -> None:
    narrow = a_circle(inside=world.general, name="Narrow", unit_limit=100)
    Move(fresh(world.circle), narrow).apply(by=world.fay)


def spend(world: World) -> None:
    record_expense(fresh(world.circle), Decimal(500), "Seals", by=world.ada)


def split(world: World) -> None:
    Split(fresh(world.circle), "Inlets", people=[world.bo], domains=["PMP-IN"]).apply(by=world.ada)


UP = {
    "a person claims": Cause(
        lambda _world: {},
        lambda world: claim(Proposal.objects.get(), world.power, by=world.eve, what="the bus"),
        "Hydraulics", {"eve"}, "Power says that this affects them: the route has changed.", in_sync=False,
    ),
    "its limit is lowered": Cause(DEAR, limit(599), "Design", {"dan"}, "What Hydraulics decides alone was changed"),
    "a decision lowers it": Cause(
        DEAR, lambda world: Limits.keeping(fresh(world.circle), unit_limit=Decimal(1)).apply(by=None, decision="D-9"),
        "Design", {"dan"}, "What Hydraulics decides alone was changed",
    ),
    "the limit around it is lowered": Cause(
        DEAR, lambda world: fresh(world.design).allow(Decimal(500), "costly", by=world.fay),
        "General", {"fay"}, "What Design decides alone was changed",
    ),
    "it may undo less": Cause(COSTLY, limit(2_000, "easy"), "Design", {"dan"}, "What Hydraulics decides alone"),
    "its domain goes to another": Cause(
        INLET, lambda world: Handover(world.circle, world.domain, world.power).apply(by=world.fay),
        "Hydraulics", {"eve"}, "PMP-IN The inlet was handed to another circle", in_sync=False,
    ),
    "it is split and its domain goes along": Cause(
        INLET, split,
        "Hydraulics", set(), "Inlets was split off another circle", in_sync=False,
    ),
    "it is moved into a circle that may less": Cause(
        DEAR, to_narrow, "General", {"fay"}, "Hydraulics was moved: the route has changed.",
    ),
    "its money is taken back": Cause(
        DEAR, lambda world: purse(world.design).take_back(world.circle, Decimal(500), by=world.dan),
        "Design", {"dan"}, "Money came to Design or left it",
    ),
    "its money is spent": Cause(DEAR, spend, "Design", {"dan"}, "Money came to Hydraulics or left it"),
    "its money is handed further down": Cause(
        DEAR, lambda world: purse(world.circle).allot(world.seals, Decimal(500), by=world.ada),
        "Design", {"dan"}, "Money came to Hydraulics or left it",
    ),
}  # fmt: skip

DOWN = {
    "its limit is raised": Cause(
        DEAR, limit(600), "Hydraulics", set(), "What Hydraulics decides alone was changed", (limit(500),)
    ),
    "it may undo more": Cause(
        COSTLY, limit(2_000), "Hydraulics", set(), "What Hydraulics decides alone", (limit(2_000, "easy"),)
    ),
    "the domain comes to it": Cause(
        BUS, lambda world: Handover(world.power, world.bus, world.circle).apply(by=world.fay),
        "Hydraulics", set(), "PWR-OUT 48 V bus was handed to another circle",
    ),
    "who holds the domain is merged into it": Cause(
        RING, lambda world: Merger(fresh(world.seals), fresh(world.circle)).apply(by=world.fay),
        "Hydraulics", set(), "Seals was merged into another circle",
    ),
    "who holds the domain is closed inside it": Cause(
        RING, lambda world: Closing(fresh(world.seals), "Done").apply(by=world.fay),
        "Hydraulics", set(), "Seals was closed: the route has changed.",
    ),
    "it is moved out again": Cause(
        DEAR, lambda world: Move(fresh(world.circle), fresh(world.design)).apply(by=world.fay),
        "Hydraulics", set(), "Hydraulics was moved", (to_narrow,),
    ),
    "it is allotted money": Cause(
        DEAR, lambda world: purse(world.design).allot(world.circle, Decimal(500), by=world.dan),
        "Hydraulics", set(), "Money came to Design or left it", (spend,),
    ),
    "the expense is called back": Cause(
        DEAR, lambda world: call_back_expense(Expense.objects.get(), by=world.ada, why="Twice"),
        "Hydraulics", set(), "Money came to Hydraulics or left it", (spend,),
    ),
    "money comes back from inside": Cause(
        DEAR, lambda world: purse(world.seals).give_back(by=world.sol),
        "Hydraulics", set(), "Money came to Hydraulics or left it",
        (lambda world: purse(world.circle).allot(world.seals, Decimal(500), by=world.ada),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("cause", UP.values(), ids=UP)
def test_a_proposal_goes_up_when(cause: Cause) -> None:
    world = World()
    proposal = world.proposed(**cause.terms(world))
    asked = people_asked(proposal)
    assert (now(proposal).decides.name, now(proposal).in_sync) == ("Hydraulics", False)

    cause.operation(world)

    found = now(proposal)
    assert (found.decides.name, found.in_sync, found.closes_at) == (cause.decides, cause.in_sync, None)
    assert found.sync_of == (found.decides if cause.in_sync else world.general)
    assert len(told(proposal)) == 1
    assert heard(proposal) == {("ada", "owner")} | {(name, "asked") for name in cause.asked}
    assert people_asked(proposal) == asked | cause.asked, "no one is taken off, and who is asked now hears of it"
    assert cause.says in shown_to(world.bo, proposal)


@pytest.mark.parametrize("cause", DOWN.values(), ids=DOWN)
def test_a_proposal_comes_back_when(cause: Cause) -> None:
    world = World()
    proposal = world.proposed(**cause.terms(world))
    for operation in cause.before:
        operation(world)
    assert now(proposal).closes_at is None
    before, asked = len(told(proposal)), people_asked(proposal)

    cause.operation(world)

    assert (now(proposal).decides.name, now(proposal).in_sync) == ("Hydraulics", False)
    assert now(proposal).closes_at is not None
    assert len(told(proposal)) == before + 1
    assert ("ada", "owner") in heard(proposal)
    assert asked <= people_asked(proposal)
    assert cause.says in shown_to(world.bo, proposal)


@pytest.mark.both_databases
def test_what_changes_nothing_of_the_route_is_told_to_nobody() -> None:
    world = World()
    proposal = world.proposed(cost=600)
    limit(1_500)(world)
    purse(world.general).allot(world.design, Decimal(100), by=world.fay)
    assert told(proposal) == []
    assert heard(proposal) == set()
    assert "the route" not in shown_to(world.ada, proposal).lower().replace("the route:", "")


def test_a_circle_without_people_takes_it_to_the_general_sync_and_holds_nothing_up() -> None:
    world = World()
    empty = a_circle(inside=world.general, name="Empty")
    proposal = world.proposed(named=[empty])
    assert now(proposal).sync_of == world.general
    assert not now(proposal).asked.filter(voice_of=empty).exists()


def test_another_text_makes_the_reason_for_the_last_change_a_thing_of_the_past() -> None:
    world = World()
    proposal = world.proposed(cost=600)
    limit(500)(world)
    revise(Proposal.objects.get(), by=world.ada, text="A cheaper seal.", cost=Decimal(400))
    assert "What Hydraulics decides alone was changed" not in shown_to(world.ada, proposal)
