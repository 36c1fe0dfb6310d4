"""What a deed tells of itself has a name that people read, in both languages."""

import ast

from django.utils import translation

from circles.fact_names import NAMES, name_of, value_of
from tests.architecture.sources import calls, modules, read

NO_FACTS = {"by", "at", "people", "personal", "also"}


def told() -> set[str]:
    """Give the facts that are written out where deeds are told."""
    deeds = [
        call
        for path in modules()
        for name, call in calls(ast.parse(read(path)))
        if name == "tell" and call.args and isinstance(call.args[0], ast.Constant)
    ]
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
