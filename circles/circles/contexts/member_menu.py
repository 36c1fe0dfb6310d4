"""The menu beside a person's name on a circle's page: what the reader may do with their seat and their roles.

All of it can be compared, so that a menu is written out once and kept (`templatetags/repeated_components.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from circles.circles import permissions
from circles.circles.models import Circle, Membership, Role
from foundation.accounts.models import User


@dataclass(frozen=True)
class Held:
    """A role that a person holds: its id, what it is called where it is ended, and as the reader knows it."""

    pk: int
    words: str
    name: str
    is_own: bool


@dataclass(frozen=True)
class Giving:
    """What a reader may give in a circle: the roles that every circle knows by value and name, and any at all."""

    kinds: tuple[tuple[str, str], ...]
    any: bool


@dataclass(frozen=True)
class Menu:
    """What a reader may do with a seat: which roles they may end, which renew, whether end the seat; whose it is and
    where.
    """

    project: str
    circle: str
    seat: int
    name: str
    giving: Giving
    ends: tuple[Held, ...]
    renews: tuple[Held, ...]
    may_end: bool
    is_mine: bool


def menus_of(circle: Circle, memberships: Iterable[Membership], reader: User) -> list[tuple[Membership, Menu | None]]:
    """Return each membership (read `with_roles`) with its menu: None where the reader may do nothing with it."""
    givable = permissions.givable(reader, circle)
    kinds = tuple((kind.value, str(kind.label)) for kind in givable if kind != Role.Kind.OWN)
    giving, may_end = Giving(kinds, bool(givable)), permissions.may_give_roles(reader, circle)

    def menu(seat: Any) -> Menu | None:
        is_mine = seat.user_id == reader.pk
        if not (givable or is_mine):
            return None
        held = {role: Held(role.pk, role.words, str(role), role.kind == Role.Kind.OWN) for role in seat.held}
        renews = tuple(one for role, one in held.items() if role.kind in givable)
        ends = tuple(held.values()) if is_mine else renews
        place = (circle.project.slug, circle.key, seat.pk, seat.user.name)
        return Menu(*place, giving, ends, renews, may_end or is_mine, is_mine)

    return [(one, menu(one)) for one in memberships]
