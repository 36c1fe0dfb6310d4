"""Name a part of a circle's scope, hand it to another circle, or strike it off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Refused
from accounts.models import User
from circles.changes import change
from circles.models import Circle, Domain, Project


@dataclass
class Grant(change.Change):
    """A new domain for a circle; a shared one binds it to ask, as any other, and lets others use it."""

    circle: Circle
    domain: str
    name: str
    sort: str = Domain.Kind.COMPONENT
    is_shared: bool = False

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
            taken = circle.project.domains.select_related("circle").filter(key=self.domain).first()
            if taken is not None:
                told = {"circle": taken.circle.name, "domain": taken.key}
                raise Refused(_("%(circle)s holds %(domain)s already.") % told)
            shared: dict[str, Any] = {"sort": self.sort, "is_shared": self.is_shared}
            Domain.give(circle, self.domain, self.name, by=by, at=at, decision=because, **shared)
        return circle

    def facts(self) -> dict[str, Any]:
        """Keep the circle's id and the domain in words."""
        named = {"domain": self.domain, "name": self.name, "sort": str(self.sort), "is_shared": self.is_shared}
        return {"circle": self.circle.pk, **named}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        named = {name: facts[name] for name in ("domain", "name", "sort", "is_shared")}
        return cls(change.circle_in(project, facts["circle"]), **named)


@dataclass
class Handover(change.Change):
    """A domain that goes from the circle that holds it to another."""

    circle: Circle
    domain: Domain
    to: Circle

    key: ClassVar[str] = "handover"

    def words(self) -> str:
        """Say it in one line."""
        return _("Hand %(domain)s to %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who will."""
        return [self.circle, self.to]

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
            domain = self.domain.locked()
            if domain.circle_id != self.circle.pk:
                raise Refused(_("%(circle)s holds this domain no more.") % {"circle": self.circle.name})
            domain.hand(to, by=by, at=at, decision=because)
        return to

    def facts(self) -> dict[str, Any]:
        """Keep the ids."""
        return {"circle": self.circle.pk, "domain": self.domain.pk, "to": self.to.pk}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        domain = project.domains.select_related("project").filter(pk=facts["domain"]).first()
        if domain is None:
            raise Refused(_("This domain is not there any more."))
        return cls(change.circle_in(project, facts["circle"]), domain, change.circle_in(project, facts["to"]))
