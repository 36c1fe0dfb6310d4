"""The menu beside somebody's name on a circle's page: what the reader may do with their seat and their roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from circles import permissions
from circles.models import Circle, Membership, Role


@dataclass(frozen=True)
class Giving:
    """What a reader may give in a circle: the roles that every circle knows by value and word, and any at all."""

    kinds: list[tuple[str, str]]
    any: bool


@dataclass(frozen=True)
class Menu:
    """What a reader may do with somebody's seat: which roles they may end, which renew, and whether end the seat."""

    ends: list[Role]
    renews: list[Role]
    may_end: bool


def menus_of(
    circle: Circle, memberships: Iterable[Membership], reader: User
) -> tuple[Giving, list[tuple[Membership, Menu | None]]]:
    """Give what the reader may give, and each membership (read `with_roles`) with its menu: None where the reader may
    do nothing with it.
    """
    givable = permissions.givable(reader, circle)
    may_end = permissions.may_give_roles(reader, circle)
    giving = Giving([(kind.value, str(kind.label)) for kind in givable if kind != Role.Kind.OWN], bool(givable))
    seats: list[tuple[Membership, Menu | None]] = []
    for one in memberships:
        is_own = one.user_id == reader.pk
        renews = [role for role in one.held if role.kind in givable]  # type: ignore[attr-defined] # with_roles adds it
        ends = one.held if is_own else renews  # type: ignore[attr-defined]
        seats.append((one, Menu(ends, renews, may_end or is_own) if givable or is_own else None))
    return giving, seats
