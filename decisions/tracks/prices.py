"""The price of dead ends: what came to nothing cost, what was not spent on it, what the chosen way cost. Pure.

What was merged into another track shares its fate: its money is part of what that one cost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

NOTHING = Decimal(0)


class Fate(Protocol):
    """What became of a track: whether it is a dead end, or the way that was chosen."""

    @property
    def is_dead_end(self) -> bool: ...

    @property
    def is_way(self) -> bool: ...


class TrackFate(Protocol):
    """A track's state, as far as its price depends on it (`models/track_state.py` has them)."""

    @property
    def facts(self) -> Fate: ...


@dataclass(frozen=True)
class TrackCost:
    """What one track cost: its state, its cap (None: it has none), what was spent, what it was merged into."""

    key: int
    state: TrackFate
    cap: Decimal | None
    spent: Decimal
    into: int | None = None

    @property
    def unspent(self) -> Decimal:
        """Return what of its cap was not spent because it ended early; nothing while it is no dead end."""
        return max(NOTHING, (self.cap or NOTHING) - self.spent) if self.state.facts.is_dead_end else NOTHING


@dataclass(frozen=True)
class DeadEndPrice:
    """Sums over tracks: of dead ends what was `spent` and `unspent`, of the ways chosen, of what goes on."""

    dead_ends: int = 0
    spent: Decimal = NOTHING
    unspent: Decimal = NOTHING
    ways: int = 0
    chosen: Decimal = NOTHING
    running: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """Return all that was spent."""
        return self.spent + self.chosen + self.running


def price(costs: Iterable[TrackCost]) -> DeadEndPrice:
    """Add up what tracks cost; to the cent, as nothing is rounded."""
    tracks = {one.key: one for one in costs}
    spent = unspent = chosen = running = NOTHING
    for one in tracks.values():
        came_to = fate(one, tracks).facts
        spent += one.spent if came_to.is_dead_end else NOTHING
        chosen += one.spent if came_to.is_way else NOTHING
        running += NOTHING if came_to.is_dead_end or came_to.is_way else one.spent
        unspent += one.unspent
    fates = [one.state.facts for one in tracks.values()]
    dead_ends, ways = sum(one.is_dead_end for one in fates), sum(one.is_way for one in fates)
    return DeadEndPrice(dead_ends, spent, unspent, ways, chosen, running)


def fate(track: TrackCost, tracks: Mapping[int, TrackCost]) -> TrackFate:
    """Return the state of a track, or of what it was merged into in the end; a loop is cut."""
    seen = {track.key}
    while track.into is not None and track.into in tracks and track.into not in seen:
        track = tracks[track.into]
        seen.add(track.key)
    return track.state
