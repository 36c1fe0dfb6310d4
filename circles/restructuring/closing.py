"""Close a circle: what is alive in it goes to the circle around it, and everything stays readable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit import clock
from circles.domain_events import CircleClosing, LimitsChanged
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models import Circle, Project, Purse
from circles.money.transfer import move_with_money
from circles.restructuring import change
from web.collation import Alphabetical
from web.exceptions import Refused
from web.formatting import listed, money


@dataclass
class Closing(change.Change):
    """The end of a circle, with the reason."""

    circle: Circle
    why: str = ""

    key: ClassVar[str] = "closing"

    def words(self) -> str:
        """Say it in one line."""
        return _("Close %(circle)s") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, the one around it, which takes over, and those right inside it, which it no longer holds."""
        around = [self.circle.parent] if self.circle.parent else []
        return [self.circle, *around, *change.inside(self.circle)]

    def foretell(self) -> Iterator[str]:
        """Say what becomes of what lives in it."""
        circle, parent = self.circle, self.circle.parent
        if parent is None:
            return
        homeless = list(homeless_in(circle))
        yield _("Everything in it stays readable. Nothing new can begin in it.")
        if homeless:
            yield change.people_words(len(homeless), parent)
        inside = change.inside(circle)
        if inside:
            yield circles_words(inside, parent)
        keys = list(circle.domains.held().order_by("key").values_list("key", flat=True))
        if keys:
            yield change.domains_words(keys, parent)
        yield from change.sharings_words(circle, parent)
        in_hand = Purse.of(circle).in_hand
        if in_hand:
            yield money_words(circle, parent, in_hand)
        yield from change.foretell_estates(circle, parent, with_papers=False)

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Close it; refused for the general circle and for a closed one."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            parent = around(circle)
            now = at or clock.now()
            leading = [*change.pilots_of(change.inside(circle)), *parent.people_in("pilot")]
            handed = bequeath(circle, parent, by=by, at=at, now=now, with_papers=False)
            finish(circle, by=by, at=at, now=now)
            circle.record_event(
                CircleEvent.CIRCLE_CLOSED,
                by=by,
                at=at,
                also=["circles", "people", "money", f"circle:{parent.key}"],
                people=dict.fromkeys({*circle_people(circle, now), *leading}, "circle"),
                within=parent.name,
                why=self.why,
                decision=because,
                **handed,
            )
            publish(LimitsChanged(circle=parent, by=by, at=at))
        return circle

    def facts(self) -> dict[str, Any]:
        """Keep the circle's id and the reason."""
        return {"circle": self.circle.pk, "why": self.why}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        return cls(change.circle_in(project, facts["circle"]), facts["why"])


def around(circle: Circle) -> Circle:
    """Give the circle around one.

    :raises Refused: for the general circle.
    """
    if circle.parent is None:
        raise Refused(_("The general circle stays as long as the project."))
    return circle.parent


def homeless_in(circle: Circle) -> Iterator[User]:
    """Yield the circle's people who are in no other open circle of the project."""
    elsewhere = circle.project.memberships.current().filter(circle__closed_at=None).exclude(circle=circle)
    yield from circle.people().exclude(pk__in=elsewhere.values("user"))


def bequeath(
    circle: Circle, to: Circle, *, by: User | None, at: datetime | None, now: datetime, with_papers: bool
) -> dict[str, Any]:
    """Give what lives in a circle to another and count it: circles inside, domains, proposals, money, people.

    Open proposals go before the people, who speak in the rounds that come with them.
    """
    inside = change.inside(circle)
    for child in inside:
        move_with_money(child, to, by=by, at=now)
    keys = change.domains_to(circle, to, at=now)
    shared = change.sharings_to(circle, to, at=now)
    handed = change.hand_over(circle, to, by=by, at=at, with_papers=with_papers)
    homeless = list(homeless_in(circle))
    for user in homeless:
        change.seat(user, to, at=now)
    named = {"domains": ", ".join(keys), "shared_domains": ", ".join(shared)}
    return {"circles_inside": len(inside), **named, "members": len(homeless), **handed}


def finish(circle: Circle, *, by: User | None, at: datetime | None, now: datetime) -> None:
    """Give back what is in hand, let the apps do their part, and write that the circle and its memberships ended."""
    Purse(circle=circle).locked().bring_up(by=by, why=_("the circle closes"), at=at)
    publish(CircleClosing(circle=circle, by=by, at=at))
    for membership in circle.memberships.current():
        change.unseat(membership, at=now)
    circle.closed_at = now
    circle.save()


def circle_people(circle: Circle, closed_at: datetime) -> list[User]:
    """Give who was in the circle when it closed."""
    return [
        one.user
        for one in circle.memberships.filter(ended_at=closed_at)
        .select_related("user")
        .order_by(Alphabetical("user__name"))
    ]


def circles_words(inside: list[Circle], to: Circle) -> str:
    """Say where the circles inside go."""
    names = listed(one.name for one in inside)
    sentence = ngettext(
        "%(names)s is then right inside %(circle)s.", "%(names)s are then right inside %(circle)s.", len(inside)
    )
    return sentence % {"names": names, "circle": to.name}


def money_words(circle: Circle, to: Circle, amount: Any) -> str:
    """Say where the money goes that is in hand."""
    shown = money(amount, circle.project.currency)
    return _("%(amount)s go back to %(circle)s; what decisions have reserved stays with them.") % {
        "amount": shown,
        "circle": to.name,
    }
