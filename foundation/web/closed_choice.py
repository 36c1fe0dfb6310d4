"""Closed choices: enumerations whose members carry all that the program asks of them."""

from typing import Any, Self

from django.db import models


class ClosedChoice(models.TextChoices):
    """A choice of a fixed set, each member with its facts: `TIME = "time", PositionFacts(…), _("I need time")`.

    A subclass names the frozen dataclass that its members carry: `facts: PositionFacts`. A field without a default has
    to be given for each member, so that none is forgotten; what a page, a mail or the record needs is read from there.
    """

    facts: Any

    def __new__(cls, value: str, facts: object = None) -> Self:
        """Make a member that is its value, as any of `TextChoices`.

        :raises TypeError: for a member without facts.
        """
        if facts is None:
            raise TypeError(value)
        member = str.__new__(cls, value)
        member._value_ = value
        member.facts = facts
        return member
