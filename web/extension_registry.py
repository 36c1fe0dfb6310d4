"""Where extensions are kept and domain events are published; `circles.extension_points` says what they hold.

This module knows neither models nor apps, so that any of them may publish or look up.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened in a project, and that other apps may act on; declared beside what it happened to."""


_installed: list[Any] = []


def add(extension: Any) -> None:
    """Keep an extension, in the order of the apps."""
    _installed.append(extension)
    merged.cache_clear()


def installed() -> list[Any]:
    """Return the extensions in the order of the apps."""
    return list(_installed)


@cache
def merged(name: str) -> dict[Any, Any]:
    """Return one mapping of all apps' mappings of this name."""
    return {key: value for extension in _installed for key, value in getattr(extension, name).items()}


def publish(event: DomainEvent) -> None:
    """Run the subscribers of a domain event inside the caller's transaction, in the order of the apps.

    :raises TypeError: for anything that is no domain event.
    """
    if not isinstance(event, DomainEvent):
        raise TypeError(f"{event!r} is no domain event")
    for extension in _installed:
        for run in extension.subscribers.get(type(event), ()):
            run(event)
