"""Every deed that is told has sentences, and they have places for what it tells."""

import ast

from circles import extension_points
from circles.record.labels import FACT_LABELS
from circles.record.templates import places_in
from tests.architecture.sources import calls, modules, read
from tests.architecture.test_fact_names import is_deed

IN_EVERY_DEED = {"who", "thing", "circle_there"}
OF_PEOPLE = {"person", "before", "deputy", "owner", "address", "without"}
MADE_UP = {"project.decisions_generated"}
"""Told by `script/manage grow` alone, which makes up projects to measure with."""


def verbs() -> set[str]:
    """Give the verbs that are written out where deeds are told."""
    found = [call for path in modules() for name, call in calls(ast.parse(read(path))) if name == "tell"]
    words = [each for call in found if is_deed(call) for each in ast.walk(call.args[0])]
    return {str(word.value) for word in words if isinstance(word, ast.Constant)} - MADE_UP


def test_every_deed_has_its_sentences_and_none_is_told_of_what_is_never_done() -> None:
    found = verbs()
    assert len(found) > 100, "it finds where deeds are told"
    assert found == set(extension_points.tellings)


def test_what_a_sentence_has_a_place_for_is_told_or_said_by_its_app() -> None:
    known = {*IN_EVERY_DEED, *OF_PEOPLE, *FACT_LABELS}
    unknown = {
        f"{verb}: {place}"
        for verb, how in extension_points.tellings.items()
        for phrase in (*how.phrases, *how.then)
        for place in [*places_in(str(phrase.words)), *phrase.given]
        if place not in known and place not in how.places
    }
    assert unknown == set()
