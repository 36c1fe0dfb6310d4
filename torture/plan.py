"""What a run does, in order: every choice is of one generator, so that a seed gives the same plan again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

type OpKind = Literal["insert", "delete", "undo", "offline", "reload"]
OP_WEIGHTS: dict[OpKind, int] = {"insert": 740, "delete": 150, "undo": 100, "offline": 7, "reload": 3}
FIRST_FAULT = 100  # operations before the first one
BETWEEN_FAULTS = 150  # operations, on average at least
LONGEST_BURST = 8  # operations that one client does without a pause
AWAY = (20, 300)  # operations of everybody while a client is offline


@dataclass(frozen=True, slots=True)
class Op:
    """Something that a client does; `where` is a place of the text, or one of its marks, as a part of the whole."""

    kind: OpKind
    client: int
    where: float
    away: int
    ends_burst: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong, for one client or everybody; `moment` is where chance has a part in it."""

    kind: str
    client: int
    moment: float
    seed: int


def steps(
    random: Random, weights: Sequence[int], kinds: Sequence[str], between: int = BETWEEN_FAULTS
) -> Iterator[Op | Fault]:
    """Yield operations without end, in bursts of one client, and among them the faults of each kind in turn, shuffled.

    `weights` says how much each client types; `between` how many operations lie between two faults, on average.
    """
    clients = range(len(weights))
    names, of_names = list(OP_WEIGHTS), list(OP_WEIGHTS.values())
    deck: list[str] = []
    left, burst, client = FIRST_FAULT, 0, 0
    while True:
        if left == 0:
            deck = deck or random.sample(list(kinds), len(kinds))
            yield Fault(deck.pop(), random.choice(clients), random.random(), random.getrandbits(32))
            left = random.randint(between * 2 // 5, between * 8 // 5)
        if burst == 0:
            (client,) = random.choices(clients, weights)
            burst = random.randint(1, LONGEST_BURST)
        left, burst = left - 1, burst - 1
        (kind,) = random.choices(names, of_names)
        yield Op(kind, client, random.random(), random.randint(*AWAY), ends_burst=burst == 0)
