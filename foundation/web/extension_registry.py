"""Where apps add to hosts below them, and where domain events are published.

A *host* (the record, the sidebar, a circle's page, search …) says in its own package, as a frozen dataclass derived
from `Addition`, what other apps may add to it, and reads what was added with `additions` or `merged`. An app lists what
it adds in its `extension.py`, and its `AppConfig.ready` installs that. `script/manage show_extensions` prints all.

This module knows neither models nor apps.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Addition:
    """What one app adds to a host."""

    def claims(self) -> Iterable[Hashable]:
        """Return what of the host only one addition of its kind may have: its key, a place for one."""
        return ()


@dataclass(frozen=True)
class Keyed[Key: Hashable, Thing](Addition):
    """Things by keys of which only one app may add each."""

    items: Mapping[Key, Thing]

    def claims(self) -> Iterable[Hashable]:
        """Return its keys."""
        return self.items


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened in a project, and that other apps may act on; declared beside what it happened to."""


@dataclass(frozen=True)
class Subscribers(Addition):
    """What runs when a domain event is published, by the event, in this order."""

    items: Mapping[type[DomainEvent], Sequence[Any]]


_installed: dict[str, tuple[Addition, ...]] = {}
_by_kind: dict[Any, Any] = {}
_merged: dict[Any, dict[Any, Any]] = {}


def install(app: str, added: Sequence[Addition]) -> None:
    """Keep what an app adds, in the order of the apps; called by its `AppConfig.ready`.

    :raises ValueError: for what another addition to the same host claims.
    """
    taken = {(type(one), claim) for there in _installed.values() for one in there for claim in one.claims()}
    for one in added:
        claimed = {(type(one), claim) for claim in one.claims()}
        if twice := sorted(str(claim) for _kind, claim in claimed & taken):
            raise ValueError(f"{app} adds {type(one).__name__} {twice}, as another addition does")
        taken |= claimed
    _installed[app] = tuple(added)
    _by_kind.clear()
    _merged.clear()


def installed() -> Mapping[str, tuple[Addition, ...]]:
    """Return what each app adds, in the order of the apps."""
    return _installed


def additions[Kind: Addition](kind: type[Kind]) -> Sequence[Kind]:
    """Return what all apps add of a kind, in the order of the apps."""
    if kind not in _by_kind:
        _by_kind[kind] = [one for added in _installed.values() for one in added if isinstance(one, kind)]
    found: Sequence[Kind] = _by_kind[kind]
    return found


def merged(kind: type[Keyed[Any, Any]]) -> dict[Any, Any]:
    """Return by key what all apps add of a kind."""
    if kind not in _merged:
        _merged[kind] = {key: thing for added in additions(kind) for key, thing in added.items.items()}
    return _merged[kind]


def publish(event: DomainEvent) -> None:
    """Run the subscribers of a domain event inside the caller's transaction, in the order of the apps.

    :raises TypeError: for anything that is no domain event.
    """
    if not isinstance(event, DomainEvent):
        raise TypeError(f"{event!r} is no domain event")
    for added in additions(Subscribers):
        for run in added.items.get(type(event), ()):
            run(event)
