"""The project and its circles: opened, named, limited, moved, closed."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import RecordedEvent, phrase, telling
from circles.record_sentences.tails import CARRIES_OUT, WHY


def stays(deed: RecordedEvent) -> bool:
    """Say whether what the circle may decide alone is as hard to undo as before."""
    return bool(deed.facts.get("hard_to_undo") == deed.facts.get("hard_to_undo_before"))


def changes(deed: RecordedEvent) -> bool:
    """Say whether it is not."""
    return not stays(deed)


HOW_HARD = ("hard_to_undo", "hard_to_undo_before")
ALONE = (
    phrase(_("It may decide alone what is easy to undo."), when=changes, tells=HOW_HARD, hard_to_undo="easy"),
    phrase(_("It may decide alone what is costly to undo."), when=changes, tells=HOW_HARD, hard_to_undo="costly"),
    phrase(_("It may decide alone what cannot be undone."), when=changes, tells=HOW_HARD, hard_to_undo="irreversible"),
)

DEEDS = {
    "made the project": telling(_("{who} made the project {thing}.")),
    "imported an organisation": telling(_("{who} imported an organisation from the file “{file}”.")),
    "opened the circle": telling(
        _("{who} opened the circle {thing} inside {within}."),
        _("{who} opened the circle {thing}."),
        then=[_("It may commit {limit} at once."), *ALONE, CARRIES_OUT],
    ),
    "renamed the circle": telling(
        phrase(
            _("{who} said anew what {thing} is for."),
            when=lambda deed: deed.facts.get("before") == deed.entry.title,
            tells=["before"],
        ),
        _("{who} renamed the circle {before}: it is {thing} from now on."),
    ),
    "changed what the circle decides alone": telling(
        phrase(
            _("{who} changed what {thing} may commit at once: {limit}, before that {limit_before}."),
            tells=HOW_HARD,
            when=stays,
        ),
        phrase(_("{who} changed what {thing} may commit at once: {limit}."), tells=HOW_HARD, when=stays),
        _("{who} changed what {thing} decides alone: up to {limit} at once, before that {limit_before}."),
        _("{who} changed what {thing} decides alone."),
        then=[*ALONE, CARRIES_OUT],
    ),
    "closed the circle": telling(
        _("{who} closed the circle {thing}; what it had goes to {within}."),
        _("{who} closed the circle {thing}."),
        then=[WHY, CARRIES_OUT],
    ),
    "merged the circle into another": telling(
        _("{who} merged the circle {thing} into {into}, with {money}."),
        _("{who} merged the circle {thing} into {into}."),
        then=[CARRIES_OUT],
    ),
    "moved the circle": telling(
        _("{who} moved the circle {thing} from {before} to {within}."),
        then=[CARRIES_OUT],
    ),
    "opened the circle again": telling(_("{who} opened the circle {thing} again."), then=[CARRIES_OUT]),
    "split the circle off another": telling(
        _("{who} split the circle {thing} off {off}, with {money}."),
        _("{who} split the circle {thing} off {off}."),
        then=[CARRIES_OUT],
    ),
}
