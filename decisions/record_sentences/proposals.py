"""Proposals: written, changed, ended, and where they go."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.navigation.tree import circles_of
from circles.record.formatting import Said, listed_said
from circles.record.templates import RecordedEvent, phrase, telling
from circles.sync_names import the_sync
from decisions import explanations
from decisions.models.proposals.ending import Lapse
from decisions.routing import Because

REASONS: Mapping[Because, Promise] = {
    Because.IN_SCOPE: _("it is inside the scope of one circle"),
    Because.TOUCHES: _("it touches what a circle holds"),
    Because.NAMED: _("a circle is named in it"),
    Because.CHANGED: _("a circle is changed by it"),
    Because.CLAIMED: _("a circle says that it is affected"),
    Because.UNDOES: _("it ends a decision that others were asked about"),
    Because.SEVERAL_CIRCLES: _("several circles are affected"),
    Because.OVER_LIMIT: _("it costs more than a circle commits at once"),
    Because.OVER_BUDGET: _("it costs more than a circle has left"),
    Because.TOO_FINAL: _("it is too hard to undo for a circle alone"),
    Because.ELEMENT_ABOVE: _("it touches an element held further up"),
    Because.CHANGES_ELEMENT: _("it changes the fundamental elements"),
    Because.ESCALATED: _("it could not be agreed below"),
    Because.URGENT: _("it was done first"),
    Because.SUSPENDS: _("it holds up a decision in force"),
    Because.OVER_PROJECT: _("it costs more than the project has left"),
}
"""Why a proposal goes where it goes, without the circle, which the record does not name."""


def reasons(deed: RecordedEvent) -> Said | None:
    """Say why it goes there; None where the record has a reason that is none of ours."""
    codes = str(deed.facts.get("why") or "").replace(" ", "_").split(",_")
    if not set(codes) <= set(Because):
        return None
    return listed_said([Said(str(REASONS[Because(code)])) for code in codes])


def sync_that_decides(deed: RecordedEvent) -> Said | None:
    """Name the sync of the circle that decides, with a link to the circle."""
    name = deed.facts.get("decides")
    circle = next((one for one in circles_of(deed.project) if one.name == name), None)
    if circle is None:
        return None
    sync = the_sync(circle)
    return Said(sync, format_html('<a href="{}">{}</a>', circle.get_absolute_url(), sync))


def cause(deed: RecordedEvent) -> Said:
    """Say after which deed the route has changed."""
    return Said(explanations.changed([deed.entry]))


def months(deed: RecordedEvent) -> object:
    """Say after how many months it is looked at again."""
    number = deed.facts.get("review_months")
    return ngettext("one month", "{number} months", number).format(number=number) if isinstance(number, int) else None


AFTER = ("in_sync", "decides", "after", "of")
MANNERS = "changed who owns it or when it is looked at again"

DEEDS = {
    "proposed": telling(_("{who} proposed {thing}, for {cost}."), phrase(_("{who} proposed {thing}."), tells=["cost"])),
    "changed the text": telling(
        phrase(_("{who} changed the text of {thing}."), changed=["text"]),
        _("{who} changed {thing}: {changed}."),
        _("{who} changed {thing}."),
    ),
    "changed the wording": telling(
        phrase(_("{who} changed only the wording of {thing}."), changed=["text"]),
        _("{who} changed only the wording of {thing}: {changed}."),
        _("{who} changed only the wording of {thing}."),
    ),
    "refused the label “editorial”": telling(
        _("{who} refused that a change of {thing} is one of wording only: it was taken back.")
    ),
    MANNERS: telling(
        phrase(_("{who} gave {thing} to {owner}, to be looked at again after {months}."), tells=["review_months"]),
        _("{who} gave {thing} to {owner}."),
        phrase(_("{who} wants {thing} looked at again after {months}."), tells=["review_months"]),
        months=months,
    ),
    "looked again at what it names": telling(
        _("{who} looked again at {thing}, which names {names}, and means it as it stands.")
    ),
    "claimed to be affected": telling(
        _("{who} claimed {thing} for {circle}: “{what}”."), _("{who} claimed {thing} for {circle}.")
    ),
    "rerouted the proposal": telling(
        phrase(_("{cause} {thing} goes to {sync}: {why}."), tells=AFTER, in_sync=True),
        phrase(_("{cause} {decides} decides {thing} in a round of its own: {why}."), tells=AFTER, in_sync=False),
        cause=cause,
        why=reasons,
        sync=sync_that_decides,
    ),
    "withdrew the proposal": telling(_("{who} withdrew {thing}.")),
    "let the proposal lapse": telling(
        phrase(_("The round of {thing} closed: nobody said “no objection”, so it lapsed."), why=Lapse.NO_CONSENT),
        phrase(_("{thing} lapsed: the last integration failed."), why=Lapse.NO_WAY),
        phrase(_("{thing} lapsed: nobody touched the draft for thirty days."), why=Lapse.UNTOUCHED),
    ),
    "offered its tension as a question": telling(
        _("The tension of {thing} is offered as a question: no text was found that nobody objects to.")
    ),
    "escalated the proposal": telling(_("{thing} goes up to {to}: it could not be agreed below.")),
}
