"""What goes outside the usual way: done first, small, contested, an element that the list lacks."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import cited, sentences, template
from decisions.decisions.event_types import DecisionEvent

SENTENCES = {
    DecisionEvent.PROCESSES_IMPORTED: sentences(
        template(_("{who} imported {processes} decisions from “{source}”, with {concerns} concerns.")),
        template(_("{who} imported {processes} decisions from “{source}”.")),
    ),
    DecisionEvent.URGENT_ACT_REPORTED: sentences(
        _("{who} reported an urgent act of {acted_at}: {thing}, for {cost}."),
        template(_("{who} reported an urgent act of {acted_at}: {thing}."), covers=["cost"]),
    ),
    DecisionEvent.URGENT_ACT_UNDONE: sentences(
        _("{who} undid {thing} in {sync}: “{how}”."), _("{who} undid {thing}: “{how}”."), sync=cited("sync")
    ),
    DecisionEvent.SMALL_ACT_RECORDED: sentences(
        _("{who} recorded a small decision of {done_on}: {thing}, for {cost}."),
        template(_("{who} recorded a small decision of {done_on}: {thing}."), covers=["cost"]),
    ),
    DecisionEvent.DECISION_CONTESTED: sentences(
        _(
            "{who} objected to {thing}, which is in force, in the name of {element}. "
            "It goes on for now; {proposal} says what next."
        ),
        _("{who} objected to {thing}, which is in force. It goes on for now; {proposal} says what next."),
    ),
    DecisionEvent.DECISION_SUSPENDED: sentences(
        _(
            "{who} objected to {thing} in the name of {element}. "
            "It is suspended until {until}; {proposal} says what next."
        ),
        _("{who} objected to {thing}. It is suspended until {until}; {proposal} says what next."),
    ),
    DecisionEvent.ELEMENT_REQUESTED: sentences(
        _("{who} objects to {thing} by an element that the list lacks: {addition} would add it, until {until}.")
    ),
}
