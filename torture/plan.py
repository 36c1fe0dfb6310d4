"""What a run does, in order: every choice is of one generator, so that a seed gives the same plan again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

type OpKind = Literal["insert", "delete", "undo", "offline", "reload"]
OP_WEIGHTS: dict[OpKind, int] = {"insert": 72, "delete": 15, "undo": 10, "offline": 2, "reload": 1}
FIRST_FAULT = 100  # operations before the first one
BETWEEN_FAULTS = (60, 240)
AWAY = (20, 300)  # operations of everybody while a client is offline


@dataclass(frozen=True, slots=True)
class Op:
    """Something that a client does; `where` is a place of the text, or one of its marks, as a part of the whole."""

    kind: OpKind
    client: int
    where: float
    away: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong, for one client or everybody; `moment` is where chance has a part in it."""

    kind: str
    client: int
    moment: float
    seed: int


def steps(random: Random, clients: int, kinds: Sequence[str]) -> Iterator[Op | Fault]:
    """Yield operations without end, and among them the faults of each kind in turn, shuffled."""
    names, weights = list(OP_WEIGHTS), list(OP_WEIGHTS.values())
    deck: list[str] = []
    left = FIRST_FAULT
    while True:
        if left == 0:
            deck = deck or random.sample(list(kinds), len(kinds))
            yield Fault(deck.pop(), random.randrange(clients), random.random(), random.getrandbits(32))
            left = random.randint(*BETWEEN_FAULTS)
        left -= 1
        (kind,) = random.choices(names, weights)
        yield Op(kind, random.randrange(clients), random.random(), random.randint(*AWAY))
