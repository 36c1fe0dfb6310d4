"""The rule of the budget tree: what a purse has in hand, and who tops it up. Pure; amounts are exact decimals.

`allotted` is what a circle was given; None where the project has no budget, so that nothing runs out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Account:
    """One circle's own money: given to it, handed on to circles inside, reserved by its decisions, spent."""

    allotted: Decimal | None = NOTHING
    handed_on: Decimal = NOTHING
    reserved: Decimal = NOTHING
    spent: Decimal = NOTHING

    @property
    def bound(self) -> Decimal:
        """Return what is no longer free: handed on, reserved or spent."""
        return self.handed_on + self.reserved + self.spent

    @property
    def in_hand(self) -> Decimal | None:
        """Return what the circle may still hand on, reserve or spend; None where nothing runs out."""
        return None if self.allotted is None else self.allotted - self.bound


@dataclass(frozen=True)
class Figures:
    """What a circle's budget has come to, all circles inside included: these three make up what was allotted."""

    allotted: Decimal | None
    reserved: Decimal
    spent: Decimal
    left: Decimal | None

    @property
    def has_money(self) -> bool:
        """Return whether there is anything to draw."""
        return bool(self.allotted or self.reserved or self.spent)

    def share(self, part: Decimal) -> Decimal:
        """Return a part as a percentage of all, to one place; 0 of nothing."""
        whole = self.allotted if self.allotted is not None else self.reserved + self.spent
        return (100 * part / whole).quantize(Decimal("0.1")) if whole else NOTHING

    @cached_property
    def spent_share(self) -> Decimal:
        """Return what is spent, in percent."""
        return self.share(self.spent)

    @cached_property
    def reserved_share(self) -> Decimal:
        """Return what is reserved, in percent."""
        return self.share(self.reserved)


def figures_of(accounts: Mapping[int, Account], parents: Mapping[int, int | None]) -> dict[int, Figures]:
    """Add up each circle with all circles inside; `parents` gives for each circle the one around it."""
    reserved, spent = dict.fromkeys(parents, NOTHING), dict.fromkeys(parents, NOTHING)
    for circle, account in accounts.items():
        for around in way_up(circle, parents):
            reserved[around] += account.reserved
            spent[around] += account.spent
    found = {}
    for circle in parents:
        allotted = accounts.get(circle, Account()).allotted
        left = None if allotted is None else allotted - reserved[circle] - spent[circle]
        found[circle] = Figures(allotted, reserved[circle], spent[circle], left)
    return found


def way_up(circle: int, parents: Mapping[int, int | None]) -> list[int]:
    """Return the circle and those around it, up to the outermost; a loop is cut."""
    way: list[int] = []
    at: int | None = circle
    while at is not None and at in parents and at not in way:
        way.append(at)
        at = parents[at]
    return way


def within_reach(in_hand: Sequence[Decimal | None]) -> Decimal | None:
    """Return how much the first circle can come to have when those around it top it up; None: nothing runs out."""
    known = [amount for amount in in_hand if amount is not None]
    return sum(known, NOTHING) if len(known) == len(in_hand) else None


def top_ups(cost: Decimal, in_hand: Sequence[Decimal | None]) -> list[Decimal]:
    """Return what each circle hands to the one before it, so that the first has `cost` in hand.

    `in_hand` leads from the spending circle up to the one that decides. The nearest circles give first.

    :raises ValueError: when all of them together have less.
    """
    given, missing = [], cost
    for amount in in_hand:
        missing = NOTHING if amount is None else max(NOTHING, missing - amount)
        given.append(missing)
    if given and given[-1]:
        raise ValueError("not enough on the whole way")
    return given[:-1]


def committed(accounts: Mapping[int, Account], parents: Mapping[int, int | None]) -> dict[int, Account]:
    """Return each circle exactly what it and those inside have reserved and spent: where a budget is declared late.

    `parents` as in `figures_of`.
    """
    bare = {circle: Account(None, NOTHING, one.reserved, one.spent) for circle, one in accounts.items()}
    needs = {circle: one.reserved + one.spent for circle, one in figures_of(bare, parents).items()}
    found = {}
    for circle in parents:
        own = accounts.get(circle, Account())
        found[circle] = Account(needs[circle], needs[circle] - own.reserved - own.spent, own.reserved, own.spent)
    return found
