"""The vocabulary of proposals: which ones, said so that it chains."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.models import User
from circles.models import Circle, Membership, Project
from decisions.models.round import Round

if TYPE_CHECKING:
    from decisions.models.proposal import Proposal  # noqa: F401 named in the generic's argument


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Finds proposals."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's."""
        return self.filter(project=project)

    def in_circle(self, circle: Circle) -> Self:
        """Keep those made in a circle."""
        return self.filter(circle=circle)

    def visible_to(self, user: User) -> Self:
        """Keep those of projects the person is in: proposals are open to their whole project."""
        inside = Membership.objects.current().filter(user=user, project=models.OuterRef("project"))
        return self.filter(models.Exists(inside))

    def undecided(self) -> Self:
        """Leave out adopted, withdrawn and lapsed ones."""
        return self.filter(withdrawn_at=None, lapsed_at=None, decision=None)

    def drafts(self) -> Self:
        """Keep undecided ones that were never put to a round."""
        return self.undecided().filter(rounds=None)

    def in_a_round(self) -> Self:
        """Keep those whose round nobody has closed."""
        return self.undecided().filter(rounds__closed_at=None, rounds__isnull=False)

    def concerning(self, circle: Circle) -> Self:
        """Keep those made in a circle, and those whose open round it decides."""
        deciding = Round.objects.open().filter(proposal=models.OuterRef("pk"), decides=circle)
        return self.filter(models.Q(circle=circle) | models.Exists(deciding))

    def awaiting_sync_of(self, circle: Circle) -> Self:
        """Keep those that wait for a sync of this circle; `proposal.may_be_taken_by` says whether it is this one."""
        return self.undecided().filter(rounds__closed_at=None, rounds__decides=circle, rounds__in_sync=True)

    def waiting_for(self, user: User) -> Self:
        """Keep those in whose open round the person is asked and has not spoken to this text."""
        rounds = Round.objects.open().asking(user).not_heard_from(user)
        return self.undecided().filter(models.Exists(rounds.filter(proposal=models.OuterRef("pk"))))

    def objected(self) -> Self:
        """Keep undecided ones against which a valid objection stands."""
        return self.undecided().filter(objections__blocks=True, objections__lifted_at=None).distinct()

    def to_integrate_by(self, user: User) -> Self:
        """Keep the person's own against which a valid objection stands."""
        return self.objected().filter(models.Q(created_by=user) | models.Q(owner=user))

    def untouched_since(self, moment: datetime) -> Self:
        """Keep drafts that nobody changed since then."""
        return self.drafts().filter(changed_at__lt=moment)

    def for_lists(self) -> Self:
        """Fetch what a line shows, in a fixed number of queries."""
        return self.select_related("project", "circle", "created_by", "owner", "decision").prefetch_related(
            "rounds__decides", "objections"
        )
