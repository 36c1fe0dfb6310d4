"""A view finds, checks, acts and answers: what it shows is gathered elsewhere, and what it does is a verb's."""

import ast

from tests.architecture.sources import functions, modules

MOST = 20


def test_no_view_is_too_long() -> None:
    views = [path for path in modules() if "/views/" in path or path.endswith("/views.py")]
    assert len(views) > 40
    lengths = {
        f"{path}: {name}": node.end_lineno - node.lineno + 1
        for path in views
        for name, node in functions(path)
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST} == {}
