"""The events of actions as sentences."""

from django.utils.translation import gettext_lazy as _

from actions.event_types import ActionEvent
from circles.record.templates import sentences, template
from circles.record_sentences.people import ME, is_of_oneself
from circles.record_sentences.tails import WHY

SENTENCES = {
    ActionEvent.CREATED: sentences(
        template(_("{who} took on {thing}."), when=is_of_oneself, covers=ME),
        _("{who} gave {person} {thing}."),
        then=[WHY],
    ),
    ActionEvent.STARTED: sentences(_("{who} began {thing}.")),
    ActionEvent.BLOCKED: sentences(_("{who} said that {thing} is blocked. It waits for “{waits_for}”.")),
    ActionEvent.FINISHED: sentences(_("{who} finished {thing}: “{how}”."), _("{who} finished {thing}.")),
    ActionEvent.DROPPED: sentences(_("{who} dropped {thing}: “{reason}”."), _("{who} dropped {thing}.")),
    ActionEvent.REASSIGNED: sentences(
        _("{who} handed {thing} over from {before} to {person}."), _("{who} handed {thing} over to {person}.")
    ),
    ActionEvent.RESCHEDULED: sentences(
        _("{who} moved {thing} from {before} to {after}."),
        _("{who} wants {thing} done by {after}."),
        _("{who} took away the day of {thing}, which was {before}."),
    ),
    ActionEvent.REOPENED: sentences(_("{who} reopened {thing}.")),
}
