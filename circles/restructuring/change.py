"""What every change of the circles can be asked, and what several of them do: hand over what lives in a circle."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from circles.extension_points import transfers
from circles.models import Circle, Domain, Membership, Project
from web.exceptions import Refused
from web.formatting import listed


class Change(ABC):
    """One change, of one circle. Subclasses are dataclasses of what people say of it."""

    key: ClassVar[str]
    changes_elements: ClassVar[bool] = False
    circle: Circle

    @abstractmethod
    def words(self) -> str:
        """Say it in one line: “Close Hydraulics”."""

    @abstractmethod
    def affects(self) -> list[Circle]:
        """Give the circles that have to speak when it is proposed."""

    @abstractmethod
    def foretell(self) -> Iterator[str]:
        """Say sentence by sentence what happens with people, domains, money and what is under way."""

    @abstractmethod
    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Do it and tell of it; gives the circle to look at next. `because` names the decision (D-12) that wants it.

        :raises Refused: when it is not possible now.
        """

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """Put it in what JSON can hold, so that a proposal can keep it."""

    @classmethod
    @abstractmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> "Change":
        """Give the change back from its facts.

        :raises Refused: when what it speaks of is not there any more.
        """


def foretell_estates(
    circle: Circle, to: Circle, *, only: Collection[str] | None = None, with_papers: bool = True
) -> Iterator[str]:
    """Say what of each app goes to another circle: all of it, or what has one of the references `only`."""
    for estate in transfers():
        number = estate.count(circle, only) if estate.is_alive or with_papers else 0
        if number:
            yield estate.words(number, to)


def hand_over(
    circle: Circle,
    to: Circle,
    *,
    by: User | None,
    at: datetime | None,
    only: Collection[str] | None = None,
    with_papers: bool = True,
) -> dict[str, int]:
    """Let each app give what lives in a circle to another; gives how much of each. The caller holds the lock.

    `with_papers=False` leaves what stays readable where it is: documents.
    """
    handed: dict[str, int] = {}
    for estate in transfers():
        if estate.is_alive or with_papers:
            handed[estate.key] = estate.hand_over(circle, to, only, by, at)
    return {key: number for key, number in handed.items() if number}


def seat(user: User, circle: Circle, *, at: datetime) -> Membership | None:
    """Let a person in without a word of their own in the record, unless they are in: the change tells of all."""
    if circle.memberships.current().filter(user=user).exists():
        return None
    return circle.memberships.create(project=circle.project, user=user, started_at=at)


def unseat(membership: Membership, *, at: datetime) -> None:
    """End a membership as part of a change, which tells of all."""
    membership.ended_at = at
    membership.save()


def domains_to(circle: Circle, to: Circle, *, at: datetime, keys: Collection[str] | None = None) -> list[str]:
    """Give domains of a circle to another, all or those named; gives their keys. The caller holds the lock."""
    held = circle.domains.held() if keys is None else circle.domains.held().filter(key__in=keys)
    given = list(held.order_by("key"))
    for domain in given:
        domain.circle = to
        domain.save()
        for sharing in domain.sharings.current().filter(circle=to):
            sharing.end(at=at)
    return [domain.key for domain in given]


def sharings_to(circle: Circle, to: Circle, *, at: datetime) -> list[str]:
    """Let another circle share what this one shares, unless it decides it already; gives the keys of those domains. The
    caller holds the lock.
    """
    ending = list(circle.sharings.current().select_related("domain").order_by("domain__key"))
    for sharing in ending:
        sharing.end(at=at)
        if to.pk not in sharing.domain.spoken_for_by:
            sharing.domain.sharings.create(circle=to, started_at=at)
    return [sharing.domain.key for sharing in ending]


def domains_words(keys: list[str], to: Circle) -> str:
    """Say where domains go."""
    sentence = ngettext("%(keys)s goes to %(circle)s.", "%(keys)s go to %(circle)s.", len(keys))
    return sentence % {"keys": listed(keys), "circle": to.name}


def sharings_words(circle: Circle, to: Circle) -> Iterator[str]:
    """Say what a circle shares that the other will share in its place."""
    shared = circle.sharings.current().exclude(domain__circle=to).order_by("domain__key")
    keys = list(shared.values_list("domain__key", flat=True))
    if keys:
        told = {"keys": listed(keys), "circle": to.name}
        yield _("%(circle)s has a word in %(keys)s in its place.") % told


def people_words(number: int, to: Circle) -> str:
    """Say where people go."""
    sentence = ngettext("%(number)s person goes on in %(circle)s.", "%(number)s people go on in %(circle)s.", number)
    return sentence % {"number": number, "circle": to.name}


def domain_in(project: Project, pk: int) -> Domain:
    """Give a domain of the project by its id.

    :raises Refused: when there is none, or it is given up.
    """
    found = project.domains.held().select_related("project", "circle").filter(pk=pk).first()
    if found is None:
        raise Refused(_("This domain is not there any more."))
    return found


def refuse_unless_holder(domain: Domain, circle: Circle) -> None:
    """Raise `Refused` where the circle does not hold the domain any more."""
    if domain.circle_id != circle.pk:
        raise Refused(_("%(circle)s holds this domain no more.") % {"circle": circle.name})


def between(circle: Circle, to: Circle) -> list[Circle]:
    """Give the circles on the way from a circle's place to another circle, both ends of it, but not where they meet.

    What money and what voice a circle brings along leaves the ones and reaches the others: all of them speak.
    """
    leaving, reaching = list(circle.ancestors()), list(to.ancestors(include_self=True))
    shared = {one.pk for one in leaving} & {one.pk for one in reaching}
    return [one for one in (*leaving, *reaching) if one.pk not in shared]


def inside(circle: Circle) -> list[Circle]:
    """Give the open circles right inside one: where it ends, they come to hang elsewhere."""
    return list(circle.children.open().select_related("project", "parent").order_by("pk"))


def pilots_of(circles: list[Circle]) -> list[User]:
    """Give who pilots them."""
    return [pilot for circle in circles for pilot in circle.people_in("pilot")]


def circle_in(project: Project, pk: int) -> Circle:
    """Give a circle of the project by its id.

    :raises Refused: when there is none.
    """
    found = project.circles.select_related("project", "parent").filter(pk=pk).first()
    if found is None:
        raise Refused(_("One of the circles is not there any more."))
    return found
