"""The vocabulary of proposals: which ones, said so that it chains."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from circles.models import Circle, ThingQuerySet
from decisions.models.proposals.ending import DRAFT_LAPSES_AFTER
from decisions.models.rounds.round import Round

if TYPE_CHECKING:
    from decisions.models.proposals.proposal import Proposal  # noqa: F401 named in the generic's argument


class ProposalQuerySet(ThingQuerySet["Proposal"]):
    """Finds proposals."""

    def unwritten(self) -> Self:
        """Keep those of which no end is written: neither adopted, nor withdrawn, nor lapsed."""
        decided: Any = apps.get_model("decisions.Decision")
        # Said with EXISTS, PostgreSQL knows that of twenty thousand hundreds are left, and does not plan for one.
        adopted = models.Exists(decided.objects.filter(proposal=models.OuterRef("pk")))
        return self.filter(~adopted, withdrawn_at=None, lapsed_at=None)

    def undecided(self) -> Self:
        """Leave out adopted, withdrawn and lapsed ones; also a draft that has lapsed since, before anybody wrote it."""
        fresh = models.Q(changed_at__gte=timezone.now() - DRAFT_LAPSES_AFTER)
        asked = models.Exists(Round.objects.filter(proposal=models.OuterRef("pk")))
        return self.unwritten().filter(fresh | models.Q(asked))

    def drafts(self) -> Self:
        """Keep undecided ones that were never put to a round."""
        return self.undecided().filter(rounds=None)

    def concerning(self, circle: Circle) -> Self:
        """Keep those made in a circle, and those whose open round it decides."""
        deciding = Round.objects.open().filter(decides=circle)
        return self.filter(models.Q(circle=circle) | models.Q(pk__in=deciding.values("proposal")))

    def waiting_for(self, user: User, *, at: datetime | None = None) -> Self:
        """Keep those in whose round the person is asked, may speak now (or at an instant), and has not to this text."""
        rounds = Round.objects.open_at(at).asking(user).not_heard_from(user)
        # The person's open rounds are few, and the project's proposals many: from there, not to there.
        return self.undecided().filter(pk__in=rounds.values("proposal"))

    def objected(self) -> Self:
        """Keep undecided ones against which a valid objection stands."""
        return self.undecided().filter(objections__blocks=True, objections__lifted_at=None).distinct()

    def to_integrate_by(self, user: User) -> Self:
        """Keep the person's own against which a valid objection stands."""
        return self.objected().filter(models.Q(created_by=user) | models.Q(owner=user))

    def untouched_since(self, moment: datetime) -> Self:
        """Keep drafts that nobody changed since then."""
        return self.unwritten().filter(rounds=None, changed_at__lt=moment)

    def for_lists(self) -> Self:
        """Fetch what a line shows, in a fixed number of queries."""
        rounds = models.Prefetch("rounds", Round.objects.select_related("decides").annotate(read_at=Now()))
        along = ("project", "circle", "created_by", "owner", "decision", "urgent_act", "contest")
        return self.select_related(*along).prefetch_related(rounds, "objections")
