"""The top of the tree can be taken in at a glance, and what is in it looks only down."""

import ast

import pytest
from django.apps import apps
from django.conf import settings

from foundation.web.schedule import name_of
from tests.architecture.sources import APPS, GROUPS, everything, parsed, read, templates
from tests.architecture.test_checked_folders import layers_of, tools

DIRECTORIES = 16
FIRST_SCREEN = 10


def test_the_top_has_few_folders() -> None:
    folders = {path.split("/")[0] for path in everything() if "/" in path and not path.startswith(".")}
    assert len(folders) <= DIRECTORIES
    assert set(GROUPS) <= folders


def test_groups_have_apps_and_nothing_else() -> None:
    for group, names in GROUPS.items():
        inside = {path.split("/")[1] for path in everything() if path.startswith(f"{group}/")}
        assert inside == {"__init__.py", *names}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_says_in_a_few_lines_what_it_is_about(group: str) -> None:
    said = ast.get_docstring(parsed(f"{group}/__init__.py")) or ""
    assert "mport" in said
    assert "Start with" in said
    assert read(f"{group}/__init__.py").count("\n") <= FIRST_SCREEN


def test_groups_import_in_one_direction() -> None:
    """import-linter holds the contract; this, that the contract has all of them."""
    (between,) = [one for one in tools()["importlinter"]["contracts"] if one["id"] == "groups"]
    assert layers_of(between) == {*GROUPS, "config"}
    assert not between.get("ignore_imports")


def test_tests_lie_as_what_they_are_about() -> None:
    folders = {
        tuple(path.split("/")[1:3]) for path in everything() if path.startswith("tests/") and path.count("/") > 1
    }
    tested = {folder for group, folder in folders if group in GROUPS and not folder.endswith(".py")}
    assert tested <= set(APPS)
    assert {(group, app) for group, names in GROUPS.items() for app in names if app in tested} <= folders


def test_templates_lie_as_the_apps_that_show_them() -> None:
    assert set(settings.GROUPS) == set(GROUPS)
    folders = {tuple(path.split("/")[1:3]) for path in templates() if path.count("/") > 2}
    places = {name: group for group, name in folders if name in APPS and group != "admin"}
    assert len(places) > 25
    assert {name: group for name, group in places.items() if name not in GROUPS.get(group, ())} == {}
    assert not {top for top, _ in folders} & (set(APPS) - set(GROUPS)), "none stands at the top"


def test_the_database_knows_an_app_by_the_name_that_it_had_at_the_root() -> None:
    """Tables, content types, permissions and migrations are called by it."""
    labels = {config.name: config.label for config in apps.get_app_configs()}
    assert {label for name, label in labels.items() if name.split(".")[0] in GROUPS} == set(APPS)


def test_a_task_keeps_its_name_wherever_its_app_stands() -> None:
    from foundation.inbox.tasks import send_notices

    assert send_notices.name == "inbox.tasks.send_notices"  # type: ignore[attr-defined] # Celery made a task of it
    assert name_of(test_groups_import_in_one_direction).startswith("architecture.")
