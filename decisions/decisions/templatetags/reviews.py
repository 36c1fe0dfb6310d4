"""What became of concerns, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circles.circles.models.sync_names import begins_softly
from decisions.decisions.models.rounds.position_kind import heard

register = template.Library()


@register.filter
def sign_of(kind: str) -> str:
    """Return the sign of a position of this kind."""
    return heard(kind).sign


@register.filter
def became(name: str, came_true: str) -> str:
    """Say what became of a person's concern; they are named by their first name."""
    first = name.split(maxsplit=1)[0]
    if begins_softly(first):
        words = {
            "yes": lambda: pgettext("the name begins with a vowel", "%(name)s’s concern came true"),
            "no": lambda: pgettext("the name begins with a vowel", "%(name)s’s concern did not come true"),
            "not_yet": lambda: pgettext("the name begins with a vowel", "%(name)s’s concern has not come true yet"),
        }
    else:
        words = {
            "yes": lambda: _("%(name)s’s concern came true"),
            "no": lambda: _("%(name)s’s concern did not come true"),
            "not_yet": lambda: _("%(name)s’s concern has not come true yet"),
        }
    return words[came_true]() % {"name": first}
