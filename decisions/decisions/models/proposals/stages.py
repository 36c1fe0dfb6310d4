"""Where a proposal stands, and why one lapses."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice

DRAFT_LAPSES_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class StageFacts:
    """What the program asks of a stage: its icon and how that is coloured (`live`, `warn`, `past` or not), or the sign
    of the position (`said`) that made it so.
    """

    sign: str = ""
    look: str = ""
    said: str = ""


class Stage(ClosedChoice):
    """Where a proposal stands, in a word."""

    facts: StageFacts

    DRAFT = "draft", StageFacts("pencil"), _("draft")
    CONSENTING = "consenting", StageFacts("circle-dot", "live"), _("in a round")
    INTEGRATING = "integrating", StageFacts(said="objection"), _("integrating")
    ESCALATED = "escalated", StageFacts("arrow-up", "warn"), _("escalated")
    OVER = "over", StageFacts("hourglass", "warn"), _("time is over")
    AGREED = "agreed", StageFacts("hourglass", "warn"), _("agreed, not adopted yet")
    ADOPTED = "adopted", StageFacts("check", "live"), _("adopted")
    WITHDRAWN = "withdrawn", StageFacts("rotate-ccw", "past"), _("withdrawn")
    UNDONE = "undone", StageFacts("rotate-ccw", "past"), _("undone")
    LAPSED = "lapsed", StageFacts("rotate-ccw", "past"), _("lapsed")


class Lapse(models.TextChoices):
    """Why a proposal lapsed."""

    UNTOUCHED = "untouched", _("nobody touched the draft for thirty days")
    NO_CONSENT = "no consent", _("nobody said “no objection”")
    NO_WAY = "no way found", _("the last integration failed")
