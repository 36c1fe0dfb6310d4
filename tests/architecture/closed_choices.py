"""Every enumeration of the program, found by importing its modules; and the texts that a member carries."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise

from foundation.web.closed_choice import ClosedChoice
from tests.architecture.sources import APPS, app_of, modules

NOT_IMPORTED = ("/management/commands/", "foundation/audit/standalone/")


@cache
def every_enumeration() -> tuple[type[Choices], ...]:
    """The enumerations of choices of our apps, sorted by name."""
    for path in modules(of=APPS):
        if not any(part in path for part in NOT_IMPORTED):
            import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    found = {one for one in below(Choices) if app_of(one.__module__) in APPS and one.values}
    return tuple(sorted(found, key=name_of))


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def name_of(enumeration: type[Choices]) -> str:
    return f"{enumeration.__module__}.{enumeration.__qualname__}"


def closed_choices() -> list[type[ClosedChoice]]:
    return [one for one in every_enumeration() if issubclass(one, ClosedChoice)]


def facts_of(facts: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each fact with its name, those inside others as well."""
    for field in fields(facts):
        value = getattr(facts, field.name)
        if is_dataclass(value):
            yield from facts_of(value, f"{name}{field.name}.")
        else:
            yield f"{name}{field.name}", value


def texts_of(member: ClosedChoice) -> dict[str, str]:
    """What people read of a member, in the language that is active: its label, and those of its facts that are text."""
    lazy = {name: value for name, value in facts_of(member.facts) if isinstance(value, Promise)}
    return {name: said(value) for name, value in {"label": member.label, **lazy}.items()}


def said(words: Any) -> str:
    """A text; one that counts something as for two."""
    try:
        return str(words) or str(words % {"n": 2})
    except (KeyError, TypeError):
        return str(words % {"n": 2})
