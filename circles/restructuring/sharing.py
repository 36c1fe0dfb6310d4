"""Share a domain with a circle that works with it as well, and stop sharing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle
from circles.restructuring import change
from circles.restructuring.domains import BetweenCircles


@dataclass
class Share(BetweenCircles):
    """One more circle that decides a domain, beside the one that holds it."""

    key: ClassVar[str] = "share"

    def words(self) -> str:
        """Say it in one line."""
        return _("Share %(domain)s with %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who will share it."""
        return [self.circle, self.to]

    def foretell(self) -> Iterator[str]:
        """Say whose word is needed from then on."""
        told = {"to": self.to.name, "domain": self.domain.key, "circle": self.circle.name}
        yield _("What is proposed about %(domain)s then needs the word of %(circle)s and of %(to)s.") % told
        yield _("%(circle)s goes on holding it: it hands it on, shares it and gives it up.") % told
        yield _("Open proposals that touch it go where that sends them.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Share it; refused to a closed circle, to one that decides it, and once somebody else holds it."""
        with transaction.atomic():
            to = self.to.open_or_refuse()
            domain = self.domain.held_or_refuse()
            change.refuse_unless_holder(domain, self.circle)
            domain.share(to, by=by, at=at, decision=because)
        return self.circle


@dataclass
class Unshare(BetweenCircles):
    """One circle fewer that decides a domain. `to` is the one that shares it no more."""

    key: ClassVar[str] = "unshare"

    def words(self) -> str:
        """Say it in one line."""
        return _("Stop sharing %(domain)s with %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who has shared it."""
        return [self.circle, self.to]

    def foretell(self) -> Iterator[str]:
        """Say who has no word any more."""
        told = {"to": self.to.name, "domain": self.domain.key, "circle": self.circle.name}
        yield _("What is proposed about %(domain)s then needs the word of %(to)s no more.") % told
        yield _("Open proposals that touch it go where that sends them.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Stop sharing it; refused where it is not shared, and once somebody else holds it."""
        with transaction.atomic():
            domain = self.domain.held_or_refuse()
            change.refuse_unless_holder(domain, self.circle)
            domain.unshare(self.to, by=by, at=at, decision=because)
        return self.circle
