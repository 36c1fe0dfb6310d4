"""What of the record an address asks for: whose events, where, on what, on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.dateparse import parse_date

from circles.projects.models import Project
from foundation.audit.models import EntryQuerySet
from foundation.web.pagination import is_key


@dataclass(frozen=True)
class RecordFilter:
    """A circle's key, a person's id, a kind of thing, one thing (`proposal-12`), a day as written; what means nothing
    finds nothing, but for a day that is none, which counts as not said.
    """

    circle: str = ""
    person: str = ""
    kind: str = ""
    about: str = ""
    day: str = ""

    @property
    def is_everything(self) -> bool:
        """Return whether nothing is left out, so that what is shown has no gaps."""
        return self == type(self)()

    @classmethod
    def from_query(cls, address: Mapping[str, str]) -> Self:
        """Take what the address says."""
        return cls(**{name: address.get(name, "") for name in ("circle", "person", "kind", "about", "day")})

    def among(self, found: EntryQuerySet, project: Project) -> EntryQuerySet:
        """Keep what is asked for."""
        people, day = project.people(), day_in(self.day)
        if self.circle:
            found = found.in_scope(self.circle)
        if self.person:
            known = people.filter(pk=self.person) if is_key(people, self.person) else people.none()
            found = found.filter(actor__in=known)
        if self.kind:
            found = found.filter(subject_kind=self.kind)
        if self.about:
            kind, _, subject = self.about.partition("-")
            found = found.about(kind, subject)
        return found.filter(happened_at__date=day) if day else found


def day_in(words: str) -> date | None:
    """Return the day that an address says, or None for what is no day."""
    try:
        return parse_date(words)
    except ValueError:  # written like a day, and in no calendar: 2026-13-45
        return None
