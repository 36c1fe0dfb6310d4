"""How a project is cut anew into circles: each change says what it will do before it does it, whole or not at all.

A person who may does it at once; what touches other circles is proposed, and carried out by its adoption.
"""

from typing import Any

from django.utils.translation import gettext as _

from circles.models import Project
from circles.restructuring.budgets import Budget
from circles.restructuring.change import Change
from circles.restructuring.closing import Closing
from circles.restructuring.domains import Grant, Handover, Strike
from circles.restructuring.elements import Element
from circles.restructuring.limits import Limits
from circles.restructuring.merging import Merger
from circles.restructuring.moving import Move
from circles.restructuring.reopening import Reopening
from circles.restructuring.sharing import Share, Unshare
from circles.restructuring.splitting import Split
from circles.restructuring.stored_facts import sound
from web.exceptions import Refused

OF_CIRCLES: tuple[type[Change], ...] = (Closing, Reopening, Move, Merger, Split, Limits)
OF_SCOPES: tuple[type[Change], ...] = (Grant, Handover, Share, Unshare, Strike, Element, Budget)
KINDS: dict[str, type[Change]] = {kind.key: kind for kind in (*OF_CIRCLES, *OF_SCOPES)}
MOST_AT_ONCE = 30
"""So many changes one proposal carries out: its way is computed from all of them, again and again."""


def written(change: Change) -> dict[str, Any]:
    """Put a change in what JSON can hold: its kind, its facts, and its line in the words of who wrote it."""
    return {"kind": change.key, "facts": change.facts(), "words": change.words()}


def read(project: Project, row: dict[str, Any]) -> Change:
    """Give a change back that was written.

    :raises Refused: when it is none, or what it speaks of is not there any more.
    """
    try:
        return KINDS[row["kind"]].read(project, sound(row["kind"], row["facts"]))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Refused(_("This is no change that can be carried out.")) from error


def rewritten(project: Project, rows: Any) -> list[dict[str, Any]]:
    """Give changes that somebody sent in words of ours.

    :raises Refused: when they are none, or too many.
    """
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        raise Refused(_("This is no change that can be carried out."))
    return [written(read(project, row)) for row in rows]


__all__ = [
    "KINDS",
    "MOST_AT_ONCE",
    "Budget",
    "Change",
    "Closing",
    "Element",
    "Grant",
    "Handover",
    "Limits",
    "Merger",
    "Move",
    "Reopening",
    "Share",
    "Split",
    "Strike",
    "Unshare",
    "read",
    "rewritten",
    "written",
]
