"""The events of actions as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.record_sentences.people import ME, is_of_oneself
from circles.record.record_sentences.tails import WHY
from circles.record.templates import RecordedEvent, cited, sentences, template
from decisions.actions.event_types import ActionEvent, LabelEvent
from decisions.actions.recurrence_words import often


def how_often(event: RecordedEvent) -> str:
    """Say how often an action recurs: every 2 weeks."""
    every, _space, unit = str(event.facts.get("recurrence", "")).partition(" ")
    return often(int(every) if every.isdecimal() else 1, unit)


SENTENCES = {
    ActionEvent.CREATED: sentences(
        template(_("{who} took on {thing}."), when=is_of_oneself, covers=ME),
        _("{who} assigned {thing} to {person}."),
        then=[WHY],
    ),
    ActionEvent.STARTED: sentences(_("{who} began {thing}.")),
    ActionEvent.BLOCKED: sentences(_("{who} marked {thing} as blocked. It is waiting for “{waits_for}”.")),
    ActionEvent.FINISHED: sentences(_("{who} finished {thing}: “{how}”."), _("{who} finished {thing}.")),
    ActionEvent.DROPPED: sentences(_("{who} dropped {thing}: “{reason}”."), _("{who} dropped {thing}.")),
    ActionEvent.REASSIGNED: sentences(
        _("{who} reassigned {thing} from {before} to {person}."), _("{who} reassigned {thing} to {person}.")
    ),
    ActionEvent.RESCHEDULED: sentences(
        _("{who} moved the due date of {thing} from {before} to {after}."),
        _("{who} set the due date of {thing} to {after}."),
        _("{who} removed the due date of {thing}, which was {before}."),
    ),
    ActionEvent.REOPENED: sentences(_("{who} reopened {thing}.")),
    ActionEvent.RENAMED: sentences(_("{who} renamed {thing}, which was “{before}”.")),
    ActionEvent.DESCRIBED: sentences(_("{who} described {thing}.")),
    ActionEvent.PUT_BACK: sentences(_("{who} moved {thing} back to open.")),
    ActionEvent.LABELLED: sentences(_("{who} labelled {thing}: {names}."), _("{who} removed all labels from {thing}.")),
    ActionEvent.TIED: sentences(
        _("{who} said that {thing} comes from {source}."),
        _("{who} said why {thing} exists."),
        then=[WHY],
        source=cited("source"),
    ),
    ActionEvent.REPEATED: sentences(_("{who} made {thing} recur {recurrence}."), recurrence=how_often),
    ActionEvent.REPETITION_ENDED: sentences(_("{who} stopped {thing} from recurring.")),
    ActionEvent.WAITED: sentences(_("{who} made {thing} wait for {waits_for}."), waits_for=cited("waits_for")),
    ActionEvent.WAIT_ENDED: sentences(
        _("{who} noted that {thing} no longer waits for {waits_for}."), waits_for=cited("waits_for")
    ),
    ActionEvent.UNBLOCKED: sentences(
        _("{thing} is unblocked: {waits_for} was the last thing it waited for."), waits_for=cited("waits_for")
    ),
    ActionEvent.STEP_ADDED: sentences(_("{who} added a step to {thing}: “{text}”.")),
    ActionEvent.STEP_REWORDED: sentences(_("{who} reworded a step of {thing}: “{before}” is now “{text}”.")),
    ActionEvent.STEP_TICKED: sentences(_("{who} ticked a step of {thing}: “{text}”.")),
    ActionEvent.STEP_UNTICKED: sentences(_("{who} unticked a step of {thing}: “{text}”.")),
    ActionEvent.STEP_REMOVED: sentences(_("{who} removed a step of {thing}: “{text}”.")),
    ActionEvent.DUE_TOMORROW: sentences(
        _("{person} was reminded that {thing} is due the next day, {day}."), _("{thing} is due the next day, {day}.")
    ),
    ActionEvent.DUE_TODAY: sentences(
        _("{person} was reminded that {thing} is due this day, {day}."), _("{thing} is due this day, {day}.")
    ),
    ActionEvent.OVERDUE: sentences(
        _("{person} was reminded that {thing} was due on {day}."), _("{thing} was due on {day}.")
    ),
    LabelEvent.CREATED: sentences(_("{who} created the label {thing}.")),
    LabelEvent.RENAMED: sentences(_("{who} renamed the label {thing}, which was “{before}”.")),
    LabelEvent.REMOVED: sentences(_("{who} removed the label {thing} from all actions.")),
}
