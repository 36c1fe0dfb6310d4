"""Whatever is written in Python is checked: an app that a list forgets would pass, as nobody looks at it."""

import tomllib
from functools import cache
from typing import Any

from django.conf import settings

from foundation.accounts.checks import OURS
from tests.architecture.sources import APPS, GROUPS, ROOT, app_of, everything, place_of

STANDS_ALONE = {"docs": "two examples for programs, which are read more than they are run; ruff reads them"}
WITHOUT_LAYERS = {
    "config": "it is the top, and knows everything",
    "web": "it is the bottom: each module is of use to any project, alone",
    "sample": "a story, told from top to bottom",
}


@cache
def tools() -> dict[str, Any]:
    said: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    return said


def folders() -> set[str]:
    """The folders at the root that have Python files."""
    return {path.split("/")[0] for path in everything() if path.endswith(".py") and "/" in path}


def layers_of(contract: dict[str, Any]) -> set[str]:
    """The packages that stand in the layers of a contract."""
    return {name.strip(" ()") for layer in contract["layers"] for name in layer.replace(":", "|").split("|")}


def packages() -> set[str]:
    """The apps and whatever else import-linter can read, by their folders."""
    places = {*map(place_of, APPS), "config", "tests/torture"}
    return {app_of(place) for place in places if f"{place}/__init__.py" in everything()}


def test_mypy_reads_every_folder_that_has_python() -> None:
    read = {path.split("/")[0] for path in tools()["mypy"]["files"]}
    assert folders() - read == set(STANDS_ALONE), "name it in [tool.mypy] files"
    assert read - folders() == set(), "these are gone"


def test_django_knows_every_app_and_no_other() -> None:
    installed = {app for app in settings.INSTALLED_APPS if app.split(".")[0] in folders()} - {
        "config.apps.RondeAdminConfig"
    }
    assert installed == {place_of(app).replace("/", ".") for app in APPS}
    assert packages() - {"config", "torture"} == set(APPS), "name it in INSTALLED_APPS and in sources.APPS"


def test_the_check_of_views_knows_every_group() -> None:
    assert {*GROUPS, "config"} == OURS


def test_import_linter_reads_every_group() -> None:
    assert set(tools()["importlinter"]["root_packages"]) == {*GROUPS, "config", "tests"}


def test_every_app_has_its_place_among_the_others() -> None:
    (between,) = [one for one in tools()["importlinter"]["contracts"] if one["id"] == "apps"]
    assert layers_of(between) == {place_of(app).replace("/", ".") for app in APPS} | {"config"}


def test_every_package_has_layers_of_its_own_or_says_why_not() -> None:
    contracts = [one for one in tools()["importlinter"]["contracts"] if one["type"] == "layers"]
    inside = [app_of(name) for one in contracts for name in one.get("containers", [])]
    assert sorted(inside) == sorted(packages() - set(WITHOUT_LAYERS))
    assert all(one.get("exhaustive") for one in contracts if "containers" in one), "a module may stand in no layer"
