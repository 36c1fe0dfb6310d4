"""Sentences that follow many deeds."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import is_by_somebody, phrase

CARRIES_OUT = phrase(_("This carries out {decision}."), when=is_by_somebody)
WHY = phrase(_("Reason given: “{why}”."))
BECAUSE = phrase(_("Reason given: “{because}”."))
