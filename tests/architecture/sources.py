"""The files of the project, as git sees them: tracked, or new and not ignored."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUPS = {
    "foundation": ("web", "accounts", "audit", "inbox", "files", "serving"),
    "circles": ("projects", "circles", "money", "invitations", "restructuring", "circle_map", "navigation", "record"),
    "documents": ("richtext", "coediting", "conversation", "documents", "document_history", "document_files"),
    "chat": ("realtime", "chat"),
    "decisions": (
        "recognition",
        "actions",
        "specification",
        "decisions",
        "decision_files",
        "traceability",
        "elections",
        "tracks",
    ),
    "daily": ("syncs", "today", "pace"),
    "across": ("search", "takeaway", "webhooks", "backup", "sample"),
}
APPS = tuple(app for apps in GROUPS.values() for app in apps)
BESIDE = {"tests": ("benchmarks", "torture")}
"""Programs of ours that lie beside the tests."""


@cache
def everything() -> tuple[str, ...]:
    """Paths from the root of the project, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted(path for path in set(listed) if (ROOT / path).is_file()))


def templates() -> list[str]:
    return [path for path in everything() if path.startswith("templates/") and path.endswith((".html", ".txt"))]


def place_of(app: str) -> str:
    """The folder of an app."""
    return next((f"{group}/{app}" for group, apps in GROUPS.items() if app in apps), app)


def modules(*, of: tuple[str, ...] = (*APPS, "config")) -> list[str]:
    """Python files of these folders, without migrations."""
    return [path for path in everything() if path.endswith(".py") and app_of(path) in of and "/migrations/" not in path]


def template_place(name: str) -> str:
    """The file of a template, by the name that Django knows it by."""
    places = ("templates", *(f"templates/{group}" for group in GROUPS))
    (path,) = [path for place in places if (path := f"{place}/{name}") in everything()]
    return path


def app_of(place: str) -> str:
    """The app of a file, by its path, or of a module, by its name; its first folder, where that is no group."""
    first, second, *_ = [*re.split("[./]", place), ""]
    return second if second in (GROUPS | BESIDE).get(first, ()) else first


def read(path: str) -> str:
    return (ROOT / path).read_text()


@cache
def parsed(path: str) -> ast.Module:
    """The syntax tree of a module, which nobody changes."""
    return ast.parse(read(path))


@cache
def walked(node: ast.AST) -> tuple[ast.AST, ...]:
    """Every node below one of a module that is `parsed`, and itself: many tests look at the same trees."""
    return tuple(ast.walk(node))


def functions(path: str) -> Iterator[tuple[str, ast.AST]]:
    """Each function or method of a module with its dotted name, and the module itself as "" for what stands outside."""

    def walk(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                dotted = f"{name}.{child.name}".lstrip(".")
                if not isinstance(child, ast.ClassDef):
                    yield dotted, child
                yield from walk(child, dotted)

    yield from walk(parsed(path), "")


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call below a node with the last part of the name that is called."""
    for each in walked(node):
        if isinstance(each, ast.Call):
            match each.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name, each
