"""Share a domain with a circle that works with it as well, and stop sharing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.restructuring.domains import BetweenCircles, lock_domain
from foundation.accounts.models import User


@dataclass
class Share(BetweenCircles):
    """One more circle that decides a domain, beside the one that holds it."""

    kind: ClassVar[str] = "share"

    def summary(self) -> str:
        """“Share HYD-IN with Power”."""
        return _("Share %(domain)s with %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who will share it."""
        return [self.circle, self.to]

    def preview(self) -> Iterator[str]:
        """Whose word is needed from then on."""
        names = {"to": self.to.name, "domain": self.domain.key, "circle": self.circle.name}
        yield _("What is proposed about %(domain)s then needs the word of %(circle)s and of %(to)s.") % names
        yield _("%(circle)s goes on holding it: it hands it on, shares it and gives it up.") % names
        yield _("Open proposals that touch it go where that sends them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Share it; refused to a closed circle, to one that decides it, and once another person holds it."""
        with transaction.atomic():
            to = self.to.open_or_refuse()
            lock_domain(self.domain, self.circle).share(to, by=by, at=at, decision=decision)
        return self.circle


@dataclass
class Unshare(BetweenCircles):
    """One circle fewer that decides a domain. `to` is the one that shares it no more."""

    kind: ClassVar[str] = "unshare"

    def summary(self) -> str:
        """“Stop sharing HYD-IN with Power”."""
        return _("Stop sharing %(domain)s with %(circle)s") % {"domain": self.domain.key, "circle": self.to.name}

    def affects(self) -> list[Circle]:
        """Who holds it and who has shared it."""
        return [self.circle, self.to]

    def preview(self) -> Iterator[str]:
        """Whose word is not needed any more."""
        names = {"to": self.to.name, "domain": self.domain.key, "circle": self.circle.name}
        yield _("Proposals about %(domain)s then no longer need the word of %(to)s.") % names
        yield _("Open proposals that touch it go where that sends them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Stop sharing it; refused where it is not shared, and once another person holds it."""
        with transaction.atomic():
            lock_domain(self.domain, self.circle).unshare(self.to, by=by, at=at, decision=decision)
        return self.circle
