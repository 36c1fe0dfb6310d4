"""Sentences that follow many events."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import is_by_somebody, template

CARRIES_OUT = template(_("This carries out {decision}."), when=is_by_somebody)
WHY = template(_("Reason given: “{why}”."))
BECAUSE = template(_("Reason given: “{because}”."))
