"""What is one person's alone (`private` in an app's kept_data.py) is in no record, which keeps it for good, shows it to
the project and sends it to programs.
"""

import ast

from foundation.web.kept_data import kept_data
from tests.architecture.sources import calls, functions, modules

RECORDED = {
    "Absence": "who is away, and who speaks for them, is said to their circles",
    "DocumentExport": "what leaves the project is on record",
    "DocumentImport": "what came in is on record",
    "Notice": "its reasons say who hears of what is recorded",
    "Printout": "what leaves the project is on record",
    "ReadMarker": "messages that move are on record; what one has read moves along and is not",
    "Takeaway": "what leaves the project is on record",
    "Token": "what a program may do in a project is on record",
    "Webhook": "what leaves the project is on record",
}
"""Rows of one person that a function which records something makes or reads, each with why that is no secret."""


def names_in(dotted: str, function: ast.AST) -> set[str]:
    """What a function names; of a method, the class that it is of as well."""
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return named | ({dotted.partition(".")[0]} if "." in dotted else set())


def test_nothing_is_recorded_of_what_is_one_persons_alone() -> None:
    private = {model.__name__ for kept in kept_data() for model in kept.private}
    told = {
        f"{path}: {name}": found
        for path in modules()
        for name, function in functions(path)
        if "record_event" in {called for called, _call in calls(function)}
        and (found := names_in(name, function) & private)
    }
    silent = {place: names for place, found in told.items() if (names := sorted(found - set(RECORDED)))}
    assert silent == {}, "nobody else may know: record no event of it; else say in RECORDED why that is no secret"
    assert set(RECORDED) - set().union(*told.values()) == set(), "these are gone"
