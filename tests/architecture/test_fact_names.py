"""The facts of an event have names that people read, in both languages."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest
from django.utils import translation

from circles.workflows.import_organisation import COUNTED
from record.labels import fact_label, fact_labels, fact_value
from tests.architecture.sources import calls, functions, modules, parsed, walked

NO_FACTS = {"by", "at", "people", "personal", "also", "erased"}
PEOPLE = r"(?:author|by|deputy|facilitator|guest|leader|member|owner|person|pilot|proposer|speaker|user|who)"
NAMES_SOMEONE = re.compile(rf"\b{PEOPLE}\.(?:name|first_name|email)\b|\b(?:name_of|str)\({PEOPLE}\)")


def recorded_facts() -> set[str]:
    """Return the facts that are written out where events are recorded, or in a mapping that is passed on there."""
    found = set(COUNTED)
    for _name, function in (each for path in modules() for each in functions(path)):
        events = [call for name, call in calls(function) if name == "record_event"]
        passed = {ast.unparse(keyword.value) for call in events for keyword in call.keywords if not keyword.arg}
        found |= {keyword.arg for call in events for keyword in call.keywords if keyword.arg}
        found |= {key for name, key in written(function) if name in passed}
    return found - NO_FACTS


def written(function: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each name that a function writes a mapping into, with each key that is written out."""
    for node in walked(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value:
            (target, *_) = node.targets if isinstance(node, ast.Assign) else (node.target,)
            mappings = [each for each in ast.walk(node.value) if isinstance(each, ast.Dict)]
            yield from ((ast.unparse(target), key) for each in mappings for key in words_of(each.keys))
            if isinstance(target, ast.Subscript):
                yield from ((ast.unparse(target.value), key) for key in words_of([target.slice]))


def words_of(keys: Sequence[ast.expr | None]) -> Iterator[str]:
    """Return those that are written out."""
    return (str(key.value) for key in keys if isinstance(key, ast.Constant))


def test_every_fact_of_the_record_has_a_name_for_people() -> None:
    assert {"position", "element", "review_months", "voice_in"} <= recorded_facts(), "it finds events"
    assert recorded_facts() - set(fact_labels()) == set()


def people_in_facts(function: ast.AST) -> Iterator[str]:
    """Yield the facts that name a person, by what they are called or by what stands in them."""
    for name, call in calls(function):
        for fact in call.keywords if name == "record_event" else ():
            is_someone = re.fullmatch(PEOPLE, fact.arg or "") or NAMES_SOMEONE.search(ast.unparse(fact.value))
            if fact.arg and fact.arg not in NO_FACTS and is_someone:
                yield ast.unparse(fact)


def test_no_fact_names_a_person() -> None:
    found = [(path, fact) for path in modules() for fact in people_in_facts(parsed(path))]
    assert found == [], "personal={…}: what is written as a fact can never be erased"


@pytest.mark.parametrize("fact", ["owner=fresh.owner.name", "given_to=bo.owner.name", "asked=str(user)", "person=bo"])
def test_a_person_in_a_fact_is_found(fact: str) -> None:
    written = ast.parse(f"thing.record_event(E.X, by=ada, people={{bo: 1}}, personal={{'owner': bo.name}}, {fact})")
    assert list(people_in_facts(written)) == [fact]


def test_a_fact_reads_in_the_language_of_who_reads_it() -> None:
    with translation.override("fr"):
        assert [str(fact_label(one)) for one in ("voice_in", "hard_to_undo", "unheard_of")] == [
            "voix dans",
            "décide seul de ce qui est",
            "unheard of",
        ]
        assert str(fact_value("role", "pilot")) == "pilote"
        assert str(fact_value("position", "no_objection")) == "Pas d’objection"
        assert str(fact_value("outcome", "answered")) == "répondu"
        assert str(fact_value("came_true", "not_yet")) == "Pas encore"
        assert fact_value("after", "proposal.claimed") == "a signalé que son cercle est concerné"
        assert fact_value("after", "2026-12-03") == "2026-12-03"
        assert str(fact_value("in_sync", value=True)) == "oui"
        assert fact_value("changed", ["text", "cost"]) == "texte, coût"
        assert fact_value("decisions", ["D-2", "D-3"]) == "D-2, D-3"
        assert fact_value("why", "pilot") == "pilot", "what people wrote stays"
