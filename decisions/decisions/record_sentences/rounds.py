"""Rounds: opened, spoken in, ended; and who is away."""

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from circles.record.formatting import Formatted
from circles.record.templates import RecordedEvent, is_by_nobody, percent_of, sentences, template
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS, PositionKind


def in_round(event: RecordedEvent) -> Formatted | None:
    """Name the proposal; in a later round than the first one, with its number."""
    thing, number = event.thing(), event.facts.get("round")
    if thing is None or number in (None, 1):
        return thing
    words = gettext("{thing} (round {number})")
    return Formatted(words.format(thing=thing, number=number), format_html(words, thing=thing, number=number))


def format_position(event: RecordedEvent) -> object:
    """Say which position was taken."""
    said = str(event.facts.get("position"))
    return PositionKind(said).facts.heard if said in PositionKind.values else None


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
        *[template(kind.facts.sentence, covers=ROUND, position=kind) for kind in WITHOUT_TESTS],
        it=in_round,
    ),
    DecisionEvent.POSITION_TAKEN_BACK: sentences(
        template(_("{who} took back a position on {it}."), covers=(*ROUND, "position")), it=in_round
    ),
    DecisionEvent.OBJECTION_RAISED: sentences(
        *[template(kind.facts.sentence, covers=ROUND, position=kind) for kind in PositionKind if kind.asks_tests],
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
