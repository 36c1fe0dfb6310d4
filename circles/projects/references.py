"""What short names such as D-12 mean: each app says so of its kinds of things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from circles.projects.models import Project, Subject
from foundation.accounts.models import User
from foundation.web.extension_registry import Keyed, merged
from foundation.web.pagination import number_in


@dataclass(frozen=True)
class References(Keyed[str, Callable[[Project, int], Subject | None]]):
    """What `D-12` means, by its letter: (project, 12) → thing or None."""


@dataclass(frozen=True)
class KeyedReferences(Keyed[str, Callable[[Project, str], Subject | None]]):
    """What `SPEC-4.2` means, by its first part: (project, "4.2") → thing or None."""


@dataclass(frozen=True)
class Finders(Keyed[str, Callable[[Project, User, str], Subject | None]]):
    """Things without either, by kind: (project, person, key) → the thing that the person may read, or None."""


def references() -> Mapping[str, Callable[[Project, int], Subject | None]]:
    """Return which kind of thing the letters of a reference (the P of P-24) stand for."""
    return merged(References)


def letters() -> frozenset[str]:
    """Return what references begin with: the P of P-24, the SPEC of SPEC-4.2."""
    return frozenset(merged(References)) | frozenset(merged(KeyedReferences))


def is_found_by_key(kind: str) -> bool:
    """Return whether things of a kind have a key in place of a reference."""
    return kind in merged(Finders)


def thing_at(project: Project, reference: str) -> Subject | None:
    """Return what `D-12` or `SPEC-4.2` refers to, whoever may see it."""
    kind, _, key = reference.partition("-")
    keyed: Mapping[str, Callable[[Project, str], Subject | None]] = merged(KeyedReferences)
    if kind in keyed:
        return keyed[kind](project, key)
    number = number_in(key)
    return references()[kind](project, number) if kind in references() and number else None


def thing_named(project: Project, user: User, name: str) -> Subject | None:
    """Return what `P-24` or `message-345` names, if the person may see it: in addresses such as `?from=P-24`."""
    kind, _, key = name.partition("-")
    finders: Mapping[str, Callable[[Project, User, str], Subject | None]] = merged(Finders)
    if kind in finders:
        return finders[kind](project, user, key)
    thing = thing_at(project, name)
    visible_to = getattr(type(thing)._default_manager, "visible_to", None) if thing else None
    if thing is None or (visible_to and not visible_to(user).filter(pk=thing.pk).exists()):
        return None
    return thing
