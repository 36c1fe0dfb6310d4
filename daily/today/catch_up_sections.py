"""The sections of the page that tells what a person missed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CatchUpSection(models.TextChoices):
    """A part of the page, which is marked as read by itself."""

    NAMED = "named", _("Mentions and replies")
    OUTCOMES = "outcomes", _("Closed topics")
    DECISIONS = "decisions", _("Decisions")
    TALK = "talk", pgettext_lazy("a section", "Ongoing discussions")
    ACTIONS = "actions", _("Actions")
