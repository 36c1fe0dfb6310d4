"""Proposals: written, changed, ended, and where they go."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circles.models.sync_names import the_sync
from circles.circles.queries.tree import circles_of
from circles.record.formatting import Formatted, join_formatted
from circles.record.templates import RecordedEvent, sentences, template
from decisions.decisions import explanations
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.proposals.stages import Lapse
from decisions.decisions.routing import Because

REASONS: Mapping[Because, Promise] = {
    Because.IN_SCOPE: _("it is inside the scope of one circle"),
    Because.TOUCHES: _("it touches what a circle holds"),
    Because.NAMED: _("a circle is named in it"),
    Because.CHANGED: _("a circle is changed by it"),
    Because.CLAIMED: _("a circle says that it is affected"),
    Because.UNDOES: _("it ends a decision that others were asked about"),
    Because.SYNCHRONISED: _("the circles affected have a say in it"),
    Because.SEVERAL_CIRCLES: _("several circles are affected"),
    Because.PULLED: _("a person took it to this sync"),
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


def reasons(event: RecordedEvent) -> Formatted | None:
    """Say why it goes there; None where the record has a reason that is none of ours."""
    codes = str(event.facts.get("why") or "").replace(" ", "_").split(",_")
    if not set(codes) <= set(Because):
        return None
    return join_formatted([Formatted(str(REASONS[Because(code)])) for code in codes])


def sync_that_decides(event: RecordedEvent) -> Formatted | None:
    """Name the sync of the circle that decides, with a link to the circle."""
    name = str(event.facts.get("decides"))
    circle = next((one for one in circles_of(event.project) if one.is_called(name)), None)
    if circle is None:
        return None
    sync = the_sync(circle)
    return Formatted(sync, format_html('<a href="{}">{}</a>', circle.get_absolute_url(), sync))


def cause(event: RecordedEvent) -> Formatted:
    """Return after which event the route has changed."""
    return Formatted(explanations.changed([event.entry]))


def months(event: RecordedEvent) -> object:
    """Say after how many months it is looked at again."""
    number = event.facts.get("review_months")
    return ngettext("one month", "{number} months", number).format(number=number) if isinstance(number, int) else None


AFTER = ("in_sync", "synchronised", "decides", "after", "of")
MANNERS = DecisionEvent.DETAILS_CHANGED

SENTENCES = {
    DecisionEvent.PROPOSED: sentences(
        _("{who} proposed {thing}, for {cost}."), template(_("{who} proposed {thing}."), covers=["cost"])
    ),
    DecisionEvent.TEXT_CHANGED: sentences(
        template(_("{who} changed the text of {thing}."), changed=["text"]),
        _("{who} changed {thing}: {changed}."),
        _("{who} changed {thing}."),
    ),
    DecisionEvent.WORDING_CHANGED: sentences(
        template(_("{who} changed only the wording of {thing}."), changed=["text"]),
        _("{who} changed only the wording of {thing}: {changed}."),
        _("{who} changed only the wording of {thing}."),
    ),
    DecisionEvent.EDITORIAL_LABEL_REFUSED: sentences(
        _("{who} refused that a change of {thing} is one of wording only: it was taken back.")
    ),
    MANNERS: sentences(
        template(_("{who} gave {thing} to {owner}, to be looked at again after {months}."), covers=["review_months"]),
        _("{who} gave {thing} to {owner}."),
        template(_("{who} wants {thing} looked at again after {months}."), covers=["review_months"]),
        months=months,
    ),
    DecisionEvent.CITATIONS_REVIEWED: sentences(
        _("{who} looked again at {thing}, which names {names}, and means it as it stands.")
    ),
    DecisionEvent.EFFECTS_ANSWERED: sentences(
        template(_("{who} said of {thing} that it changes nothing for {leaves}."), covers=["affects"], affects=[]),
        template(_("{who} said of {thing} that it changes something for {affects}."), covers=["leaves"], leaves=[]),
        _("{who} said of {thing} that it changes something for {affects}, and nothing for {leaves}."),
    ),
    DecisionEvent.QUESTION_ASKED: sentences(_("{who} asked about {thing}: “{question}”")),
    DecisionEvent.QUESTION_ANSWERED: sentences(_("{who} answered about {thing}: “{question}” “{answer}”")),
    DecisionEvent.CLAIMED: sentences(
        _("{who} claimed {thing} for {circle}: “{what}”."), _("{who} claimed {thing} for {circle}.")
    ),
    DecisionEvent.CLAIM_RELEASED: sentences(_("{who} released the claim of {circle} on {thing}: “{settled}”.")),
    DecisionEvent.PULLED: sentences(
        _("{who} took {thing} to the sync of {to}: “{what}”."), _("{who} took {thing} to the sync of {to}.")
    ),
    DecisionEvent.TOLD_AROUND: sentences(
        _("Nobody else is asked about {thing}: {circle} is told, and may take it to its sync until {until}.")
    ),
    DecisionEvent.REROUTED: sentences(
        template(_("{cause} {thing} goes to {sync}: {why}."), covers=AFTER, in_sync=True),
        template(
            _("{cause} {decides} decides {thing} as soon as the circles affected have spoken: {why}."),
            covers=AFTER,
            synchronised=True,
        ),
        template(_("{cause} {decides} decides {thing} in a round of its own: {why}."), covers=AFTER, in_sync=False),
        cause=cause,
        why=reasons,
        sync=sync_that_decides,
    ),
    DecisionEvent.WITHDRAWN: sentences(_("{who} withdrew {thing}.")),
    DecisionEvent.LAPSED: sentences(
        template(_("The round of {thing} closed: nobody said “no objection”, so it lapsed."), why=Lapse.NO_CONSENT),
        template(_("{thing} lapsed: the objection could not be integrated."), why=Lapse.NO_WAY),
        template(_("{thing} lapsed: nobody touched the draft for thirty days."), why=Lapse.UNTOUCHED),
    ),
    DecisionEvent.OFFERED_AS_QUESTION: sentences(
        _("The tension of {thing} is offered as a question: no text was found that nobody objects to.")
    ),
    DecisionEvent.ESCALATED: sentences(_("{thing} goes up to {to}: it could not be agreed below.")),
}
