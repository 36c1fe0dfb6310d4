"""Modules import each other in one direction: no circle in Python, none of more than three files in the browser.

What only types ask for counts as well: whoever reads the one has to know the other.
"""

import ast
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.architecture.sources import everything, modules, parsed, read

LONGEST = 3
"""In the browser."""
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
"""Where a node of the syntax tree holds statements."""
TYPESCRIPT = re.compile(
    r"""^(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*['"](?P<static>[^'"]+)|import\(\s*['"](?P<lazy>[^'"]+)""",
    re.MULTILINE,
)

type Graph = Mapping[str, set[str]]


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Each statement, inside functions too, and what only types ask for."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        below = [one for part in BODIES for one in getattr(node, part, ()) if isinstance(one, ast.AST)]
        yield from (one for one in below if isinstance(one, ast.stmt))
        waiting += below


def python_imports() -> Graph:
    """Which module imports which; a package's `__init__` is a module of its own, and counts where it is named."""
    paths = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in modules()}
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        named: set[str] = set()
        for node in statements(parsed(path)):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        found[name] = named & paths.keys() - {name}
    return found


def browser_imports() -> Graph:
    """Which file of the front end imports which."""
    paths = {path for path in everything() if path.startswith("frontend/") and path.endswith(".ts")}
    found: dict[str, set[str]] = {}
    for path in paths:
        named = [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), one["static"] or one["lazy"]))
            for one in TYPESCRIPT.finditer(read(path))
        ]
        found[path] = {end for one in named for end in (one, f"{one}.ts", f"{one}/index.ts")} & paths - {path}
    return found


def reached(start: str, graph: Graph) -> set[str]:
    """Return all that a module imports, and what that imports in turn."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def circles(graph: Graph) -> set[frozenset[str]]:
    """Return the modules that import each other, group by group."""
    core = dict(graph)
    while ends := [one for one, imported in core.items() if not imported & core.keys()]:  # these lead nowhere
        for one in ends:
            del core[one]
    graph = {one: imported & core.keys() for one, imported in core.items()}
    far = {one: reached(one, graph) for one in graph}
    return {frozenset(other for other in far[one] if one in far[other]) for one in graph if one in far[one]}


@pytest.mark.parametrize(("imports", "longest"), [(python_imports, 0), (browser_imports, LONGEST)])
def test_no_more_files_than_these_import_each_other(imports: Callable[[], Graph], longest: int) -> None:
    graph = imports()
    assert sum(map(len, graph.values())) > len(graph), "hardly any import was read"
    assert [sorted(one) for one in circles(graph) if len(one) > longest] == []


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c", "e"}, "c": {"d"}, "d": {"a"}, "e": {"f"}, "f": {"e", "g"}, "g": set[str]()}
    assert circles(graph) == {frozenset("abcd"), frozenset("ef")}


def test_every_import_counts() -> None:
    source = """
import a
if TYPE_CHECKING:
    import b
else:
    import c
def later():
    try:
        import d
    except ValueError:
        import e
    finally:
        import f
"""
    found = [
        alias.name for node in statements(ast.parse(source)) if isinstance(node, ast.Import) for alias in node.names
    ]
    assert sorted(found) == ["a", "b", "c", "d", "e", "f"]
