"""The files of the project, as git sees them: tracked, or new and not ignored."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "web", "accounts", "audit", "inbox", "files", "projects", "circles", "money", "invitations", "restructuring",
    "conversation", "circle_map", "navigation", "realtime", "record", "richtext", "coediting", "documents",
    "document_history", "document_files", "chat", "actions", "specification", "recognition", "decisions",
    "decision_files", "traceability", "elections", "tracks", "syncs", "search", "today", "pace", "takeaway", "webhooks",
    "sample", "backup", "serving",
)  # fmt: skip


@cache
def everything() -> tuple[str, ...]:
    """Paths from the root of the project, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted(path for path in set(listed) if (ROOT / path).is_file()))


def templates() -> list[str]:
    return [path for path in everything() if path.startswith("templates/") and path.endswith((".html", ".txt"))]


def modules(*, of: tuple[str, ...] = (*APPS, "config")) -> list[str]:
    """Python files of these folders, without migrations."""
    return [
        path
        for path in everything()
        if path.endswith(".py") and path.split("/")[0] in of and "/migrations/" not in path
    ]


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
