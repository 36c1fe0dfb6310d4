"""What points of an agenda are, how they leave the table and what comes of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from daily.syncs.agenda import Part
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class EndingFacts:
    """What the program asks of an ending: its icon in the agenda, and whether the point is left for the next sync."""

    sign: str
    is_left: bool


class PointEnding(ClosedChoice):
    """How a point left the table."""

    facts: EndingFacts

    SETTLED = "settled", EndingFacts(sign="check", is_left=False), _("settled")
    POSTPONED = "postponed", EndingFacts(sign="arrow-right", is_left=True), _("next sync")
    NOT_REACHED = "not_reached", EndingFacts(sign="arrow-right", is_left=True), _("not reached")

    @classmethod
    def left(cls) -> list["PointEnding"]:
        """Return those after which a point comes again."""
        return [one for one in cls if one.facts.is_left]


@dataclass(frozen=True)
class CameOfFacts:
    """What the program asks of what came of a point: whether it is an end of it."""

    is_end: bool = True


class CameOf(ClosedChoice):
    """What came of a point, where it is no reference and nobody's own words."""

    facts: CameOfFacts

    WAITING = "waiting", CameOfFacts(), _("waits for who has to speak")
    INTEGRATING = "integrating", CameOfFacts(), _("to be integrated")
    OPEN = "open", CameOfFacts(is_end=False), _("still open")
    MOVED = "moved", CameOfFacts(), _("has a new date")
    FAILED = "failed", CameOfFacts(), _("round failed: to be integrated")
    ESCALATED = "escalated", CameOfFacts(), _("goes to the parent circle")
    LAPSED = "lapsed", CameOfFacts(), _("lapsed")
    UNDONE = "undone", CameOfFacts(), _("undone")
    INFO = "info", CameOfFacts(), _("info")
    SENT = "sent", CameOfFacts(), _("sent to")
    PARKED = "parked", CameOfFacts(), _("parked")


@dataclass(frozen=True)
class PointFacts:
    """What the program asks of a kind of point: in which part of the agenda it stands."""

    part: Part


class PointKind(ClosedChoice):
    """What a point is about, as the agenda tells them apart."""

    facts: PointFacts

    ACTION = "action", PointFacts(Part.EXCEPTIONS), _("late action")
    GATE = "gate", PointFacts(Part.EXCEPTIONS), _("gate")
    REVIEW = "review", PointFacts(Part.EXCEPTIONS), _("review")
    QUESTION = "question", PointFacts(Part.EXCEPTIONS), _("question without an answer")
    CLAUSE = "clause", PointFacts(Part.EXCEPTIONS), _("suspect clause")
    AGREEMENT = "agreement", PointFacts(Part.AGREEMENTS), _("each circle has spoken, nothing stands")
    OBJECTION = "objection", PointFacts(Part.DECISIONS), _("objection")
    DECISION = "decision", PointFacts(Part.DECISIONS), _("to be decided")
    SUSPENDED = "suspended", PointFacts(Part.DECISIONS), _("holds a decision up")
    URGENT = "urgent", PointFacts(Part.DECISIONS), _("done first: to keep or to undo")
    INFO = "info", PointFacts(Part.INFORMATION), _("synchronised since yesterday")
    TENSION = "tension", PointFacts(Part.TENSIONS), _("tension")
    ADDED = "added", PointFacts(Part.ADDED), _("added")
