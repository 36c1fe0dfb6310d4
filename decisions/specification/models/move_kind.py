"""What a decision makes of a clause."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True)
class MoveFacts:
    """The sign that it bears: that of the state which the clause has then."""

    mark: str


class MoveKind(ClosedChoice):
    """What a decision makes of a clause. One may be ratified again as it was, because another becomes it."""

    facts: MoveFacts

    NEW = "new", MoveFacts("draft"), _("new")
    CHANGED = "changed", MoveFacts("changed"), pgettext_lazy("clause", "changed")
    UNCHANGED = "unchanged", MoveFacts("ratified"), pgettext_lazy("clause", "unchanged")
    RETIRED = "retired", MoveFacts("retired"), _("retired")

    @classmethod
    def between(cls, before: str | None, after: str | None) -> Self:
        """Return what was made of a clause, by the digests of its text before (None: no decision had ratified it) and
        after (None: it is retired).
        """
        if before is None:
            return cls.NEW
        if after is None:
            return cls.RETIRED
        return cls.UNCHANGED if before == after else cls.CHANGED
