"""What code imports is declared: what comes only with another package goes with it."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires
from itertools import chain
from pathlib import Path

from tests.architecture.sources import GROUPS, modules, parsed, walked

OURS = {*GROUPS, "config", "tests"}
REQUIREMENT = re.compile(r"([\w.-]+)(?:\[([\w,\s-]+)\])?")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def declared() -> frozenset[str]:
    """Return the packages that pyproject.toml names for the program, with those of the extras that it names."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    found: set[str] = set()
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        name, extras = REQUIREMENT.match(line).groups()  # type: ignore[union-attr]
        found.add(normal(name))
        for extra in re.findall(r"[\w-]+", extras or ""):
            wanted = [one for one in requires(name) or () if re.search(rf"""extra == ['"]{extra}['"]""", one)]
            found |= {normal(REQUIREMENT.match(one)[1]) for one in wanted}  # type: ignore[index]
    return frozenset(found)


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a module imports, by their names in import statements."""
    found: set[str] = set()
    for node in walked(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - OURS


packages = cache(packages_distributions)


def undeclared(tree: ast.Module) -> set[str]:
    return {name for name in imported(tree) if declared().isdisjoint(map(normal, packages().get(name, [name])))}


def test_every_package_that_is_imported_is_declared() -> None:
    found = {path: missing for path in modules() if (missing := undeclared(parsed(path)))}
    assert found == {}


def test_one_that_comes_only_with_another_is_found() -> None:
    tree = ast.parse("import django, billiard\nfrom mdit_py_plugins.footnote import x\nimport nowhere.at_all")
    assert undeclared(tree) == {
        "billiard",
        "nowhere",
    }
