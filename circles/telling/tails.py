"""Sentences that follow many deeds."""

from django.utils.translation import gettext_lazy as _

from circles.saying import form, is_by_somebody

CARRIES_OUT = form(_("This carries out {decision}."), when=is_by_somebody)
WHY = form(_("Reason given: “{why}”."))
BECAUSE = form(_("Reason given: “{because}”."))
