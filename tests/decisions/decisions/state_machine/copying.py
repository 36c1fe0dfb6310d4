"""Proposals that stand as one does that was lived through, at a hundredth of what living through it again costs."""

from copy import copy
from typing import Any

from decisions.decisions.models import Claim, Objection, Position, Proposal, Round

ASKED: Any = Round.asked.rel.related_model
BRANCHES: list[tuple[Any, str]] = [
    (Round, "proposal"),
    (Claim, "proposal"),
    (ASKED, "round__proposal"),
    (Position, "round__proposal"),
    (Objection, "proposal"),
]


def copies(proposal: Proposal, times: int) -> list[Proposal]:
    """Return so many that have the same rounds, people asked, claims, positions and objections; record and inboxes tell
    of the first only.
    """
    first = Proposal.next_number(proposal.project)
    made = [_like(proposal, number=first + place) for place in range(times)]
    Proposal.objects.bulk_create(made)
    became = {(Proposal, proposal.pk): [one.pk for one in made]}
    for model, way in BRANCHES:
        rows = list(model.objects.filter(**{way: proposal}).order_by("pk"))
        new = [_like(row, **_moved(row, became, place)) for row in rows for place in range(times)]
        model.objects.bulk_create(new, batch_size=500)
        for place, row in enumerate(rows):
            became[model, row.pk] = [one.pk for one in new[place * times : (place + 1) * times]]
    return made


def _like(row: Any, **given: Any) -> Any:
    """Return the row once more, without an id and what was fetched along with it."""
    new = copy(row)
    new._state = copy(row._state)
    new._state.fields_cache = {}
    new._state.adding, new.pk = True, None
    for name, value in given.items():
        setattr(new, name, value)
    return new


def _moved(row: Any, became: dict[tuple[Any, Any], list[Any]], place: int) -> dict[str, Any]:
    """Return the foreign keys of a row that lead to what was copied, for the copy at this place."""
    keys = (one for one in row._meta.concrete_fields if one.is_relation)
    leading = {one.attname: (one.related_model, getattr(row, one.attname)) for one in keys}
    return {name: became[key][place] for name, key in leading.items() if key in became}
