"""What goes to another circle when one closes, merges or splits: things of the apps, domains, circles inside, people.

`transfer_…` moves it and returns what the record says of it; `preview_…` says so beforehand. The caller of a transfer
holds the lock and records the event of all.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.circles.models import Circle, Membership
from circles.money.between_circles import move_with_money
from circles.restructuring.neighbours import open_children
from circles.restructuring.transfers import transfers
from foundation.accounts.models import User
from foundation.web.formatting import listed


def transfer_all(
    circle: Circle, to: Circle, *, by: User | None, at: datetime | None, now: datetime, alive_only: bool
) -> dict[str, Any]:
    """Transfer what is in a circle that ends to another; `alive_only` as `transfer_things` has it.

    Open proposals go before the people, who speak in the rounds that come with them.
    """
    children = open_children(circle)
    for child in children:
        move_with_money(child, to, by=by, at=now)
    domains = transfer_domains(circle, to, at=now)
    shared_domains = transfer_sharings(circle, to, at=now)
    things = transfer_things(circle, to, by=by, at=at, alive_only=alive_only)
    members = list(people_only_in(circle))
    for user in members:
        add_member(user, to, at=now)
    return {
        "circles_inside": len(children),
        "domains": ", ".join(domains),
        "shared_domains": ", ".join(shared_domains),
        "members": len(members),
        **things,
    }


def transfer_things(
    circle: Circle,
    to: Circle,
    *,
    by: User | None,
    at: datetime | None,
    only: Collection[str] | None = None,
    alive_only: bool = False,
) -> dict[str, int]:
    """Move what apps keep in a circle, all or what has one of the references `only`; returns how much of each.

    `alive_only` leaves where it is what stays readable in a closed circle: documents.
    """
    moved: dict[str, int] = {}
    for transfer in transfers():
        if transfer.is_alive or not alive_only:
            moved[transfer.key] = transfer.move(circle, to, only, by, at)
    return {key: number for key, number in moved.items() if number}


def preview_things(
    circle: Circle, to: Circle, *, only: Collection[str] | None = None, alive_only: bool = False
) -> Iterator[str]:
    """Say what of each app goes to another circle; `only` and `alive_only` as `transfer_things` has them."""
    for transfer in transfers():
        number = transfer.count(circle, only) if transfer.is_alive or not alive_only else 0
        if number:
            yield transfer.sentence(number, to)


def transfer_domains(circle: Circle, to: Circle, *, at: datetime, keys: Collection[str] | None = None) -> list[str]:
    """Move domains of a circle to another, all or those with these keys; returns their keys."""
    held = circle.domains.held() if keys is None else circle.domains.held().filter(key__in=keys)
    moved = list(held.order_by("key"))
    for domain in moved:
        domain.circle = to
        domain.save()
        for sharing in domain.sharings.current().filter(circle=to):
            sharing.end(at=at)
    return [domain.key for domain in moved]


def preview_domains(keys: Collection[str], to: Circle) -> Iterator[str]:
    """Say where domains go."""
    if keys:
        sentence = ngettext("%(keys)s goes to %(circle)s.", "%(keys)s go to %(circle)s.", len(keys))
        yield sentence % {"keys": listed(keys), "circle": to.name}


def held_keys(circle: Circle) -> list[str]:
    """Return the keys of the domains that a circle holds."""
    return list(circle.domains.held().order_by("key").values_list("key", flat=True))


def transfer_sharings(circle: Circle, to: Circle, *, at: datetime) -> list[str]:
    """Let another circle share what this one shares, unless it decides it already; returns the domains' keys."""
    ending = list(circle.sharings.current().select_related("domain").order_by("domain__key"))
    for sharing in ending:
        sharing.end(at=at)
        if to.pk not in sharing.domain.spoken_for_by:
            sharing.domain.sharings.create(circle=to, started_at=at)
    return [sharing.domain.key for sharing in ending]


def preview_sharings(circle: Circle, to: Circle) -> Iterator[str]:
    """Say what a circle shares that the other will share in its place."""
    shared = circle.sharings.current().exclude(domain__circle=to).order_by("domain__key")
    keys = list(shared.values_list("domain__key", flat=True))
    if keys:
        yield _("%(circle)s has a word in %(keys)s in its place.") % {"keys": listed(keys), "circle": to.name}


def preview_children(children: list[Circle], to: Circle) -> Iterator[str]:
    """Say where the circles inside go."""
    if children:
        sentence = ngettext(
            "%(names)s is then right inside %(circle)s.", "%(names)s are then right inside %(circle)s.", len(children)
        )
        yield sentence % {"names": listed(one.name for one in children), "circle": to.name}


def preview_people(number: int, to: Circle) -> Iterator[str]:
    """Say where people go."""
    if number:
        sentence = ngettext(
            "%(number)s person goes on in %(circle)s.", "%(number)s people go on in %(circle)s.", number
        )
        yield sentence % {"number": number, "circle": to.name}


def people_only_in(circle: Circle) -> Iterator[User]:
    """Yield the circle's people who are in no other open circle of the project."""
    elsewhere = circle.project.memberships.current().filter(circle__closed_at=None).exclude(circle=circle)
    yield from circle.people().exclude(pk__in=elsewhere.values("user"))


def add_member(user: User, circle: Circle, *, at: datetime) -> Membership | None:
    """Let a person in without an event of its own, unless they are in."""
    if circle.memberships.current().filter(user=user).exists():
        return None
    return circle.memberships.create(project=circle.project, user=user, started_at=at)


def end_membership(membership: Membership, *, at: datetime) -> None:
    """End a membership without an event of its own."""
    membership.ended_at = at
    membership.save()
