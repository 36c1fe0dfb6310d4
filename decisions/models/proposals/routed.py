"""Who decides a proposal: what of it moves its route, and the route itself."""

from typing import TYPE_CHECKING, cast

from django.db import transaction

from decisions import routing
from decisions.models.proposals.apply_changes import possible
from decisions.models.proposals.ending import Ending
from decisions.models.proposals.routing_input import Terms, route
from documents.models import Document
from web.collation import Alphabetical

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from circles.models import Circle
    from decisions.models.exceptional.contest import Contest
    from decisions.models.exceptional.missing_element import MissingElement
    from decisions.models.exceptional.urgent import UrgentAct
    from decisions.models.proposals.proposal import Proposal


class Routed(Ending):
    """The route of a proposal; mixed into `Proposal`, which has the terms."""

    class Meta:
        abstract = True

    def transfer_to(self, circle: "Circle", *, by: "User | None", at: "datetime | None" = None) -> None:
        """Belong to another circle, with what is written of its next text."""
        with transaction.atomic():
            super().transfer_to(circle, by=by, at=at)
            pages = Document.objects.filter(amendment__round__proposal=self.pk).exclude(circle=circle)
            for page in pages.select_related("project", "circle"):
                page.transfer_to(circle, by=by, at=at)

    def terms(self) -> Terms:
        """Give what moves its route."""
        proposal = cast("Proposal", self)
        return Terms(
            circle=proposal.circle,
            cost=proposal.cost,
            reversibility=proposal.reversibility,
            domains=proposal.domains.all(),
            elements=proposal.elements.all(),
            named=proposal.named.all(),
            claims=[(claim.circle_id, claim.what) for claim in proposal.claims.all()],
            changes=possible(proposal.project, proposal.carries_out),
            replaces=proposal.replaces,
            revokes=proposal.revokes,
            escalated_to=proposal.escalated_to_id,
        )

    def touched(self) -> list[str]:
        """Name what it touches, for the text of a round: domains and elements by key, circles by name."""
        proposal = cast("Proposal", self)
        keys = [domain.key for domain in proposal.domains.order_by("key")]
        elements = [element.reference for element in proposal.elements.order_by("number")]
        return [*keys, *elements, *[circle.name for circle in proposal.named.order_by(Alphabetical("name"))]]

    def route(self) -> routing.Route:
        """Compute who decides it, now; an escalated one is decided no lower than where it was sent, and what was done
        first in the very next sync.
        """
        found = route(self.terms())
        if self.act:
            return routing.pressing(found, routing.Because.URGENT)
        if self.suspends:
            return routing.pressing(found, routing.Because.SUSPENDS, self.suspends.decision.reference)
        return found

    @property
    def waits_until(self) -> "datetime | None":
        """Give until when it waits at most for an element that the list lacks; None where it does not, or no more."""
        missing: MissingElement | None = getattr(self, "missing_element", None)
        return missing.until if missing and not missing.addition.is_decided else None

    @property
    def suspends(self) -> "Contest | None":
        """Give the objection that it puts to a decision, if that holds the decision up and is all that it does: what
        was rewritten to something else waits its turn. Else None.
        """
        proposal, contest = cast("Proposal", self), cast("Contest | None", getattr(self, "contest", None))
        if contest is None or contest.suspends_until is None or proposal.carries_out:
            return None
        ends = {proposal.replaces_id, proposal.revokes_id} - {None}
        return contest if ends == {contest.decision_id} else None

    @property
    def act(self) -> "UrgentAct | None":
        """Give the urgent act that it asks to keep, or None."""
        return getattr(self, "urgent_act", None)
