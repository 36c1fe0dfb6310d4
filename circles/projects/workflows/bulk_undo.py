"""The way back from a change of several things at once: what each was before and how it was left, as a word that only
this server can write and only who made the change can use, for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core import signing
from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused

if TYPE_CHECKING:
    from circles.projects.models import Project
    from foundation.accounts.models import User

OPEN_FOR_S = 3600


@dataclass(frozen=True)
class EarlierState:
    """How a thing was before, and how it was left: only what was changed is there."""

    number: int
    was: dict[str, Any]
    now: dict[str, Any]


@dataclass(frozen=True)
class BulkUndo:
    """The way back from one change."""

    earlier: list[EarlierState]

    def token(self, project: Project, user: User, *, salt: str) -> str:
        """Write it for an address; `salt` says of which kind of change it is."""
        rows = [[one.number, one.was, one.now] for one in self.earlier]
        return signing.dumps([str(project.pk), str(user.pk), rows], salt=salt, compress=True)

    @classmethod
    def from_token(cls, token: str, project: Project, user: User, *, salt: str) -> Self:
        """Read it.

        :raises Refused: when it is too old, of another project or person, or none of ours.
        """
        try:
            home, who, rows = signing.loads(token, salt=salt, max_age=OPEN_FOR_S)
        except signing.BadSignature as error:
            raise Refused(_("This can no longer be undone.")) from error
        if (home, who) != (str(project.pk), str(user.pk)):
            raise Refused(_("This can no longer be undone."))
        return cls([EarlierState(*row) for row in rows])
