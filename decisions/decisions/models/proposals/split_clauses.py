"""Clauses that a proposal splits or merges: what has to be ratified and retired for that."""

from collections.abc import Iterable, Mapping
from typing import NoReturn

from django.utils.translation import gettext as _

from decisions.decisions.models.proposals.touched_clause import ClauseTouch
from decisions.specification.descents import Descent, becoming
from decisions.specification.models import Clause
from foundation.web.exceptions import Refused

MOST_PARTS = 50


def with_descents(
    touches: Iterable[ClauseTouch], descents: Iterable[Descent], known: Mapping[str, Clause]
) -> list[ClauseTouch]:
    """Return what is to be moved, with what these lines say: what becomes others is retired, unless it stays; what it
    becomes is ratified, so that whoever holds it has a say. `known`: the clauses by key.

    :raises Refused: where a clause would become what it is or more than 50, several would become several, or one is
        retired and another becomes it.
    """
    lines = list(descents)
    becomes = becoming(lines)
    _refuse_many(lines, becomes)
    moved = {touch.clause.key: touch for touch in touches}
    for key, after in becomes.items():
        if after == [key]:
            raise Refused(_("%(key)s would become itself.") % {"key": key})
        stays = key in after
        if stays and moved.get(key) and moved[key].retires:
            raise Refused(_("A clause is ratified or retired, not both."))
        moved[key] = ClauseTouch(known[key], retires=not stays, becomes=tuple(after))
    for key in dict.fromkeys(key for after in becomes.values() for key in after):
        if moved.setdefault(key, ClauseTouch(known[key])).retires:
            _refuse_retired(key, becomes)
    return list(moved.values())


def _refuse_retired(key: str, becomes: Mapping[str, list[str]]) -> NoReturn:
    """Refuse that another clause becomes one that is retired: it becomes another itself, or is named as retired."""
    if key in becomes:
        raise Refused(_("%(key)s cannot both receive a clause and become another.") % {"key": key})
    raise Refused(_("A clause is ratified or retired, not both."))


def _refuse_many(lines: Iterable[Descent], becomes: Mapping[str, list[str]]) -> None:
    """Refuse lines that would multiply: as many rows as both sides have clauses, each by each."""
    if any(min(len(before), len(after)) > 1 for before, after in lines):
        raise Refused(_("One clause becomes several, or several one: several do not become several."))
    for key, after in becomes.items():
        if len(after) > MOST_PARTS:
            raise Refused(_("%(key)s would become more than 50 clauses.") % {"key": key})
