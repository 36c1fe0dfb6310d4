"""Who is away from a project today, as an app above knows it, and who covers for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from web.extension_registry import installed

if TYPE_CHECKING:
    from accounts.models import User
    from circles.models import Project


@dataclass(frozen=True)
class CurrentAbsence:
    """Until which day somebody is away, this day included, and who speaks for them meanwhile, if anybody."""

    until_on: date
    cover: "User | None"


type AwayOf = "Callable[[Project], Mapping[UUID, CurrentAbsence]]"


def away_from(project: "Project") -> dict[UUID, CurrentAbsence]:
    """Return who is away from a project today, by person."""
    found: dict[UUID, CurrentAbsence] = {}
    for read in (extension.away for extension in installed() if extension.away):
        found |= read(project)
    return found
