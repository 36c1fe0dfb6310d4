"""Where a proposal stands, and why one lapses."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

DRAFT_LAPSES_AFTER = timedelta(days=30)


class Stage(models.TextChoices):
    """Where a proposal stands, in a word."""

    DRAFT = "draft", _("draft")
    CONSENTING = "consenting", _("in a round")
    INTEGRATING = "integrating", _("integrating")
    ESCALATED = "escalated", _("escalated")
    OVER = "over", _("time is over")
    AGREED = "agreed", _("agreed, not adopted yet")
    ADOPTED = "adopted", _("adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNDONE = "undone", _("undone")
    LAPSED = "lapsed", _("lapsed")


class Lapse(models.TextChoices):
    """Why a proposal lapsed."""

    UNTOUCHED = "untouched", _("nobody touched the draft for thirty days")
    NO_CONSENT = "no consent", _("nobody said “no objection”")
    NO_WAY = "no way found", _("the last integration failed")
