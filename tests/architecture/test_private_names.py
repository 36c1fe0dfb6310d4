"""No code of ours reaches into what a library keeps to itself, but where ADR 23 says so."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version

import pytest

from tests.architecture.sources import GROUPS, modules, parsed, read, walked

OURS = (*GROUPS, "config")
INSIDE = {"__self__", "__func__", "__code__", "__globals__", "__closure__"}
"""What leads from a method or function into whatever it was taken from."""
OF_ONES_OWN = {"foundation/serving/data_stack.py: __code__"}
"""Of a function of ours, changed by a public call (ADR 57)."""
MAGIC = {"_", "_meta", "_default_manager"}
"""Gettext, and what Django documents."""

PINNED = {
    "uvicorn": (
        "0.54.0",
        "foundation/serving/websocket_limits.py with tests/foundation/serving/test_websocket_limits.py",
    ),
    "websockets": (
        "17.4",
        "foundation/serving/websocket_limits.py with tests/foundation/serving/test_websocket_limits.py",
    ),
    "django": (
        "6.1",
        (
            "foundation/web/schema_bootstrap.py, foundation/serving/sqlite_pool, config/health.py, "
            "across/backup/migrations_applied.py and their tests"
        ),
    ),
    "channels": (
        "4.3",
        (
            "foundation/web/loop_consumer.py with tests/documents/coediting/test_access.py and "
            "tests/circles/test_presence.py"
        ),
    ),
    "django-allauth": ("65.21", "foundation/inbox/adapter.py with tests/foundation/accounts/test_sign_in_limits.py"),
}
"""Libraries whose undocumented names we use (ADR 23), in the version looked at, and what to look at in another one."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in MAGIC


def reached_for(source: str, tree: ast.Module) -> Iterator[str]:
    """Yield what a module reaches for where ruff's SLF001 does not look, or was told not to."""
    yield from re.findall("noqa:.*SLF.*", source)
    for node in walked(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] not in OURS:
                parts = [*module.split("."), *(one.name for one in names)]
                yield from (f"{module}: {part}" for part in parts if is_private(part) or part == "internal")
            case ast.Attribute(attr=name) if name in INSIDE:
                yield name
            case ast.Call(func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_, ast.Constant(str(name)), *_]):
                yield from [name] * (is_private(name) or name in INSIDE)


def overridden(path: str) -> Iterator[str]:
    """Yield the private names of libraries that classes of a module replace."""
    module = import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    for node in parsed(path).body:
        if isinstance(node, ast.ClassDef):
            bases = getattr(module, node.name).__mro__[1:]
            foreign = [base for base in bases if base.__module__.split(".")[0] not in OURS]
            for name in filter(is_private, named_in(node)):
                if any(name in vars(base) for base in foreign):
                    yield f"{path}:{node.lineno} {node.name}.{name}"


def named_in(node: ast.ClassDef) -> Iterator[str]:
    """Yield the names of methods and attributes in the body of a class."""
    for one in node.body:
        match one:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_no_module_reaches_into_a_library() -> None:
    assert {f"{path}: {found}" for path in modules() for found in reached_for(read(path), parsed(path))} == OF_ONES_OWN


@pytest.mark.parametrize(
    "source",
    [
        "send._queue  # noqa: SLF001",
        "from allauth.core.internal import ratelimit",
        "from json.decoder import _scan",
        "send.__self__.transport",
        "getattr(send, '_queue', None)",
    ],
)
def test_what_reaches_into_a_library_is_found(source: str) -> None:
    assert len(list(reached_for(source, ast.parse(source)))) == 1


def test_no_class_replaces_what_a_library_keeps_to_itself() -> None:
    assert [found for path in modules() if "/management/" not in path for found in overridden(path)] == []


@pytest.mark.parametrize("library", PINNED)
def test_a_library_whose_insides_we_use_is_the_one_we_looked_at(library: str) -> None:
    looked_at, where = PINNED[library]
    found = version(library)
    assert f"{found}.".startswith(f"{looked_at}."), f"look at {where}, then write {found} here and in ADR 23"
    assert f"{library} {looked_at}" in read("docs/adr/0023-private-names-we-use.md").lower()
