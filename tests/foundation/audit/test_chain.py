"""The chain: what is sealed cannot be changed unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.audit import chain

Row = tuple[int, str, str, dict[str, object]]


def a_chain(*words: str) -> list[Row]:
    """Seal one entry per word."""
    rows: list[Row] = []
    previous = chain.START
    for seq, word in enumerate(words, start=1):
        fields: dict[str, object] = {"seq": seq, "event": word}
        hash_ = chain.seal(previous, fields)
        rows.append((seq, previous, hash_, fields))
        previous = hash_
    return rows


@given(st.lists(st.text(), max_size=8))
def test_an_untouched_chain_holds(words: list[str]) -> None:
    assert list(chain.breaks(a_chain(*words))) == []


@given(st.lists(st.text(), min_size=2, max_size=8), st.data())
def test_a_changed_entry_is_found_where_it_is(words: list[str], data: st.DataObject) -> None:
    rows = a_chain(*words)
    at = data.draw(st.integers(0, len(rows) - 1))
    seq, previous, hash_, fields = rows[at]
    rows[at] = (seq, previous, hash_, {**fields, "event": f"{fields['event']}!"})
    assert next(chain.breaks(rows)).seq == seq


@given(st.lists(st.text(), min_size=3, max_size=8), st.data())
def test_a_removed_entry_is_found(words: list[str], data: st.DataObject) -> None:
    rows = a_chain(*words)
    at = data.draw(st.integers(0, len(rows) - 2))
    del rows[at]
    assert next(chain.breaks(rows)).seq == at + 1


def test_swapped_entries_are_found() -> None:
    rows = a_chain("opened", "closed", "reopened")
    rows[0], rows[1] = rows[1], rows[0]
    assert next(chain.breaks(rows)).seq == 1


def test_a_rehashed_entry_breaks_the_next_one() -> None:
    rows = a_chain("opened", "closed")
    seq, previous, _, fields = rows[0]
    forged = {**fields, "event": "never opened"}
    rows[0] = (seq, previous, chain.seal(previous, forged), forged)
    assert next(chain.breaks(rows)).seq == 2


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        chain.canonical({"cost": 1.5})
