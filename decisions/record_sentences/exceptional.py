"""What goes outside the usual way: done first, small, contested, an element that the list lacks."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import cited, phrase, telling

DEEDS = {
    "imported decisions from elsewhere": telling(
        phrase(_("{who} imported {processes} decisions from “{source}”, with {concerns} concerns.")),
        phrase(_("{who} imported {processes} decisions from “{source}”.")),
    ),
    "acted first, and told it": telling(
        _("{who} acted first, on {acted_at}, and told it: {thing}, for {cost}."),
        phrase(_("{who} acted first, on {acted_at}, and told it: {thing}."), tells=["cost"]),
    ),
    "undid what was done": telling(
        _("{who} undid {thing} in {sync}: “{how}”."), _("{who} undid {thing}: “{how}”."), sync=cited("sync")
    ),
    "recorded a small act after the fact": telling(
        _("{who} recorded a small act of {done_on}: {thing}, for {cost}."),
        phrase(_("{who} recorded a small act of {done_on}: {thing}."), tells=["cost"]),
    ),
    "objected to a decision in force": telling(
        _(
            "{who} objected to {thing}, which is in force, in the name of {element}. "
            "It goes on for now; {proposal} says what next."
        ),
        _("{who} objected to {thing}, which is in force. It goes on for now; {proposal} says what next."),
    ),
    "objected to a decision, which is suspended": telling(
        _(
            "{who} objected to {thing} in the name of {element}. "
            "It is suspended until {until}; {proposal} says what next."
        ),
        _("{who} objected to {thing}. It is suspended until {until}; {proposal} says what next."),
    ),
    "asked for an element that the list lacks": telling(
        _("{who} objects to {thing} by an element that the list lacks: {addition} would add it, until {until}.")
    ),
}
