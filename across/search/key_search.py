"""Things by the beginning of their key, while it is being typed: `SPEC-4` is SPEC-4 with all that is below, `A-2` also
A-20 to A-29.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, Value, When

from across.search.found_things import FoundThing, Row
from across.search.indexing import key_of
from across.search.kinds import KINDS
from across.search.models import WHOLE, Text
from across.search.text_search import COLUMNS
from across.search.visibility import visible_to
from circles.projects.models import Project
from foundation.accounts.models import User

KINDS_OF: Mapping[str, str] = {
    "A": "action",
    "D": "decision",
    "DOC": "document",
    "P": "proposal",
    "Q": "question",
    "S": "sync",
    "T": "track",
}
"""The kind of thing that a letter stands for; clauses have keys of their own."""
CLAUSES = "SPEC"
REFERENCED = frozenset((*KINDS_OF.values(), "clause"))
"""Kinds whose things have a key that can be typed."""
BEGUN = re.compile(r"(?P<letters>[A-Za-z]{1,6})(?:-(?P<number>[0-9]{0,9}(?:\.[0-9]{0,9}){0,3}))?")
DIGITS_MORE = 2
"""So many digits may follow what was typed: A-2 finds A-27 and A-271."""
MOST_NUMBERED = 10_000_000
"""Above that no number is the beginning of another: a database would have no room for it."""
AT_MOST = 8


def things_keyed(project: Project, user: User, typed: str) -> list[FoundThing]:
    """Return the things whose key begins so, the shortest key first; nothing for what is no key's beginning."""
    match = BEGUN.fullmatch(typed.strip())
    if not match:
        return []
    letters, number = match["letters"].upper(), match["number"]
    if letters == CLAUSES:
        begun = f"{CLAUSES}-{number or ''}"
        return _found(project, user, "clause", _clauses(project, begun))
    if letters not in KINDS_OF or not (number and number.isdecimal()):
        return []
    kind = KINDS_OF[letters]
    return _found(project, user, kind, _numbered(project, kind, int(number)))


def _clauses(project: Project, begun: str) -> list[Any]:
    """Return the ids of clauses by the beginning of their key, in the order of the key's numbers."""
    found = KINDS["clause"].model.objects.in_project(project).filter(dropped_at=None, key__startswith=begun)
    keys = sorted(found.values_list("key", "pk")[:500], key=lambda one: _order(one[0]))
    return [pk for _key, pk in keys[:AT_MOST]]


def _order(key: str) -> list[int]:
    return [int(part) for part in re.findall(r"[0-9]+", key)]


def _numbered(project: Project, kind: str, number: int) -> list[Any]:
    """Return the ids of the thing with this number, and of those whose numbers begin with it."""
    wanted = Q(number=number)
    for more in range(1, DIGITS_MORE + 1 if number < MOST_NUMBERED else 1):
        wanted |= Q(number__range=(number * 10**more, (number + 1) * 10**more - 1))
    model: Any = KINDS[kind].model
    return list(model.objects.filter(wanted, project=project).order_by("number").values_list("pk", flat=True)[:AT_MOST])


def _found(project: Project, user: User, kind: str, keys: list[Any]) -> list[FoundThing]:
    """Return what is kept of these things in search, of those that the person may see, in this order."""
    if not keys:
        return []
    places = [When(thing=key_of(key), then=Value(place)) for place, key in enumerate(keys)]
    rows: Any = Text.objects.filter(visible_to(user), project=project, kind=kind, thing__in=map(key_of, keys))
    rows = rows.exclude(part=WHOLE).annotate(place=Case(*places)).order_by("place", "part")
    first: dict[str, FoundThing] = {}
    for values in rows.values_list(*COLUMNS)[: AT_MOST * 20]:
        row = Row(*values)
        first.setdefault(row.thing, FoundThing(row))
    return list(first.values())
