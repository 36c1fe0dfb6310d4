"""What a deed tells of itself has a name that people read, in both languages."""

import ast
from pathlib import Path

from django.utils import translation

from circles.fact_names import NAMES, name_of, value_of

ROOT = Path(__file__).parents[2]
APPS = ("actions", "chat", "circles", "decisions", "documents", "meetings", "tracks")
NO_FACTS = {"by", "at", "people", "personal", "also"}


def told() -> set[str]:
    """Give the facts that are written out where deeds are told."""
    calls = [
        node
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tell"
    ]
    deeds = [call for call in calls if call.args and isinstance(call.args[0], ast.Constant)]
    return {keyword.arg for deed in deeds for keyword in deed.keywords if keyword.arg} - NO_FACTS


def test_every_fact_of_the_record_has_a_name_for_people() -> None:
    assert len(told()) > 40, "it finds where deeds are told"
    assert told() - set(NAMES) == set()


def test_a_fact_reads_in_the_tongue_of_who_reads_it() -> None:
    with translation.override("fr"):
        assert [str(name_of(one)) for one in ("voice_in", "hard_to_undo", "unheard_of")] == [
            "voix dans",
            "décide seul de ce qui est",
            "unheard of",
        ]
        assert str(value_of("role", "pilot")) == "pilote"
        assert str(value_of("position", "no_objection")) == "Pas d’objection"
        assert str(value_of("outcome", "answered")) == "répondu"
        assert str(value_of("in_sync", value=True)) == "oui"
        assert value_of("changed", ["text", "cost"]) == "texte, coût"
        assert value_of("decisions", ["D-2", "D-3"]) == "D-2, D-3"
        assert value_of("why", "pilot") == "pilot", "what people wrote stays"
