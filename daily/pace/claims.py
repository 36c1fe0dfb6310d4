"""Claims counted by pairs of circles: who says of whose proposals that they affect them. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimsAt:
    """How often a circle claimed at another one: claims in all, and those that it released."""

    claimant: int
    proposer: int
    claims: int
    released: int
    is_mutual: bool
    """Whether the other claims at it as well."""

    @property
    def pair(self) -> set[int]:
        """Return the two circles."""
        return {self.claimant, self.proposer}

    @property
    def parts(self) -> tuple[int, int]:
        """Return those that were not released, and those that were."""
        return (self.claims - self.released, self.released)


def claims_by_pair(rows: Iterable[tuple[int, int, bool]]) -> list[ClaimsAt]:
    """Count claims, each given as who claims, at whom, and whether it was released; the most first."""
    every, released = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for claimant, proposer, is_released in rows:
        every[claimant, proposer] += 1
        released[claimant, proposer] += is_released
    found = [
        ClaimsAt(claimant, proposer, number, released[claimant, proposer], (proposer, claimant) in every)
        for (claimant, proposer), number in every.items()
        if claimant != proposer
    ]
    return sorted(found, key=lambda one: (-one.claims, one.claimant, one.proposer))
