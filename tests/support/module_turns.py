"""Lets whole modules take turns: with each commit a sixth of the stories at browsers; a quarter of what whole servers
do, and of what says at length what pages show and files hold; an eighth of what runs on PostgreSQL as well; of all
others a quarter, but for rights, the record, backups, rules and co-editing (`EACH_TIME`). `every_commit` takes a module
or a test out of it.

The others are marked `deep`: RONDE_DEEP=1, and who names a module, see all.
"""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from tests.support.rotation import DEEP, turn_of

ROOT = Path(__file__).resolve().parents[2]
DEALT = {"tests/e2e": 6, "tests/reliability": 4}
"""Into how many hands the modules of a folder are dealt, of which one has its turn."""
ON_POSTGRESQL = 8
AT_LENGTH = 4
AT_LENGTH_ARE = (
    *("test_*pages.py", "test_*panel.py", "test_list.py", "test_filters.py", "test_autocomplete.py"),
    *("test_import_*.py", "test_exports.py", "test_files_in.py", "test_files_out.py", "test_word_structure.py"),
    "test_statistics.py",
)
"""Each commit opens every page at a browser and for who may not, and does all that these show by the verbs."""
OF_OTHERS = 4
EACH_TIME = (
    *("architecture", "foundation/audit", "across/backup", "documents/coediting", "config", "circles/record"),
    *("decisions/recognition", "decisions/decisions/rules", "decisions/decisions/state_machine", "e2e", "reliability"),
)
"""Folders of which each commit sees every module."""
STAYS = re.compile(r"\b(every_commit|on_turn|takes_turns|on_a_database_in_turn)\b")
"""By this a module says that it, or a test of it, is seen whoever's turn it is."""


def dealt(modules: Iterable[Path], hands: int) -> dict[Path, int]:
    """Return in which hand each module is: the longest come first, each into the hand that holds least until then. How
    long a story is says roughly how long it takes.
    """
    held, places = [0] * hands, {}
    for module in sorted(modules, key=lambda one: (-one.stat().st_size, str(one))):
        hand = held.index(min(held))
        held[hand] += module.stat().st_size
        places[module] = hand
    return places


@cache
def dealt_folder(folder: str) -> dict[Path, int]:
    """Deal all modules of a folder, whichever of them a run collects."""
    return dealt((ROOT / folder).glob("test_*.py"), DEALT[folder])


@cache
def dealt_on_postgresql() -> dict[Path, int]:
    """Deal all modules that could run on PostgreSQL."""
    modules = (ROOT / "tests").rglob("test_*.py")
    return dealt((one for one in modules if one.parent.relative_to(ROOT).as_posix() not in DEALT), ON_POSTGRESQL)


@cache
def dealt_at_length() -> dict[Path, int]:
    """Deal the modules that say at length what others say in short."""
    apps = (path for path in (ROOT / "tests").iterdir() if path.name not in ("architecture", "e2e", "reliability"))
    return dealt((one for app in apps for kind in AT_LENGTH_ARE for one in app.rglob(kind)), AT_LENGTH)


@cache
def dealt_others() -> dict[Path, int]:
    """Deal all other modules."""
    apart = tuple(ROOT / "tests" / folder for folder in EACH_TIME)
    others = (one for one in (ROOT / "tests").rglob("test_*.py") if not any(map(one.is_relative_to, apart)))
    return dealt((one for one in others if one not in dealt_at_length()), OF_OTHERS)


def waits(module: str) -> bool:
    """Say whether a module (its path from the root) has its turn with another commit."""
    folder = module.rpartition("/")[0]
    if folder in DEALT:
        return dealt_folder(folder)[ROOT / module] != turn_of(folder, DEALT[folder])
    if connection.vendor == "postgresql":
        return dealt_on_postgresql().get(ROOT / module) != turn_of("on PostgreSQL", ON_POSTGRESQL)
    if os.environ.get("RONDE_PLAIN_SERVING"):  # these take turns among themselves
        return False
    if (hand := dealt_at_length().get(ROOT / module)) is not None:
        return hand != turn_of("at length", AT_LENGTH)
    return dealt_others().get(ROOT / module) not in (None, turn_of("others", OF_OTHERS))


def has_turn(item: pytest.Item) -> bool:
    """Say whether a test is one of what is seen with this commit, as far as its module decides that."""
    stays = item.get_closest_marker("every_commit") or item.get_closest_marker("on_turn")
    return bool(stays) or not waits(item.nodeid.partition("::")[0])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not has_turn(item):
            item.add_marker("deep")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what waits before it is imported: each worker would spend more on that than on many a test."""
    leaves_out = not DEEP and config.option.markexpr.startswith("not deep")
    if not (leaves_out and collection_path.match("test_*.py") and collection_path.is_relative_to(ROOT)):
        return None
    waiting = waits(collection_path.relative_to(ROOT).as_posix())
    return True if waiting and not STAYS.search(collection_path.read_text()) else None
