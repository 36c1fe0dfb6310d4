"""Who comes into a circle, with which role and how much time, and who leaves."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import RecordedEvent, percent_of, phrase, telling


def is_of_oneself(deed: RecordedEvent) -> bool:
    """Say whether it is said of the one who says it; a namesake, whose membership it is not, is somebody else."""
    is_namesake = deed.member is not None and deed.member != deed.entry.actor
    return deed.by is not None and deed.personal.get("person") == deed.by and not is_namesake


ME = ["person"]

DEEDS = {
    "let a person in": telling(
        phrase(_("{who} came into the circle {thing}."), when=is_of_oneself, tells=ME),
        _("{who} let {person} into the circle {thing}."),
    ),
    "came in by invitation": telling(_("{who} came into the circle {thing} by invitation.")),
    "invited somebody": telling(
        _("{who} invited {address} into the circle {circle_there}."),
        _("{who} invited {address}."),
    ),
    "gave a role": telling(
        phrase(_("{who} took a role in {thing}: {role}."), when=is_of_oneself, tells=ME),
        _("{who} gave {person} a role in {thing}: {role}."),
        then=[
            _("It is there for “{purpose}”."),
            _("It ends on {until}."),
            _("It is a voice in {voice_in}."),
        ],
    ),
    "said until when a role is held": telling(
        _("{who} let a role of {person} in {thing}, {role}, last until {until}; before that, it was until {before}."),
        _("{who} let a role of {person} in {thing}, {role}, last until {until}."),
        phrase(_("{who} let a role of {person} in {thing}, {role}, last without end."), until=""),
    ),
    "said what a role is for": telling(
        _("{who} said what a role of {person} in {thing}, {role}, is there for: “{purpose}”."),
        _("{who} said anew what a role of {person} in {thing} is there for: {role}."),
        then=[_("What can be expected: “{expected}”.")],
    ),
    "ended a role": telling(
        phrase(_("{who} gave up a role in {thing}: {role}."), when=is_of_oneself, tells=ME),
        _("{who} ended a role of {person} in {thing}: {role}."),
    ),
    "let the term of a role end": telling(
        _("A role of {person} in {thing}, {role}, has ended on {until}, as was agreed."),
        _("A role of {person} in {thing}, {role}, has ended, as was agreed."),
    ),
    "announced the end of a term": telling(
        _("A role of {person} in {thing}, {role}, ends on {until}."),
    ),
    "said how much of the week goes into the circle": telling(
        phrase(
            _("{who} gives {thing} {percent} of the week; before that, it was {before}."), when=is_of_oneself, tells=ME
        ),
        phrase(_("{who} gives {thing} {percent} of the week."), when=is_of_oneself, tells=[*ME, "before"]),
        _("{who} said that {person} gives {thing} {percent} of the week; before that, it was {before}."),
        phrase(_("{who} said that {person} gives {thing} {percent} of the week."), tells=["before"]),
        phrase(
            _("{who} took back how much of the week goes into {thing}."), when=is_of_oneself, tells=ME, percent=None
        ),
        phrase(_("{who} took back how much of the week {person} gives {thing}."), percent=None),
        percent=percent_of("percent"),
        before=percent_of("before"),
    ),
    "ended a membership": telling(
        phrase(_("{who} left the circle {thing}."), when=is_of_oneself, tells=ME),
        _("{who} ended the membership of {person} in the circle {thing}."),
    ),
}
