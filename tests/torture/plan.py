"""What a run does, in order: every choice is of generators of one seed, which so gives the same plan again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from random import Random

type OpKind = Literal["insert", "delete", "undo", "offline", "reload"]
OP_WEIGHTS: dict[OpKind, int] = {"insert": 740, "delete": 150, "undo": 100, "offline": 7, "reload": 3}
BETWEEN_FAULTS = 150  # operations, on average at least
SERIES = 4  # faults that follow each other at once, where they may
LONGEST_BURST = 8  # operations that one client does without a pause
AWAY = (20, 300)  # operations of everyone while a client is offline


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
    """Something that goes wrong, for one client or everyone; `moment` is where chance has a part in it. Where others
    `follow`, nothing is well in between.
    """

    kind: str
    client: int
    moment: float
    seed: int
    after: int  # operations since the fault before, at least
    follow: tuple[str, ...] = ()


def operations(random: Random, weights: Sequence[int]) -> Iterator[Op]:
    """Yield operations without end, in bursts of one client; `weights` says how much each types."""
    clients = range(len(weights))
    kinds, of_kinds = list(OP_WEIGHTS), list(OP_WEIGHTS.values())
    while True:
        (client,) = random.choices(clients, weights)
        for left in reversed(range(random.randint(1, LONGEST_BURST))):
            (kind,) = random.choices(kinds, of_kinds)
            yield Op(kind, client, random.random(), random.randint(*AWAY), ends_burst=not left)


def faults(
    random: Random, clients: int, kinds: Sequence[str], between: int = BETWEEN_FAULTS, *, serial: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of each kind in turn, shuffled, without end; `between` operations before each, on average.

    Those of the `serial` kinds come some at a time.
    """
    alone = [(kind,) for kind in kinds if kind not in serial]
    in_series = [kind for kind in kinds if kind in serial]
    while True:
        series = list(batched(random.sample(in_series, len(in_series)), SERIES, strict=False))
        for kind, *follow in random.sample(alone + series, len(alone + series)):
            after = random.randint(between * 2 // 5, between * 8 // 5)
            moment, seed = random.random(), random.getrandbits(32)
            yield Fault(kind, random.randrange(clients), moment, seed, after, tuple(follow))
