"""The one sentence at the head of Today."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def headline(*, positions: int, objections: int, late: int) -> str:
    """Say what waits: positions due, objections to answer, and what of one's own is late."""
    waits = [
        ngettext("One position", "%(n)d positions", positions) % {"n": positions} if positions else "",
        ngettext("one answer to an objection", "%(n)d answers to objections", objections) % {"n": objections}
        if objections
        else "",
    ]
    said = [words for words in waits if words]
    if len(said) > 1:
        first = _("%(one)s and %(other)s are waiting for you.") % {"one": said[0], "other": said[1]}
    elif said:
        what = {"what": said[0][0].upper() + said[0][1:]}
        first = ngettext("%(what)s is waiting for you.", "%(what)s are waiting for you.", positions + objections) % what
    else:
        first = _("You’re up to date.")
    second = ngettext("One of your actions is overdue.", "%(n)d of your actions are overdue.", late) % {"n": late}
    return f"{first} {second if late else _('Nothing is overdue.')}"
