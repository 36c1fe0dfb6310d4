"""Lets whole modules take turns: with each commit a half of the stories at browsers and of what whole servers do, and a
third of what runs on PostgreSQL as well. `every_commit` takes a module or a test out of it.

The others are marked `deep`: RONDE_DEEP=1, and who names a module, see all.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from tests.support.rotation import turn_of

ROOT = Path(__file__).resolve().parents[2]
DEALT = {"tests/e2e": 2, "tests/reliability": 2}
"""Into how many hands the modules of a folder are dealt, of which one has its turn."""
ON_POSTGRESQL = 3


def dealt(modules: Iterable[Path], hands: int) -> dict[str, int]:
    """Return in which hand each module is: the longest come first, each into the hand that holds least until then. How
    long a story is says roughly how long it takes.
    """
    held, places = [0] * hands, {}
    for module in sorted(modules, key=lambda one: (-one.stat().st_size, one.name)):
        hand = held.index(min(held))
        held[hand] += module.stat().st_size
        places[module.name] = hand
    return places


@cache
def dealt_folder(folder: str) -> dict[str, int]:
    """Deal all modules of a folder, whichever of them a run collects."""
    return dealt((ROOT / folder).glob("test_*.py"), DEALT[folder])


def waits(module: str) -> bool:
    """Say whether a module (its path from the root) has its turn with another commit."""
    folder, _, name = module.rpartition("/")
    if folder in DEALT:
        return dealt_folder(folder)[name] != turn_of(folder, DEALT[folder])
    return connection.vendor == "postgresql" and bool(turn_of(f"{module} on PostgreSQL", ON_POSTGRESQL))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        stays = item.get_closest_marker("every_commit") or item.get_closest_marker("on_turn")
        if not stays and waits(item.nodeid.partition("::")[0]):
            item.add_marker("deep")
