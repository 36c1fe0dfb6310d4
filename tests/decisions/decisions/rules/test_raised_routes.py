"""What is decided higher up, or sooner, than it would be: tables to be read."""

import pytest

from decisions.decisions.raised_routes import escalated, pressing, pulled
from decisions.decisions.routing import Because, ProposalFacts, route
from tests.decisions.decisions.rules.routes import (
    COSTLY,
    CUSTOMS,
    DESIGN,
    GENERAL,
    POWER,
    PUMP,
    SEALS,
    SUPPLY,
    TREE,
    ends,
    names,
    put,
    said,
    why,
)

# fmt: off
GOES_UP = {
    "what failed below goes one up": (put(SEALS), PUMP, "Pump in a sync", "Seals in scope; Pump escalated"),
    "what failed twice goes two up": (put(SEALS), DESIGN, "Design in a sync", "Seals in scope; Design escalated"),
    "but no lower than its route": (
        put(SEALS, names(POWER), undo=COSTLY), PUMP, "General in a sync, each circle",
        "Power named; Seals too final; General several circles"),
    "what was synchronised, and failed, goes up as well": (
        put(SEALS, names(POWER)), PUMP, "Pump in a sync, each circle, shown at General", "Power named; Pump escalated"),
    "where it is decided already, nothing changes": (
        put(SEALS, cost=400), PUMP, "Pump in a sync", "Seals over budget 300"),
    "too dear here, and not agreed there: above there": (
        put(SEALS, cost=400), DESIGN, "Design in a sync", "Seals over budget 300; Design escalated"),
    "sent to a circle that is not around it any more: to the one around both": (
        put(SEALS), SUPPLY, "General in a sync", "Seals in scope; General escalated"),
    "and so however deep that one is": (put(SEALS), CUSTOMS, "General in a sync", "Seals in scope; General escalated"),
    "no higher than that": (put(SEALS), POWER, "Design in a sync", "Seals in scope; Design escalated"),
}
CANNOT_WAIT = {
    "what was done first is kept or undone where it belongs": (
        put(SEALS), Because.URGENT, "", "Seals in a sync", "Seals urgent"),
    "and what sends it up still does": (
        put(SEALS, cost=400), Because.URGENT, "", "Pump in a sync", "Seals over budget 300; Pump urgent"),
    "what holds a decision up is looked at where that is decided": (
        put(SEALS, ends(PUMP, "D-4")), Because.SUSPENDS, "D-4", "General in a sync, each circle",
        "Pump undoes D-4; General suspends D-4"),
}
# fmt: on


@pytest.mark.parametrize(("proposal", "to", "who", "reasons"), GOES_UP.values(), ids=GOES_UP)
def test_what_could_not_be_agreed_goes_up(proposal: ProposalFacts, to: int, who: str, reasons: str) -> None:
    found = escalated(route(proposal, TREE), to, TREE)
    assert (said(found), why(found)) == (who, reasons)


@pytest.mark.parametrize(("proposal", "code", "what", "who", "reasons"), CANNOT_WAIT.values(), ids=CANNOT_WAIT)
def test_what_cannot_wait_takes_the_next_sync(
    proposal: ProposalFacts, code: Because, what: str, who: str, reasons: str
) -> None:
    found = pressing(route(proposal, TREE), code, what)
    assert (said(found), why(found), found.pressing) == (who, reasons, True)


# fmt: off
PULLED = {
    "what is synchronised goes to the general sync": (
        put(SEALS, names(POWER)), GENERAL, "General in a sync, each circle",
        "Power named; General pulled"),
    "what the general circle synchronises is decided in its sync": (
        put(GENERAL, names(POWER)), GENERAL, "General in a sync, each circle",
        "Power named; General pulled"),
    "a circle alone, by the circle around it": (put(SEALS), PUMP, "Pump in a sync", "Pump pulled"),
    "no lower than its route": (put(SEALS, cost=400), SEALS, "Pump in a sync", "Seals over budget 300"),
}
# fmt: on


@pytest.mark.parametrize(("proposal", "to", "who", "reasons"), PULLED.values(), ids=PULLED)
def test_what_a_voice_pulls_is_decided_in_that_sync(proposal: ProposalFacts, to: int, who: str, reasons: str) -> None:
    found = pulled(route(proposal, TREE), to, TREE)
    assert (said(found), why(found)) == (who, reasons)
