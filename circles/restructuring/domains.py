"""Name a part of a circle's scope, hand it to another circle, or give it up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Domain, Project
from circles.restructuring import change
from web.exceptions import Refused
from web.formatting import listed


@dataclass
class Grant(change.Change):
    """A new domain for a circle."""

    circle: Circle
    domain: str
    name: str
    sort: str = Domain.Kind.COMPONENT

    key: ClassVar[str] = "grant"

    def words(self) -> str:
        """Say it in one line."""
        return _("Give %(circle)s the domain %(domain)s") % {"circle": self.circle.name, "domain": self.domain}

    def affects(self) -> list[Circle]:
        """The circle, and the one around it, of whose scope this is a part."""
        return [self.circle, *([self.circle.parent] if self.circle.parent else [])]

    def foretell(self) -> Iterator[str]:
        """Say what holding it means."""
        yield _("%(circle)s decides %(domain)s alone; what others propose about it needs its word.") % {
            "circle": self.circle.name,
            "domain": self.domain,
        }

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Give it; refused in a closed circle and for a key that is taken."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            taken = circle.project.domains.held().select_related("circle").filter(key=self.domain).first()
            if taken is not None:
                told = {"circle": taken.circle.name, "domain": taken.key}
                raise Refused(_("%(circle)s holds %(domain)s already.") % told)
            Domain.give(circle, self.domain, self.name, by=by, sort=self.sort, at=at, decision=because)
        return circle

    def facts(self) -> dict[str, Any]:
        """Keep the circle's id and the domain in words."""
        return {"circle": self.circle.pk, "domain": self.domain, "name": self.name, "sort": str(self.sort)}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        named = {name: facts[name] for name in ("domain", "name", "sort")}
        return cls(change.circle_in(project, facts["circle"]), **named)


@dataclass
class BetweenCircles(change.Change):
    """What becomes of a domain between the circle that holds it and another, `to`."""

    circle: Circle
    domain: Domain
    to: Circle

    def facts(self) -> dict[str, Any]:
        """Keep the ids."""
        return {"circle": self.circle.pk, "domain": self.domain.pk, "to": self.to.pk}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        domain = change.domain_in(project, facts["domain"])
        return cls(change.circle_in(project, facts["circle"]), domain, change.circle_in(project, facts["to"]))


@dataclass
class Handover(BetweenCircles):
    """A domain that goes from the circle that holds it to another."""

    key: ClassVar[str] = "handover"

    def words(self) -> str:
        """Say it in one line."""
        return _("Hand %(domain)s to %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who will, and who shares it."""
        return [self.circle, *[one for one in (self.to, *self.domain.shared_with()) if one != self.circle]]

    def foretell(self) -> Iterator[str]:
        """Say who decides it from then on."""
        yield _("%(to)s decides %(domain)s alone from then on, and %(circle)s no more.") % {
            "to": self.to.name,
            "domain": self.domain.key,
            "circle": self.circle.name,
        }
        yield _("Open proposals that touch it go where that sends them.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Hand it over; refused to a closed circle, and once somebody else holds it."""
        with transaction.atomic():
            to = self.to.open_or_refuse()
            domain = self.domain.held_or_refuse()
            change.refuse_unless_holder(domain, self.circle)
            domain.hand(to, by=by, at=at, decision=because)
        return to


@dataclass
class Strike(change.Change):
    """A domain that is given up: no part of anybody's scope any more."""

    circle: Circle
    domain: Domain

    key: ClassVar[str] = "strike"

    def words(self) -> str:
        """Say it in one line."""
        return _("Give up %(domain)s") % {"domain": self.domain.key}

    def affects(self) -> list[Circle]:
        """Who holds it, the one around, of whose scope it was a part, and who shares it."""
        around = [self.circle.parent] if self.circle.parent else []
        return [self.circle, *around, *[one for one in self.domain.shared_with() if one not in around]]

    def foretell(self) -> Iterator[str]:
        """Say what nobody has to be asked any more."""
        told = {"domain": self.domain.key, "circle": self.circle.name}
        yield _("Nobody holds %(domain)s then; who proposes something about it need not ask %(circle)s.") % told
        names = listed(one.name for one in self.domain.shared_with())
        if names:
            yield _("Nor need they ask %(names)s.") % {"names": names}
        yield _("Open proposals that touch it go where that sends them.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Give it up; refused once somebody else holds it, or it is given up."""
        with transaction.atomic():
            domain = self.domain.held_or_refuse()
            change.refuse_unless_holder(domain, self.circle)
            domain.strike(by=by, at=at, decision=because)
        return self.circle

    def facts(self) -> dict[str, Any]:
        """Keep the ids."""
        return {"circle": self.circle.pk, "domain": self.domain.pk}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        return cls(change.circle_in(project, facts["circle"]), change.domain_in(project, facts["domain"]))
