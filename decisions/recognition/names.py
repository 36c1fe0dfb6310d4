"""What recognition is given and what it finds: the names of a project, and what of them a text mentions."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class EffectKind(StrEnum):
    """What of a project a text can name, in the order in which it is asked about."""

    CIRCLE = "circle"
    DOMAIN = "domain"
    CLAUSE = "clause"
    ESSENTIAL = "essential"
    DECISION = "decision"
    ACTION = "action"
    AMOUNT = "amount"
    DATE = "date"


@dataclass(frozen=True)
class CircleName:
    """An open circle. `key` is the one in its address, which keeps the name that it was opened with."""

    key: str
    name: str
    is_general: bool = False


@dataclass(frozen=True)
class DomainName:
    """A domain that another circle holds or shares: its key (PWR-OUT) and its label."""

    key: str
    label: str


@dataclass(frozen=True)
class Names:
    """What of a project matters to the text of one circle: its own name and domains are left out.

    `keys` are the references that exist and are worth a question: SPEC-4.2, FE-1, D-14, A-27. `statements` are those of
    the essentials, by key. `cost` is what the proposal says that it costs: no amount up to that is asked about.
    """

    circles: tuple[CircleName, ...] = ()
    domains: tuple[DomainName, ...] = ()
    keys: frozenset[str] = frozenset()
    statements: dict[str, str] = field(default_factory=dict)
    cost: Decimal = Decimal(0)


@dataclass(frozen=True)
class Mentioned:
    """One thing that a text names: its kind, by what it is known (a key, an amount in figures, a day), and the words
    that name it.
    """

    kind: EffectKind
    names: str
    words: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """Return by what two mentions are the same."""
        return self.kind.value, self.names
