"""Changes as JSON, as proposals store them and the API hands them out: `{"kind": "move", "facts": {…}, "words": …}`."""

from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from circles.projects.models import Project
from circles.restructuring.budget import Budget
from circles.restructuring.change import Change
from circles.restructuring.closing import Closing
from circles.restructuring.domains import Grant, Handover, Strike
from circles.restructuring.element import Element, ElementRemoval
from circles.restructuring.limits import Limits
from circles.restructuring.merger import Merger
from circles.restructuring.move import Move
from circles.restructuring.reopening import Reopening
from circles.restructuring.sharing import Share, Unshare
from circles.restructuring.split import Split
from foundation.web.exceptions import Refused

KINDS: dict[str, type[Change]] = {
    change.kind: change
    for change in (
        Closing,
        Reopening,
        Move,
        Merger,
        Split,
        Limits,
        Grant,
        Handover,
        Share,
        Unshare,
        Strike,
        Element,
        ElementRemoval,
        Budget,
    )
}
MAX_CHANGES = 30
"""So many changes one proposal applies at most: its way is computed from all of them, again and again."""

_adapters: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(change) for kind, change in KINDS.items()}


def to_json(change: Change) -> dict[str, Any]:
    """Return a change as JSON: its kind, its facts, and its line in the language of who writes it."""
    facts = _adapters[change.kind].dump_python(change, mode="json")
    return {"kind": change.kind, "facts": facts, "words": change.summary()}


def from_json(project: Project, row: dict[str, Any]) -> Change:
    """Return the change that was written, with the circles, domains and people as they are now.

    Whoever wrote it, each field is there and within its bounds; what else is there is left out.

    :raises Refused: when it is no change, or what it speaks of is not there any more.
    """
    try:
        kind = row["kind"]
        stored = {"circle": None, **KINDS[kind].unsaid, **row["facts"]}
        facts = {field.name: stored[field.name] for field in fields(KINDS[kind])}
        change: Change = _adapters[kind].validate_python(facts, context=project)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("This is no change that can be carried out.")) from error
    return change


def clean_json(project: Project, rows: Any) -> list[dict[str, Any]]:
    """Return changes that a person sent, each read and written anew.

    :raises Refused: when they are none, or too many.
    """
    if not isinstance(rows, list) or len(rows) > MAX_CHANGES:
        raise Refused(_("This is no change that can be carried out."))
    return [to_json(from_json(project, row)) for row in rows]
