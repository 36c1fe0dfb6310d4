"""Rounds: opened, spoken in, ended; and who is away."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from decisions.consent import PositionKind
from decisions.event_types import DecisionEvent
from record.formatting import Formatted
from record.templates import RecordedEvent, is_by_nobody, percent_of, sentences, template

HEARD: Mapping[str, Promise] = {
    PositionKind.NO_OBJECTION: _("no objection"),
    PositionKind.CONCERN: _("no objection, with a concern"),
    PositionKind.TIME: _("time is needed"),
    PositionKind.OBJECTION: _("an objection"),
    PositionKind.PASS: _("left to others to judge"),
}


def in_round(event: RecordedEvent) -> Formatted | None:
    """Name the proposal; in a later round than the first one, with its number."""
    thing, number = event.thing(), event.facts.get("round")
    if thing is None or number in (None, 1):
        return thing
    words = gettext("{thing} (round {number})")
    return Formatted(words.format(thing=thing, number=number), format_html(words, thing=thing, number=number))


def format_position(event: RecordedEvent) -> object:
    """Say which position was taken."""
    return HEARD.get(str(event.facts.get("position")))


def asked(event: RecordedEvent) -> object:
    """Return how many people are asked; None in entries without that fact."""
    number = event.facts.get("asked")
    if not isinstance(number, int) or not number:
        return None
    return ngettext("one person is asked", "{number} people are asked", number).format(number=number)


ROUND = ("round",)
NAMES = (_("It names {names}."), template(_("The decision is blocked."), blocks=True))

SENTENCES = {
    DecisionEvent.ROUND_OPENED: sentences(
        template(_("Round {round} of {thing} has opened; {asked}."), when=is_by_nobody),
        template(_("Round {round} of {thing} has opened."), when=is_by_nobody),
        _("{who} opened round {round} of {thing}; {asked}."),
        _("{who} opened round {round} of {thing}."),
        asked=asked,
    ),
    DecisionEvent.POSITION_TAKEN: sentences(
        template(_("{who} raised no objection to {it}."), covers=ROUND, position=PositionKind.NO_OBJECTION),
        template(
            _("{who} raised a concern, and no objection, about {it}."), covers=ROUND, position=PositionKind.CONCERN
        ),
        template(_("{who} asked for time on {it}."), covers=ROUND, position=PositionKind.TIME),
        template(_("{who} left it to others to judge {it}."), covers=ROUND, position=PositionKind.PASS),
        it=in_round,
    ),
    DecisionEvent.OBJECTION_RAISED: sentences(
        template(_("{who} objected to {it}."), covers=(*ROUND, "position")),
        then=NAMES,
        it=in_round,
    ),
    DecisionEvent.POSITION_RECORDED: sentences(
        template(_("{who} recorded the position of {person} on {it}, heard orally: {position}."), covers=ROUND),
        then=NAMES,
        it=in_round,
        position=format_position,
    ),
    DecisionEvent.POSITION_TAKEN_BY_DEPUTY: sentences(
        template(_("{who} spoke on {it} for {person}, who is away: {position}."), covers=ROUND),
        then=NAMES,
        it=in_round,
        position=format_position,
    ),
    DecisionEvent.LATE_OBJECTION_KEPT: sentences(
        template(_("An objection of {person} came too late for {it}: it is kept, and blocks nothing."), covers=ROUND),
        it=in_round,
    ),
    DecisionEvent.REMINDER_SENT: sentences(
        template(
            _("{passed} of the time to speak on {it} has passed: whoever had not spoken was reminded."), covers=ROUND
        ),
        it=in_round,
        passed=percent_of("passed"),
    ),
    DecisionEvent.ROUND_FAILED: sentences(
        template(_("Round {round} of {thing} has ended, with an objection standing."), when=is_by_nobody),
        _("{who} ended round {round} of {thing}, with an objection standing."),
    ),
    DecisionEvent.BUDGET_EXCEEDED: sentences(_("{thing} found consent, but the budget has not that much left.")),
    DecisionEvent.CHANGES_IMPOSSIBLE: sentences(
        _("{thing} found consent, but cannot be carried out now: “{why}”."),
        _("{thing} found consent, but cannot be carried out now."),
    ),
    DecisionEvent.ABSENCE_DECLARED: sentences(
        _("{who} will be away, {thing}; {deputy} speaks meanwhile."), _("{who} will be away, {thing}.")
    ),
    DecisionEvent.ABSENCE_ENDED: sentences(_("{who} is back, and was to be away: {thing}.")),
}
