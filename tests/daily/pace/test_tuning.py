"""The register played again under other limits: pure, and fast."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daily.pace.claims import claims_by_pair
from daily.pace.passages import steps, waits_between
from daily.pace.tuning import (
    OtherRules,
    PastDecision,
    domains_worth_moving,
    limits_worth_trying,
    past_of,
    rounded,
    ways,
)
from decisions.decisions import routing
from decisions.decisions.routing import RouteKind, kind_of

GENERAL, FIELD, DIGITAL = 1, 2, 3
AMOUNTS = st.integers(0, 9999)
TREE = routing.Tree(
    GENERAL,
    {
        GENERAL: routing.CircleFacts(GENERAL),
        FIELD: routing.CircleFacts(FIELD, GENERAL, Decimal(2000)),
        DIGITAL: routing.CircleFacts(DIGITAL, GENERAL),
    },
)


def a_past(number: int, cost: int, *touches: routing.Touch, asked: int = 3, hours: float = 7) -> PastDecision:
    return PastDecision(number, routing.ProposalFacts(FIELD, Decimal(cost), touches=touches), asked, hours)


REGISTER = [
    *(a_past(number, 100 * number) for number in range(1, 6)),
    *(a_past(number, 3000 + number, asked=11, hours=70) for number in range(6, 10)),
    *(a_past(number, 100, routing.Touch(DIGITAL)) for number in (10, 11)),
]


def test_another_limit_says_what_the_circle_would_have_decided_itself() -> None:
    found = past_of(REGISTER, TREE, FIELD).under(OtherRules(limits={FIELD: Decimal(3500)}))
    assert (found.itself, found.of, found.before) == (9, 11, 5)
    assert [one.number for one in found.more] == [6, 7, 8, 9]
    assert (found.asked_less, found.hours_sooner, found.objections) == (32, 63, 0)
    assert [one.number for one in found.not_itself] == [10, 11]


def test_a_domain_in_other_hands_says_so_too() -> None:
    domain = routing.Touch(DIGITAL, routing.Because.TOUCHES, "PWR-OUT")
    found = past_of([a_past(1, 100, domain)], TREE, FIELD).under(OtherRules(domains={"PWR-OUT": FIELD}))
    assert (found.before, found.itself) == (0, 1)


def test_a_domain_is_to_go_where_more_is_decided_about_it() -> None:
    bus = (routing.Touch(DIGITAL, routing.Because.TOUCHES, "PWR-OUT"),)
    elsewhere = [a_past(number, 100, *bus) for number in (1, 2)]
    at_home = replace(a_past(3, 100, *bus), facts=replace(a_past(3, 0, *bus).facts, circle=DIGITAL))
    [move] = domains_worth_moving([*elsewhere, at_home], TREE)
    assert (move.domain, move.holder, move.to) == ("PWR-OUT", DIGITAL, FIELD)
    assert [one.number for one in move.gains.more] == [1, 2]
    assert [one.number for one in move.losses.fewer] == [3]
    assert domains_worth_moving([elsewhere[0], at_home], TREE) == [], "it would lose as much as it gains"


class CountedPast(list[PastDecision]):
    """A register that counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[PastDecision]:
        self.times += 1
        return super().__iter__()


def test_todays_rules_are_played_once_a_circle_however_many_domains_there_are() -> None:
    touches = [routing.Touch(DIGITAL, routing.Because.TOUCHES, f"PWR-{number}") for number in range(20)]
    register = CountedPast(a_past(number, 100, touch) for number, touch in enumerate(touches))
    assert len(domains_worth_moving(register, TREE)) == 20
    assert register.times <= 3, "for the domains, for Field and for Digital"


def test_claims_are_counted_in_each_direction() -> None:
    rows = [(FIELD, DIGITAL, False), (FIELD, DIGITAL, True), (DIGITAL, FIELD, False), (GENERAL, FIELD, True)]
    assert [(one.claimant, one.proposer, one.parts, one.is_mutual) for one in claims_by_pair(rows)] == [
        (FIELD, DIGITAL, (1, 1), True),
        (GENERAL, FIELD, (0, 1), False),
        (DIGITAL, FIELD, (1, 0), True),
    ]


def test_limits_are_offered_that_change_something() -> None:
    assert limits_worth_trying(REGISTER, TREE, FIELD) == [3250]
    assert limits_worth_trying(REGISTER, TREE, DIGITAL) == []


@pytest.mark.parametrize(("cost", "limit"), [(3420, 3500), (12_100, 12_500), (999, 1000), (7, 7), (0, 0)])
def test_limits_are_round_and_never_below(cost: int, limit: int) -> None:
    assert rounded(Decimal(cost)) == limit


@given(st.lists(st.tuples(AMOUNTS, st.booleans()), max_size=20), AMOUNTS, AMOUNTS)
def test_a_wider_limit_never_takes_a_decision_from_the_circle(
    said: list[tuple[int, bool]], one: int, other: int
) -> None:
    touched = (routing.Touch(DIGITAL),)
    register = [a_past(at, cost, *(touched if across else ())) for at, (cost, across) in enumerate(said)]
    low, high = sorted((one, other))
    narrow = ways(register, TREE, OtherRules(limits={FIELD: Decimal(low)}))
    wide = ways(register, TREE, OtherRules(limits={FIELD: Decimal(high)}))
    home = {number for number, way in narrow.items() if way is RouteKind.OWN_SCOPE}
    assert home <= {number for number, way in wide.items() if way is RouteKind.OWN_SCOPE}


def test_a_thousand_decisions_are_played_again_within_a_second() -> None:
    register = [a_past(number, number * 7 % 9000) for number in range(1000)]
    begun = process_time()
    past_of(register, TREE, FIELD).under(OtherRules(limits={FIELD: Decimal(3500)}))
    assert process_time() - begun < 1


@given(*[st.floats(0, 500)] * 5)
def test_waits_make_up_the_whole_way(
    opened: float, answered: float, ended: float, created: float, stood: float
) -> None:
    ended = max(created, ended)
    found = waits_between(created, opened, answered, ended, stood)
    assert sum(found.parts) == pytest.approx(ended - created)
    assert min(found.parts) >= 0


def test_each_way_has_its_sign() -> None:
    assert kind_of(in_sync=False, affected={FIELD}) is RouteKind.OWN_SCOPE
    assert kind_of(in_sync=False, affected={FIELD, DIGITAL}) is RouteKind.SYNCHRONISED
    assert kind_of(in_sync=True, affected={FIELD}) is RouteKind.TOGETHER
    assert steps([1, 2, 3, 99], (2, 4)) == [2, 1, 1]
