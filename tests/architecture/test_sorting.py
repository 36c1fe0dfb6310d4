"""Names stand everywhere in the order in which readers look for them, and not by bytes."""

import ast
import re

from tests.architecture.sources import calls, modules, parsed

BY_BYTES = re.compile(r"-?(\w+__)*name")


def test_names_are_sorted_alphabetically() -> None:
    found = [
        f"{path}:{word.lineno}"
        for path in modules()
        for name, call in calls(parsed(path))
        for word in call.args
        if name == "order_by" and isinstance(word, ast.Constant) and BY_BYTES.fullmatch(str(word.value))
    ]
    assert found == [], "sort these by foundation.web.collation.Alphabetical"
    assert BY_BYTES.fullmatch("membership__user__name")
