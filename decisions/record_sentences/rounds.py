"""Rounds: opened, spoken in, ended; and who is away."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from circles.record.formatting import Said
from circles.record.templates import RecordedEvent, is_by_nobody, percent_of, phrase, telling
from decisions.consent import Kind

HEARD: Mapping[str, Promise] = {
    Kind.NO_OBJECTION: _("no objection"),
    Kind.CONCERN: _("no objection, with a concern"),
    Kind.TIME: _("time is needed"),
    Kind.OBJECTION: _("an objection"),
    Kind.PASS: _("left to others to judge"),
}


def in_round(deed: RecordedEvent) -> Said | None:
    """Name the proposal; in a later round than the first one, with its number."""
    thing, number = deed.thing(), deed.facts.get("round")
    if thing is None or number in (None, 1):
        return thing
    words = gettext("{thing} (round {number})")
    return Said(words.format(thing=thing, number=number), format_html(words, thing=thing, number=number))


def heard(deed: RecordedEvent) -> object:
    """Say which position was taken."""
    return HEARD.get(str(deed.facts.get("position")))


def asked(deed: RecordedEvent) -> object:
    """Say how many people are asked; None in entries that do not tell."""
    number = deed.facts.get("asked")
    if not isinstance(number, int) or not number:
        return None
    return ngettext("one person is asked", "{number} people are asked", number).format(number=number)


ROUND = ("round",)
NAMES = (_("It names {names}."), phrase(_("The decision is blocked."), blocks=True))

DEEDS = {
    "opened a round": telling(
        phrase(_("Round {round} of {thing} has opened; {asked}."), when=is_by_nobody),
        phrase(_("Round {round} of {thing} has opened."), when=is_by_nobody),
        _("{who} opened round {round} of {thing}; {asked}."),
        _("{who} opened round {round} of {thing}."),
        asked=asked,
    ),
    "took a position": telling(
        phrase(_("{who} raised no objection to {it}."), tells=ROUND, position=Kind.NO_OBJECTION),
        phrase(_("{who} raised a concern, and no objection, about {it}."), tells=ROUND, position=Kind.CONCERN),
        phrase(_("{who} asked for time on {it}."), tells=ROUND, position=Kind.TIME),
        phrase(_("{who} left it to others to judge {it}."), tells=ROUND, position=Kind.PASS),
        it=in_round,
    ),
    "objected": telling(
        phrase(_("{who} objected to {it}."), tells=(*ROUND, "position")),
        then=NAMES,
        it=in_round,
    ),
    "recorded a position": telling(
        phrase(_("{who} recorded the position of {person} on {it}, heard orally: {position}."), tells=ROUND),
        then=NAMES,
        it=in_round,
        position=heard,
    ),
    "spoke for somebody who is away": telling(
        phrase(_("{who} spoke on {it} for {person}, who is away: {position}."), tells=ROUND),
        then=NAMES,
        it=in_round,
        position=heard,
    ),
    "kept an objection that came too late": telling(
        phrase(_("An objection of {person} came too late for {it}: it is kept, and blocks nothing."), tells=ROUND),
        it=in_round,
    ),
    "reminded of the round": telling(
        phrase(
            _("{passed} of the time to speak on {it} has passed: whoever had not spoken was reminded."), tells=ROUND
        ),
        it=in_round,
        passed=percent_of("passed"),
    ),
    "ended a round with an objection standing": telling(
        phrase(_("Round {round} of {thing} has ended, with an objection standing."), when=is_by_nobody),
        _("{who} ended round {round} of {thing}, with an objection standing."),
    ),
    "found consent, but the budget has not that much left": telling(
        _("{thing} found consent, but the budget has not that much left.")
    ),
    "found consent, but it cannot be carried out now": telling(
        _("{thing} found consent, but cannot be carried out now: “{why}”."),
        _("{thing} found consent, but cannot be carried out now."),
    ),
    "said to be away": telling(
        _("{who} will be away, {thing}; {deputy} speaks meanwhile."), _("{who} will be away, {thing}.")
    ),
    "is back": telling(_("{who} is back, and was to be away: {thing}.")),
}
