"""Puts what became of each other side by side: blocks of two texts, in the order of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

MOST_ALIKE = 20_000  # of a block in one text and one in the other that says the same, before nothing else tells them
MOST_PAIRS = 2_500  # that are all weighed against each other
WINDOW = 30  # where there are more: how far ahead one is looked for

type Pairs[T] = Sequence[tuple[T | None, T | None]]


def equal_blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return how the blocks of one text become those of the other, as `SequenceMatcher.get_opcodes`; each is given by
    all that it says.

    Matching takes the third power of how often the same stands in both (an empty line between any two paragraphs). So
    where that is often, one is the same only behind the same block.
    """
    there, here = Counter(new), Counter(old)
    if sum(there[one] for one in old) > MOST_ALIKE:
        again = {one for many in (there, here) for one, times in many.items() if times > 1}
        old, new = list(_behind(old, again)), list(_behind(new, again))
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _behind(blocks: Sequence[Hashable], again: Collection[Hashable]) -> Iterator[Hashable]:
    """Yield what tells each block: those that stand again and again by the last that does not, and their number."""
    last: Hashable = None
    number = 0
    for block in blocks:
        last, number = (last, number + 1) if block in again else (block, 0)
        yield (last, number, block)


def side_by_side[T](old: Sequence[T], new: Sequence[T], stays: Callable[[T, T], float]) -> Pairs[T]:
    """Put each thing beside the one that it became, if any, so that as much as possible stays.

    `stays` says how much of the one is in the other, from 0 (they are two things) to 1.
    """
    if not old or not new:
        return [*((one, None) for one in old), *((None, one) for one in new)]
    if len(old) * len(new) > MOST_PAIRS:
        return _nearby(old, new, stays)
    weights = [[stays(one, other) for other in new] for one in old]
    return _walked(old, new, weights, _most_kept(weights))


def _most_kept(weights: list[list[float]]) -> list[list[float]]:
    """Return for each pair of places how much can stay of what is from there on."""
    best = [[0.0] * (len(weights[0]) + 1) for _ in range(len(weights) + 1)]
    for i in reversed(range(len(weights))):
        for j in reversed(range(len(weights[0]))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], weights[i][j] + best[i + 1][j + 1])
    return best


def _walked[T](old: Sequence[T], new: Sequence[T], weights: list[list[float]], best: list[list[float]]) -> Pairs[T]:
    found: list[tuple[T | None, T | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if weights[i][j] and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return [*found, *((one, None) for one in old[i:]), *((None, one) for one in new[j:])]


def _nearby[T](old: Sequence[T], new: Sequence[T], stays: Callable[[T, T], float]) -> Pairs[T]:
    """Do the same in time that grows with the number of things only: each becomes the likest of the next few."""
    found: list[tuple[T | None, T | None]] = []
    begin = 0
    for one in old:
        ahead = [(stays(one, other), -place) for place, other in enumerate(new[begin : begin + WINDOW])]
        weight, place = max(ahead, default=(0.0, 0))
        if not weight:
            found.append((one, None))
            continue
        found += [(None, other) for other in new[begin : begin - place]]
        found.append((one, new[begin - place]))
        begin += 1 - place
    return [*found, *((None, other) for other in new[begin:])]
