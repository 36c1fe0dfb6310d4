"""Name a part of a circle's scope, hand it to another circle, or give it up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle, Domain
from circles.restructuring.change import Change
from circles.restructuring.field_types import DomainKey, DomainName, StoredCircle, StoredDomain, one_of
from circles.restructuring.neighbours import with_parent
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.formatting import listed


@dataclass
class Grant(Change):
    """A new domain for a circle; `domain` is its key."""

    domain: DomainKey
    name: DomainName
    sort: Annotated[str, one_of(Domain.Kind)] = Domain.Kind.COMPONENT

    kind: ClassVar[str] = "grant"

    def summary(self) -> str:
        """“Give Hydraulics the domain HYD-IN”."""
        return _("Give %(circle)s the domain %(domain)s") % {"circle": self.circle.name, "domain": self.domain}

    def affects(self) -> list[Circle]:
        """The circle, and the one around it, of whose scope this is a part."""
        return with_parent(self.circle)

    def preview(self) -> Iterator[str]:
        """What holding it means."""
        yield _("%(circle)s decides %(domain)s alone; what others propose about it needs its word.") % {
            "circle": self.circle.name,
            "domain": self.domain,
        }

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Return it; refused in a closed circle and for a key that is taken."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            taken = circle.project.domains.held().select_related("circle").filter(key=self.domain).first()
            if taken is not None:
                names = {"circle": taken.circle.name, "domain": taken.key}
                raise Refused(_("%(circle)s holds %(domain)s already.") % names)
            Domain.give(circle, self.domain, self.name, by=by, sort=self.sort, at=at, decision=decision)
        return circle


@dataclass
class BetweenCircles(Change):
    """What becomes of a domain between the circle that holds it and another, `to`."""

    domain: StoredDomain
    to: StoredCircle


@dataclass
class Handover(BetweenCircles):
    """A domain that goes from the circle that holds it to another."""

    kind: ClassVar[str] = "handover"

    def summary(self) -> str:
        """“Hand HYD-IN to Power”."""
        return _("Hand %(domain)s to %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who will, and who shares it."""
        return [self.circle, *[one for one in (self.to, *self.domain.shared_with()) if one != self.circle]]

    def preview(self) -> Iterator[str]:
        """Who decides it from then on."""
        yield _("From then on %(to)s decides %(domain)s alone, and %(circle)s no longer does.") % {
            "to": self.to.name,
            "domain": self.domain.key,
            "circle": self.circle.name,
        }
        yield _("Open proposals that touch it go where that sends them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Hand it over; refused to a closed circle, and once another person holds it."""
        with transaction.atomic():
            to = self.to.open_or_refuse()
            lock_domain(self.domain, self.circle).transfer_to(to, by=by, at=at, decision=decision)
        return to


@dataclass
class Strike(Change):
    """A domain that is given up: no part of anyone's scope any more."""

    domain: StoredDomain

    kind: ClassVar[str] = "strike"

    def summary(self) -> str:
        """“Give up HYD-IN”."""
        return _("Give up %(domain)s") % {"domain": self.domain.key}

    def affects(self) -> list[Circle]:
        """Who holds it, the one around, of whose scope it was a part, and who shares it."""
        around = [self.circle.parent] if self.circle.parent else []
        return [self.circle, *around, *[one for one in self.domain.shared_with() if one not in around]]

    def preview(self) -> Iterator[str]:
        """Who need not be asked any more."""
        names = {"domain": self.domain.key, "circle": self.circle.name}
        yield _("Nobody holds %(domain)s then; who proposes something about it need not ask %(circle)s.") % names
        sharers = listed(one.name for one in self.domain.shared_with())
        if sharers:
            yield _("Nor need they ask %(names)s.") % {"names": sharers}
        yield _("Open proposals that touch it go where that sends them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Return it up; refused once another person holds it, or it is given up."""
        with transaction.atomic():
            lock_domain(self.domain, self.circle).strike(by=by, at=at, decision=decision)
        return self.circle


def lock_domain(domain: Domain, circle: Circle) -> Domain:
    """Return a domain, locked.

    :raises Refused: once it is given up, or the circle holds it no more.
    """
    locked = domain.held_or_refuse()
    if locked.circle_id != circle.pk:
        raise Refused(_("%(circle)s no longer holds this domain.") % {"circle": circle.name})
    return locked
