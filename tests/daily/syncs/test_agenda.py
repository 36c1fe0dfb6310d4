"""The agenda that makes itself."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daily.syncs.agenda import Agenda, Due, Facts, Part, PendingProposal, Tension, build

TODAY = date(2026, 11, 24)


def at(hour: int, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def refs(agenda: Agenda, part: Part) -> list[str]:
    return [point.ref for point in agenda.of(part)]


def test_what_is_fine_is_not_on_it() -> None:
    facts = Facts(
        exceptions=(Due("A-1", "late", "action", date(2026, 11, 20)), Due("A-2", "", "action", date(2026, 11, 25)))
    )
    assert refs(build(facts, on=TODAY), Part.EXCEPTIONS) == ["A-1"]


def test_exceptions_come_by_kind_and_the_longest_due_first() -> None:
    facts = Facts(
        exceptions=(
            Due("SPEC-4.2", "suspect", "clause"),
            Due("D-12", "review", "review", TODAY),
            Due("A-7", "yesterday", "action", date(2026, 11, 23)),
            Due("T-1", "gate", "gate", TODAY),
            Due("A-3", "last week", "action", date(2026, 11, 17)),
        )
    )
    assert refs(build(facts, on=TODAY), Part.EXCEPTIONS) == ["A-3", "A-7", "T-1", "D-12", "SPEC-4.2"]


def test_the_batch_is_what_all_have_spoken_on_and_nothing_stands_against() -> None:
    facts = Facts(
        proposals=(
            PendingProposal("P-1", "heard", at(9), everyone_spoke=True),
            PendingProposal("P-2", "objected", at(9), everyone_spoke=True, objections=1),
            PendingProposal("P-3", "silent still", at(9)),
        )
    )
    agenda = build(facts, on=TODAY)
    assert refs(agenda, Part.AGREEMENTS) == ["P-1"]
    assert refs(agenda, Part.DECISIONS) == ["P-2", "P-3"]
    assert [point.kind for point in agenda.of(Part.DECISIONS)] == ["objection", "decision"]


def test_what_blocks_somebody_comes_first() -> None:
    facts = Facts(
        proposals=(
            PendingProposal("P-1", "objected, old", at(8), objections=2),
            PendingProposal("P-2", "young, blocks two", at(12), blocks=2),
            PendingProposal("P-3", "carried twice", at(11), carried=2),
        ),
        tensions=(Tension("", "old", at(8)), Tension("M-4", "blocks", at(9), blocks=1)),
    )
    agenda = build(facts, on=TODAY)
    assert refs(agenda, Part.DECISIONS) == ["P-2", "P-3", "P-1"]
    assert [point.title for point in agenda.of(Part.TENSIONS)] == ["blocks", "old"]


def test_a_member_adds_what_is_on_it_already_only_once() -> None:
    facts = Facts(
        proposals=(PendingProposal("P-1", "heard", at(9), everyone_spoke=True),),
        added=(Tension("P-1", "please P-1", at(9)), Tension("", "the coffee machine", at(10))),
    )
    agenda = build(facts, on=TODAY)
    assert [point.title for point in agenda.of(Part.ADDED)] == ["the coffee machine"]
    assert refs(agenda, Part.AGREEMENTS) == ["P-1"]


FULL = Facts(
    exceptions=(Due("A-1", "late", "action"),),
    proposals=(PendingProposal("P-1", "heard", at(9), everyone_spoke=True), PendingProposal("P-2", "not", at(9))),
    tensions=(Tension("", "a tension", at(9)),),
)


def test_fifteen_minutes_are_offered_as_the_recurring_sync_says() -> None:
    minutes = build(FULL, on=TODAY, length=15).minutes
    assert [minutes[p] for p in (Part.EXCEPTIONS, Part.AGREEMENTS, Part.DECISIONS, Part.TENSIONS)] == [3, 2, 6, 2]
    assert sum(minutes.values()) == 15


def test_a_part_without_points_takes_no_time() -> None:
    assert set(build(Facts(), on=TODAY).minutes) == {Part.OPENING, Part.CLOSING}


@pytest.mark.parametrize("length", [5, 10, 15, 30, 60, 90])
def test_the_parts_never_take_more_than_the_sync(length: int) -> None:
    minutes = build(Facts(*vars(FULL).values()), on=TODAY, length=length).minutes
    assert sum(minutes.values()) <= max(length, len(minutes))
    assert min(minutes.values()) >= 1


names = st.sampled_from(["", "P-1", "P-2", "A-1", "A-2", "D-3"])
small = st.integers(0, 3)
when = st.datetimes(timezones=st.just(UTC))
some_facts = st.builds(
    Facts,
    st.lists(st.builds(Due, names, names, st.sampled_from(["action", "gate", "other"]), st.none() | st.dates())).map(
        tuple
    ),
    st.lists(st.builds(PendingProposal, names, names, when, st.booleans(), small, small, small)).map(tuple),
    st.lists(st.builds(Tension, names, names, when, small, small)).map(tuple),
    st.lists(st.builds(Tension, names, names, when, small, small)).map(tuple),
)


@given(some_facts, st.integers(1, 120))
def test_nothing_is_on_it_twice_and_the_parts_keep_their_order(facts: Facts, length: int) -> None:
    agenda = build(facts, on=TODAY, length=length)
    named = [point.ref for point in agenda.points if point.ref]
    assert len(named) == len(set(named))
    order = [list(Part).index(point.part) for point in agenda.points]
    assert order == sorted(order)
    assert {point.part for point in agenda.points} <= set(agenda.minutes)


@given(some_facts)
def test_nothing_that_stands_against_it_slips_into_the_batch(facts: Facts) -> None:
    batch = {point.ref for point in build(facts, on=TODAY).of(Part.AGREEMENTS)}
    spoken = {p.ref for p in facts.proposals if p.everyone_spoke and not p.objections}
    assert batch <= spoken


def test_what_was_done_first_comes_before_all_others_and_is_never_a_quick_agreement() -> None:
    facts = Facts(
        proposals=(
            PendingProposal("P-1", "Blocks three", at(9), blocks=3, objections=1),
            PendingProposal("P-2", "All agree", at(9), everyone_spoke=True),
            PendingProposal("P-3", "Done first", at(9), everyone_spoke=True, pressing="urgent"),
        )
    )
    points = build(facts, on=TODAY).points
    assert [(point.ref, point.kind) for point in points] == [
        ("P-2", "agreement"),
        ("P-3", "urgent"),
        ("P-1", "objection"),
    ]
