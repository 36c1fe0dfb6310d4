"""What templates say of actions."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from decisions.actions.models import Action
from decisions.actions.recurrence_words import often
from foundation.web.formatting import day_short

register = template.Library()


@register.filter
def was_due(on: date, today: date) -> str:
    """Say since when something is late: was due yesterday, was due 3 Nov."""
    if (today - on).days == 1:
        return _("was due yesterday")
    return _("was due %(day)s") % {"day": day_short(on)}


@register.filter
def recurs(action: Action) -> str:
    """Say how often an action recurs; nothing where it does not."""
    return often(action.every, action.unit) if action.every else ""
