"""One name, one meaning: in the program, and in what measures it, tortures it, checks it and shows how to use it.

A class inside a class is called by both names, as in `Topic.Outcome`: the inner one may stand elsewhere too.
"""

import ast
from collections import defaultdict

from tests.architecture.sources import APPS, modules, parsed

SHARED = {"Command", "Meta", "Migration"}
"""Names that Django asks for."""


def test_no_class_name_stands_in_two_modules() -> None:
    found = defaultdict(list)
    for path in modules(of=(*APPS, "config", "benchmarks", "torture", "script", "docs")):
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and node.name not in SHARED:
                found[node.name].append(path)
    assert found
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}
