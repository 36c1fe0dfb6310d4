"""The changes of circles that a proposal carries out when it is adopted."""

from collections.abc import Iterator, Sequence
from typing import Any

from circles.projects.models import Project
from circles.restructuring.changes import Change, from_json
from foundation.web.exceptions import Refused

type StoredChange = dict[str, Any]
"""A change as `restructuring.to_json` returns it."""


def possible_changes(project: Project, rows: Sequence[StoredChange]) -> list[Change]:
    """Return the changes whose circles and domains are still there; adoption refuses the others."""
    return list(_possible(project, rows))


def _possible(project: Project, rows: Sequence[StoredChange]) -> Iterator[Change]:
    for row in rows:
        try:
            yield from_json(project, row)
        except Refused:
            continue
