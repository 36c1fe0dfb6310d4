"""What every change of circles can do."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from circles.circles.models import Circle
from circles.restructuring.field_types import StoredCircle
from foundation.accounts.models import User


@dataclass
class Change(ABC):
    """One change of one circle. Each kind is a dataclass that declares its fields once, typed as in `field_types`.

    By that declaration a proposal stores it (`serialization`); forms and API take their bounds from the same types.
    Making a change checks nothing, so that a form can preview half an answer: reading a stored one checks everything.
    """

    circle: StoredCircle

    kind: ClassVar[str]
    changes_elements: ClassVar[bool] = False
    unsaid: ClassVar[dict[str, Any]] = {}
    """What a change says that was stored before it had these fields."""

    @abstractmethod
    def summary(self) -> str:
        """Return it in one line: “Close Hydraulics”."""

    @abstractmethod
    def affects(self) -> list[Circle]:
        """Return the circles that have to speak when it is proposed."""

    @abstractmethod
    def preview(self) -> Iterator[str]:
        """Say sentence by sentence what will happen to people, domains, money and open work."""

    @abstractmethod
    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Do it in one transaction and record it; returns the circle to look at next.

        `decision` is the reference (D-12) of the decision that wants it.

        :raises Refused: when it is not possible now.
        """
