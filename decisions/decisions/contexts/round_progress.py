"""How far rounds have come: how many are asked, have responded or object, and what one person said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from decisions.decisions.models import AskedPerson, Objection, Position, Round
from foundation.accounts.models import User


@dataclass(frozen=True)
class RoundProgress:
    """How far a round has come, for one person; read from what `with_progress` annotates. `said` is what counts here
    of their last position, empty where they are silent or not asked.
    """

    round: Any
    asked: int
    spoken: int
    objections: int
    silent: int
    said: str
    to_reconfirm: bool
    is_asked: bool

    @classmethod
    def of(cls, round_: Any) -> "RoundProgress":
        """Read it off an annotated round."""
        earlier = round_.said is not None and round_.said_in != round_.pk
        speaks = not earlier or (round_.objected and Position.Kind(round_.said).facts.may_block)
        return cls(
            round=round_,
            asked=round_.number_asked,
            spoken=round_.number_spoken,
            objections=round_.number_objections,
            silent=round_.number_silent,
            said=str(round_.said) if round_.said and speaks else "",
            to_reconfirm=earlier and not speaks,
            is_asked=round_.asks,
        )

    @property
    def sign(self) -> str:
        """Return the sign of what one said."""
        return Position.Kind(self.said).facts.sign if self.said else ""

    @property
    def words(self) -> str:
        """Return what one said, in words: beside the others, so that it does not read as what came out."""
        return str(Position.Kind(self.said).facts.to_oneself) if self.said else ""

    @property
    def waits(self) -> bool:
        """Whether one's position is asked, and not given to this text."""
        return self.is_asked and not (self.said and Position.Kind(self.said).facts.speaks)

    @property
    def ends_at(self) -> datetime | None:
        """Return when its window ends; None where a sync ends it."""
        ends_at: datetime | None = self.round.closes_at
        return ends_at


def with_progress(rounds: QuerySet[Round], user: User) -> QuerySet[Any, Any]:
    """Annotate rounds with what `RoundProgress` reads."""
    asked = AskedPerson.objects.filter(round=OuterRef("round"), user=OuterRef("user"))
    spoken = Position.objects.spoken().filter(Exists(asked))
    said = Position.objects.standing().filter(round__proposal=OuterRef("proposal"), user=user).order_by("-pk")
    standing = Objection.objects.standing()
    here = Q(Exists(spoken.filter(round=OuterRef("round"), user=OuterRef("user"))))
    objects = Q(Exists(standing.filter(proposal=OuterRef("round__proposal"), by=OuterRef("user"))))
    against = standing.filter(proposal=OuterRef("proposal")).order_by().values("proposal")
    return rounds.annotate(
        number_asked=people_in(AskedPerson.objects.all()),
        number_spoken=people_in(spoken),
        number_silent=people_in(AskedPerson.objects.exclude(here | objects)),
        number_objections=Coalesce(Subquery(against.annotate(number=Count("pk")).values("number")), 0),
        said=Subquery(said.values("kind")[:1]),
        said_in=Subquery(said.values("round")[:1]),
        objected=Exists(standing.by(user).filter(proposal=OuterRef("proposal"))),
        asks=Exists(AskedPerson.objects.filter(round=OuterRef("pk"), user=user)),
    )


def people_in(rows: QuerySet[Any]) -> Coalesce:
    """Count the people in a round's rows. Each count by itself: joined to the round, who is asked times who has spoken
    are half a million rows in a circle of a thousand.
    """
    number = Count("user", distinct=True)
    found = rows.filter(round=OuterRef("pk")).order_by().values("round").annotate(number=number)
    return Coalesce(Subquery(found.values("number")), 0)
