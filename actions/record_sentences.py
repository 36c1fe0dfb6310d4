"""The deeds of actions as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import phrase, telling
from circles.record_sentences.people import ME, is_of_oneself

DEEDS = {
    "made an action": telling(
        phrase(_("{who} took on {thing}."), when=is_of_oneself, tells=ME), _("{who} gave {person} {thing}.")
    ),
    "began an action": telling(_("{who} began {thing}.")),
    "said an action is blocked": telling(_("{who} said that {thing} is blocked. It waits for “{waits_for}”.")),
    "finished an action": telling(_("{who} finished {thing}: “{how}”."), _("{who} finished {thing}.")),
    "dropped an action": telling(_("{who} dropped {thing}: “{reason}”."), _("{who} dropped {thing}.")),
    "handed an action over": telling(
        _("{who} handed {thing} over from {before} to {person}."), _("{who} handed {thing} over to {person}.")
    ),
    "moved the day of an action": telling(
        _("{who} moved {thing} from {before} to {after}."),
        _("{who} wants {thing} done by {after}."),
        _("{who} took away the day of {thing}, which was {before}."),
    ),
    "reopened an action": telling(_("{who} reopened {thing}.")),
}
