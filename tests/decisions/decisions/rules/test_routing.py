"""Who decides, clause by clause: a table to be read. What holds for any tree: test_any_route.py."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from decisions.decisions.routing import Because, CircleFacts, ElementFacts, ProposalFacts, Silence, Tree, route
from tests.decisions.decisions.rules.routes import (
    CIRCLES,
    COSTLY,
    CUSTOMS,
    DESIGN,
    EASY,
    FINAL,
    GENERAL,
    POWER,
    PUMP,
    SEALS,
    SUPPLY,
    TREE,
    but,
    changes,
    claimed,
    ends,
    inside,
    names,
    put,
    said,
    touches,
    why,
)
from tests.decisions.decisions.rules.test_raised_routes import CANNOT_WAIT


def row(words: str, proposal: ProposalFacts, who: str, reasons: str, tree: Tree = TREE, *, lca: bool = False) -> Any:
    """Put one line of the table."""
    return pytest.param(proposal, tree, lca, who, reasons, id=words)


# What is proposed, by whom
#     who decides, how, and who has to speak (otherwise silence passes); the reasons
# fmt: off
TABLE = [
    # One affected circle: it decides.
    row("a circle decides alone inside its scope", put(PUMP),
        "Pump in a round", "Pump in scope"),
    row("however deep it sits", put(SEALS, cost=300),
        "Seals in a round", "Seals in scope"),
    row("the general circle too", put(GENERAL, cost=50_000, undo=COSTLY),
        "General in a round", "General in scope"),
    row("its own domain is its own", put(PUMP, touches(PUMP, "PMP-IN")),
        "Pump in a round", "Pump in scope"),
    row("it names itself", put(PUMP, names(PUMP)),
        "Pump in a round", "Pump in scope"),
    row("a circle that the tree does not know hangs from the general one", put(9),
        "Unknown in a round", "Unknown in scope"),
    # Several, with nothing that sends it up: the circle itself, as soon as each of the others has spoken.
    row("a domain that a sister holds", put(PUMP, touches(POWER, "PWR-OUT")),
        "Pump synchronised, each circle, shown at General", "Power touches PWR-OUT; Pump synchronised"),
    row("two domains of one sister", put(PUMP, touches(POWER, "PWR-OUT"), touches(POWER, "PWR-IN")),
        "Pump synchronised, each circle, shown at General",
        "Power touches PWR-OUT; Power touches PWR-IN; Pump synchronised"),
    row("the same domain twice is one reason", put(PUMP, touches(POWER, "PWR-OUT"), touches(POWER, "PWR-OUT")),
        "Pump synchronised, each circle, shown at General", "Power touches PWR-OUT; Pump synchronised"),
    row("a domain that two circles share asks both", put(PUMP, touches(POWER, "BUS"), touches(SUPPLY, "BUS")),
        "Pump synchronised, each circle, shown at General", "Power touches BUS; Supply touches BUS; Pump synchronised"),
    row("a domain that one shares with a sister asks her", put(PUMP, touches(PUMP, "BUS"), touches(POWER, "BUS")),
        "Pump synchronised, each circle, shown at General", "Power touches BUS; Pump synchronised"),
    row("a domain of the circle around", put(PUMP, touches(DESIGN, "CAD")),
        "Pump synchronised, each circle, shown at General", "Design touches CAD; Pump synchronised"),
    row("a domain of a circle inside", put(DESIGN, touches(SEALS, "SEAL")),
        "Design synchronised, each circle, shown at General", "Seals touches SEAL; Design synchronised"),
    row("a circle that is named", put(PUMP, names(SUPPLY)),
        "Pump synchronised, each circle, shown at General", "Supply named; Pump synchronised"),
    row("a circle that claims", put(PUMP, claimed(CUSTOMS, "the export papers")),
        "Pump synchronised, each circle, shown at General", "Customs claimed the export papers; Pump synchronised"),
    row("a circle that holds, is named and claims is one circle",
        put(PUMP, touches(POWER, "PWR-OUT"), names(POWER), claimed(POWER, "bus")),
        "Pump synchronised, each circle, shown at General",
        "Power touches PWR-OUT; Power named; Power claimed bus; Pump synchronised"),
    row("a circle that was asked about what this ends", put(PUMP, ends(POWER, "D-7")),
        "Pump synchronised, each circle, shown at General", "Power undoes D-7; Pump synchronised"),
    row("a circle that is changed by carrying it out", put(DESIGN, changes(PUMP, "Close Pump")),
        "Design synchronised, each circle, shown at General", "Pump changed Close Pump; Design synchronised"),
    row("a circle that changes only itself decides that", put(PUMP, changes(PUMP, "Split Pump")),
        "Pump in a round", "Pump in scope"),
    row("a move of another circle asks all three",
        put(SUPPLY, changes(POWER, "Move Power"), changes(DESIGN, "Move Power"), changes(SUPPLY, "Move Power")),
        "Supply synchronised, each circle, shown at General",
        "Power changed Move Power; Design changed Move Power; Supply synchronised"),
    row("the general circle touches one inside", put(GENERAL, touches(POWER, "PWR-OUT")),
        "General synchronised, each circle, shown at General", "Power touches PWR-OUT; General synchronised"),
    row("costly to undo, where it may", put(PUMP, names(POWER), undo=COSTLY),
        "Pump synchronised, each circle, shown at General", "Power named; Pump synchronised"),
    row("with its own money", put(SUPPLY, names(PUMP), cost=4_000),
        "Supply synchronised, each circle, shown at General", "Pump named; Supply synchronised",
        tree=but(replace(CIRCLES[GENERAL], remaining=Decimal(0)))),
    row("where the lowest circle around decides for several, this needs none", put(PUMP, touches(POWER, "PWR-OUT")),
        "Pump synchronised, each circle, shown at General", "Power touches PWR-OUT; Pump synchronised", lca=True),
    # Several, and something sends it up or makes it grave: the general circle.
    row("with more than its money", put(PUMP, names(POWER), cost=1_501),
        "General in a sync, each circle", "Power named; Pump over budget 1500; General several circles"),
    row("with more than its limit", put(SEALS, names(POWER), cost=200),
        "General in a sync, each circle", "Power named; Seals over limit 199; General several circles",
        tree=but(inside(SEALS, PUMP, 199, 300, EASY))),
    row("with more than the limit of a circle around it", put(SEALS, names(POWER), cost=200),
        "General in a sync, each circle", "Power named; General several circles",
        tree=but(inside(PUMP, DESIGN, 199, 1_500, COSTLY))),
    row("harder to undo than it may decide", put(SEALS, names(POWER), undo=COSTLY),
        "General in a sync, each circle", "Power named; Seals too final; General several circles"),
    row("irreversible, though it may decide that alone", put(SUPPLY, names(PUMP), undo=FINAL),
        "General in a sync, each person", "Pump named; General several circles"),
    row("an element held elsewhere", put(PUMP, names(POWER), ElementFacts("FE-2", SUPPLY)),
        "General in a sync, each person", "Power named; Pump element above FE-2; General several circles"),
    row("an element of its own: grave, so that all come together", put(PUMP, names(POWER), ElementFacts("FE-2", PUMP)),
        "General in a sync, each person", "Power named; General several circles"),
    row("all reasons are said together", put(PUMP, touches(POWER, "PWR-OUT"), cost=3_200, undo=FINAL),
        "General in a sync, each person",
        "Power touches PWR-OUT; Pump over limit 2000; Pump over budget 1500; Pump too final; General several circles"),
    # The same, with the option lca: the lowest circle around all.
    row("sisters meet in the circle around them", put(PUMP, touches(POWER, "PWR-OUT"), cost=1_600),
        "Design in a sync, each circle, shown at General",
        "Power touches PWR-OUT; Pump over budget 1500; Design several circles", lca=True),
    row("aunt and niece too", put(SEALS, touches(POWER, "PWR-OUT"), undo=COSTLY),
        "Design in a sync, each circle, shown at General",
        "Power touches PWR-OUT; Seals too final; Design several circles", lca=True),
    row("a circle around that is affected decides itself", put(SEALS, names(PUMP), undo=COSTLY),
        "Pump in a sync, each circle, shown at General", "Pump named; Seals too final; Pump several circles", lca=True),
    row("distant ones meet at the general circle, where it need not be shown again",
        put(SEALS, names(CUSTOMS), undo=COSTLY),
        "General in a sync, each circle", "Customs named; Seals too final; General several circles", lca=True),
    row("three meet higher than two", put(PUMP, names(POWER), names(SUPPLY), undo=FINAL),
        "General in a sync, each person",
        "Power named; Supply named; Pump too final; General several circles", lca=True),
    row("naming a sister gets nobody round the limit of the circle around", put(PUMP, names(POWER), cost=10_001),
        "General in a sync, each circle",
        "Power named; Pump over limit 2000; Pump over budget 1500; "
        "Design several circles; Design over limit 10000; Design over budget 9500", lca=True),
    row("alone, the option changes nothing", put(PUMP),
        "Pump in a round", "Pump in scope", lca=True),
    # Cost beyond unit_limit.
    row("up to the limit", put(SUPPLY, cost=4_000),
        "Supply in a round", "Supply in scope"),
    row("one more than the limit", put(SEALS, cost=501),
        "Pump in a sync", "Seals over limit 500", tree=but(inside(SEALS, PUMP, 500, 9_000, EASY))),
    row("past two limits", put(SEALS, cost=2_001),
        "Design in a sync", "Seals over limit 500; Pump over limit 2000",
        tree=but(inside(SEALS, PUMP, 500, 9_000, EASY))),
    row("past three", put(SEALS, cost=10_001),
        "General in a sync", "Seals over limit 500; Pump over limit 2000; Design over limit 10000",
        tree=but(inside(SEALS, PUMP, 500, 19_000, EASY))),
    row("the limit was raised", put(SEALS, cost=501),
        "Seals in a round", "Seals in scope", tree=but(inside(SEALS, PUMP, 600, 9_000, EASY))),
    row("the limit was lowered", put(SEALS, cost=300),
        "Pump in a sync", "Seals over limit 299", tree=but(inside(SEALS, PUMP, 299, 300, EASY))),
    row("a limit of its own wider than that around it does not count", put(SEALS, cost=2_001),
        "Design in a sync", "Pump over limit 2000", tree=but(inside(SEALS, PUMP, 99_000, 9_000, EASY))),
    row("without a limit of its own it commits what it has in hand", put(CUSTOMS, cost=900),
        "Customs in a round", "Customs in scope", tree=but(inside(CUSTOMS, SUPPLY, None, 900, EASY))),
    row("and no more", put(CUSTOMS, cost=901),
        "Supply in a sync", "Customs over budget 900", tree=but(inside(CUSTOMS, SUPPLY, None, 900, EASY))),
    row("half of what is in hand, if the circle around says so", put(CUSTOMS, cost=450),
        "Customs in a round", "Customs in scope", tree=but(inside(CUSTOMS, SUPPLY, None, 900, EASY, 50))),
    row("and one more is more than half", put(CUSTOMS, cost=451),
        "Supply in a sync", "Customs over limit 450", tree=but(inside(CUSTOMS, SUPPLY, None, 900, EASY, 50))),
    row("of an amount and a share, the less", put(CUSTOMS, cost=301),
        "Supply in a sync", "Customs over limit 300", tree=but(inside(CUSTOMS, SUPPLY, 300, 900, EASY, 50))),
    row("a share of less than nothing is nothing", put(CUSTOMS, cost=1),
        "Supply in a sync", "Customs over limit 0; Customs over budget -5",
        tree=but(inside(CUSTOMS, SUPPLY, None, -5, EASY, 50))),
    row("the general circle has none, whatever is written there", put(GENERAL, cost=900),
        "General in a round", "General in scope", tree=but(CircleFacts(GENERAL, None, Decimal(1), Decimal(900)))),
    row("an unknown circle has nothing in hand", put(9, cost=1),
        "General in a sync", "Unknown over budget 0"),
    row("where there is no budget it has no limit in money", put(9, cost=10**9),
        "Unknown in a round", "Unknown in scope", tree=but(without_money=True)),
    # Cost beyond what remains.
    row("a circle that has it", put(POWER, cost=1_500),
        "Power in a round", "Power in scope"),
    row("one more than it has: the circle around hands it down", put(POWER, cost=1_501),
        "Design in a sync", "Power over budget 1500"),
    row("exhausted below, there is some above", put(SEALS, cost=400),
        "Pump in a sync", "Seals over budget 300"),
    row("exhausted below and around, two above has some", put(SEALS, cost=400),
        "Design in a sync", "Seals over budget 0; Pump over budget 0",
        tree=but(inside(SEALS, PUMP, 500, 0, EASY), inside(PUMP, DESIGN, 2_000, 0, COSTLY))),
    row("exhausted up to the general circle", put(SEALS, cost=400),
        "General in a sync", "Seals over budget 0; Pump over budget 0; Design over budget 0",
        tree=but(inside(SEALS, PUMP, 500, 0, EASY), inside(PUMP, DESIGN, 2_000, 0, COSTLY),
            inside(DESIGN, GENERAL, 10_000, 0, COSTLY))),
    row("the money was handed down: it decides again", put(SEALS, cost=400),
        "Seals in a round", "Seals in scope", tree=but(inside(SEALS, PUMP, 500, 400, EASY))),
    row("a little of each on the way makes it together", put(SEALS, cost=500),
        "Design in a sync", "Seals over budget 100; Pump over budget 200",
        tree=but(inside(SEALS, PUMP, 500, 100, EASY), inside(PUMP, DESIGN, 2_000, 100, COSTLY),
            inside(DESIGN, GENERAL, 10_000, 300, COSTLY))),
    row("what costs nothing needs no money, even overdrawn", put(POWER),
        "Power in a round", "Power in scope", tree=but(inside(POWER, DESIGN, 2_000, -5, EASY))),
    row("more than the project has is adopted by nobody", put(GENERAL, cost=50_001),
        "General in a round, refused: 50000 left", "General in scope"),
    row("nor from below, with all that is on its way", put(SUPPLY, cost=54_001),
        "General in a sync, refused: 54000 left", "Supply over limit 9000; Supply over budget 4000"),
    row("nor when another circle is affected", put(SUPPLY, names(PUMP), cost=54_001),
        "General in a sync, each circle, refused: 54000 left",
        "Pump named; Supply over limit 9000; Supply over budget 4000; General several circles"),
    row("a project without a budget refuses nothing", put(GENERAL, cost=10**9),
        "General in a round", "General in scope", tree=but(without_money=True)),
    row("its circles keep the limits that people set", put(PUMP, cost=2_001),
        "Design in a sync", "Pump over limit 2000", tree=but(without_money=True)),
    row("and without one they have none in money", put(CUSTOMS, cost=8_000),
        "Customs in a round", "Customs in scope", tree=but(without_money=True)),
    # Harder to undo than the circle may decide.
    row("costly, where it may", put(PUMP, undo=COSTLY),
        "Pump in a round", "Pump in scope"),
    row("costly, where it may not", put(SEALS, undo=COSTLY),
        "Pump in a sync", "Seals too final"),
    row("irreversible, past three circles", put(SEALS, undo=FINAL),
        "General in a sync, each person", "Seals too final; Pump too final; Design too final"),
    row("irreversible, where it may: still in a sync, and each person speaks", put(SUPPLY, undo=FINAL),
        "Supply in a sync, each person", "Supply in scope"),
    row("wider than the circle around does not count", put(SEALS, undo=COSTLY),
        "Design in a sync", "Pump too final",
        tree=but(inside(SEALS, PUMP, 500, 300, FINAL), inside(PUMP, DESIGN, 2_000, 1_500, EASY))),
    # A declared fundamental element.
    row("held by the circle itself: it decides, in its sync", put(PUMP, ElementFacts("FE-2", PUMP)),
        "Pump in a sync, each person", "Pump in scope"),
    row("held inside it", put(DESIGN, ElementFacts("FE-2", SEALS)),
        "Design in a sync, each person", "Design in scope"),
    row("held by the circle around", put(PUMP, ElementFacts("FE-2", DESIGN)),
        "Design in a sync, each person", "Pump element above FE-2"),
    row("held by the general circle", put(SEALS, ElementFacts("FE-1", GENERAL)),
        "General in a sync, each person",
        "Seals element above FE-1; Pump element above FE-1; Design element above FE-1"),
    row("held in another branch: the circle around both", put(PUMP, ElementFacts("FE-2", POWER)),
        "Design in a sync, each person", "Pump element above FE-2"),
    row("of two, the higher counts", put(PUMP, ElementFacts("FE-2", DESIGN), ElementFacts("FE-1", GENERAL)),
        "General in a sync, each person",
        "Pump element above FE-2; Pump element above FE-1; Design element above FE-1"),
    row("the elements themselves are changed by the general circle", replace(put(PUMP), changes_elements=True),
        "General in a sync, each person", "Pump changes element; Design changes element"),
    row("there it does, and each person speaks", replace(put(GENERAL), changes_elements=True),
        "General in a sync, each person", "General in scope"),
]
# fmt: on


@pytest.mark.parametrize(("proposal", "tree", "lca", "who", "reasons"), TABLE)
def test_the_route_is(proposal: ProposalFacts, tree: Tree, lca: bool, who: str, reasons: str) -> None:
    found = route(proposal, tree, lca=lca)
    assert (said(found), why(found)) == (who, reasons)
    assert found.grave is (found.silence is Silence.EACH_PERSON)
    assert not found.pressing


# fmt: off
ASKS = {
    "inside its scope, all its members": (put(SEALS), True),
    "synchronised, all its members": (put(SEALS, names(POWER)), True),
    "in the sync of a circle around, who leads it": (put(SEALS, cost=400), False),
    "in the general sync, who leads it": (put(SEALS, names(POWER), cost=400), False),
    "where it is grave, all members": (put(SEALS, undo=FINAL), True),
}
# fmt: on


@pytest.mark.parametrize(("proposal", "all_members"), ASKS.values(), ids=ASKS)
def test_of_the_circle_that_decides_are_asked(proposal: ProposalFacts, all_members: bool) -> None:
    assert route(proposal, TREE).asks_members is all_members


def test_every_reason_there_is_stands_in_the_tables() -> None:
    routes = [route(proposal, tree, lca=lca) for proposal, tree, lca, _who, _reasons in (line.values for line in TABLE)]
    given = {reason.code for found in routes for reason in found.reasons}
    given |= {found.refused.code for found in routes if found.refused}
    given |= {code for _, code, *_ in CANNOT_WAIT.values()}
    assert given == set(Because) - {Because.ESCALATED, Because.PULLED}
