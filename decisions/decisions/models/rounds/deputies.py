"""What waits for a deputy: the rounds that ask a person for whom they speak, and in which they have not spoken."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from circles.projects.models import Project
from decisions.decisions.models.objections.objection import Objection
from decisions.decisions.models.rounds.absence import Absence
from decisions.decisions.models.rounds.position import AskedPerson, Position
from decisions.decisions.models.rounds.position_kind import NOT_SPEAKING
from decisions.decisions.models.rounds.round import Round
from foundation.accounts.models import User


def voices_due(user: User, project: Project, day: date) -> QuerySet[AskedPerson]:
    """Return by whom a word is due that this person may say for them on a day, as rows that ask them, with `round` and
    `user`; who is the voice of several circles has several.
    """
    away = Absence.objects.on(day).filter(project=project, user=OuterRef("user"), deputy=user)
    said = Position.objects.standing().filter(round=OuterRef("round"), user=OuterRef("user"))
    objected = Objection.objects.standing().filter(proposal=OuterRef("round__proposal"), by=OuterRef("user"))
    rounds = Round.objects.open_at(None).of_undecided().filter(proposal__project=project)
    own = Q(round__proposal__created_by=user) | Q(round__proposal__owner=user)
    asked = AskedPerson.objects.alias(last=Subquery(said.order_by("-pk").values("kind")[:1]))
    unsaid = Q(last=None) | Q(last__in=NOT_SPEAKING)  # who needs time takes back what they said before
    found = asked.filter(Exists(away), unsaid, ~Exists(objected), ~own, round__in=rounds)
    return found.select_related("round__proposal", "user").order_by("round__closes_at", "pk")
