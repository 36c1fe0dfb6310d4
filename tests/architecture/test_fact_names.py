"""The facts of an event have names that people read, in both languages."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

import pytest
from django.utils import translation

from circles.circles.workflows.import_organisation import COUNTED
from circles.record.labels import fact_label, fact_labels, fact_value
from circles.restructuring.transfers import transfers
from tests.architecture.sources import app_of, calls, functions, modules, parsed, walked

NO_FACTS = {"by", "at", "people", "personal", "also", "erased"}
PEOPLE = r"(?:author|by|deputy|facilitator|guest|leader|member|owner|person|pilot|proposer|speaker|user|who)"
NAMES_SOMEONE = re.compile(rf"\b{PEOPLE}\.(?:name|first_name|email)\b|\b(?:name_of|str)\({PEOPLE}\)")


type Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def apps() -> dict[Function, str]:
    """Return the app of each function and method."""
    found = ((each, path) for path in modules() for _name, each in functions(path))
    return {cast(Function, each): app_of(path) for each, path in found}


def helpers(name: str, function: Function) -> list[Function]:
    """Return what has this name in the app of a function."""
    return [each for each, app in apps().items() if each.name == name and app == apps()[function]]


@cache
def callers(name: str) -> list[ast.Call]:
    """Return the calls of what has this name."""
    return [call for path in modules() for called, call in calls(parsed(path)) if called == name]


@cache
def recorded_facts() -> set[str]:
    """Return the facts that are written out where events are recorded, or in a mapping that is passed on there."""
    found = {*COUNTED, *[one.key for one in transfers()]}
    for function, call in recordings():
        found |= {fact for keyword in call.keywords for fact in facts_in(keyword, function)}
    return found - NO_FACTS


def recordings() -> Iterator[tuple[Function, ast.Call]]:
    """Yield each call that records an event, with the function in which it stands."""
    for path in modules():
        for _name, function in functions(path):
            yield from ((cast(Function, function), call) for name, call in calls(function) if name == "record_event")


def facts_in(keyword: ast.keyword, function: Function) -> set[str]:
    """Return the fact that a keyword gives, or those of the mapping that it passes on."""
    return {keyword.arg} if keyword.arg else set(keys_of(keyword.value, function))


def keys_of(mapping: ast.expr, function: Function, within: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the keys of a mapping: written out, in a name of the function, or in what a helper returns; `within` says
    which helpers are on the way.
    """
    parts: list[tuple[ast.expr, Function]] = []
    match mapping:
        case ast.Dict():
            yield from words_of(mapping.keys)
            parts = [(value, function) for key, value in zip(mapping.keys, mapping.values, strict=True) if not key]
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            parts = [(one, function), (other, function)]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name not in within:
            within = (*within, name)
            parts = [(value, helper) for helper in helpers(name, function) for value in returned_by(helper)]
        case ast.Name(id=name):
            yield from keys_under(name, function)
            parts = [(value, function) for value in given_to(name, function) if not isinstance(value, ast.Dict)]
    for part, where in parts:
        yield from keys_of(part, where, within)


def keys_under(name: str, function: Function) -> Iterator[str]:
    """Yield the keys that a function writes into a mapping of its own, or is called with, where it takes any."""
    yield from (key for target, key in written(function) if target == name)
    if function.args.kwarg and function.args.kwarg.arg == name:
        own = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
        given = [each.arg for call in callers(function.name) for each in call.keywords]
        yield from (key for key in given if key and key not in own)


def returned_by(function: Function) -> list[ast.expr]:
    """Return what a function returns."""
    return [each.value for each in walked(function) if isinstance(each, ast.Return) and each.value]


def given_to(name: str, function: Function) -> list[ast.expr]:
    """Return what is assigned to a name."""
    assigned = [each for each in walked(function) if isinstance(each, ast.Assign)]
    return [each.value for each in assigned if any(ast.unparse(target) == name for target in each.targets)]


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
    assert {"level", "until", "circles_inside", "note"} <= recorded_facts(), "it finds what helpers give"
    assert recorded_facts() - set(fact_labels()) == set()


def test_every_mapping_of_facts_can_be_read() -> None:
    passed = [(each, function) for function, call in recordings() for each in call.keywords if not each.arg]
    unread = {f"{function.name}: {ast.unparse(each)}" for each, function in passed if not facts_in(each, function)}
    assert unread == set(), "write its keys out: what is not found here needs no name for people"


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
