"""The deeds of syncs as sentences: rituals, pulses, points, what came of them."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.formatting import Said, listed_said, page_of
from circles.record.templates import RecordedEvent, cited, phrase, telling
from circles.record_sentences.tails import BECAUSE
from circles.sync_names import sync_title, the_sync
from meetings.recurrence_labels import rhythm


def sync(deed: RecordedEvent) -> Said | None:
    """Name the sync as people do, where it has no name of its own: the general sync S-76."""
    circle, reference = deed.circle, deed.entry.reference
    if circle is None or deed.entry.title != sync_title(circle):
        return deed.thing()
    name, page = the_sync(circle), page_of(reference, deed.project)
    html = format_html('<a href="{}">{} <span class="nowrap">{}</span></a>', page, name, reference)
    return Said(f"{name} {reference}", html)


def next_sync(deed: RecordedEvent) -> object:
    """Name the sync of the circle."""
    return the_sync(deed.circle) if deed.circle else None


def came_of(deed: RecordedEvent) -> Said | None:
    """Say how many decisions and actions came of a sync."""
    decisions, actions = (len(deed.facts.get(name) or ()) for name in ("decisions", "actions"))
    counted = [
        ngettext("one decision", "{number} decisions", decisions).format(number=decisions) if decisions else "",
        ngettext("one action", "{number} actions", actions).format(number=actions) if actions else "",
    ]
    said = [Said(one) for one in counted if one]
    return listed_said(said) if said else None


def how_often(deed: RecordedEvent) -> object:
    """Say how often a ritual is; None for a rule that has no words."""
    return rhythm(str(deed.facts.get("recurrence")), deed.project.weekdays) or None


DEEDS = {
    "opened the sync": telling(_("{who} opened {sync}."), sync=sync),
    "closed the sync": telling(
        _("{who} closed {sync}: {came_of}."), _("{who} closed {sync}."), sync=sync, came_of=came_of
    ),
    "reopened the sync": telling(_("{who} reopened {sync}."), then=[BECAUSE], sync=sync),
    "turned to a point": telling(_("{who} turned to {point} in {sync}."), sync=sync, point=cited("point")),
    "turned to the closing": telling(_("{who} turned to the closing of {sync}."), sync=sync),
    "gave a point two minutes more": telling(
        _("{who} gave {point} two minutes more in {sync}."), sync=sync, point=cited("point")
    ),
    "put a point off": telling(
        _("{who} put {point} off to the next sync: “{because}”."),
        _("{who} put {point} off to the next sync."),
        point=cited("point"),
    ),
    "parked a tension": telling(_("{who} set a tension aside in {sync}: “{point}”."), sync=sync),
    "wrote down an info": telling(_("{who} wrote down in {sync}: “{text}”."), sync=sync),
    "handed on the facilitation": telling(_("{who} handed the facilitation of {sync} on to {person}."), sync=sync),
    "added a point": telling(_("{who} put {thing} on the agenda of {sync}."), sync=next_sync),
    "brought a tension": telling(_("{who} brought a tension to {sync}: “{thing}”."), sync=next_sync),
    "took back a point": telling(_("{who} took {thing} off the agenda of {sync}."), sync=next_sync),
    "gave a pulse": telling(_("{who} gave a pulse for {thing}.")),
    "asks for the pulses": telling(_("{thing}: the pulses for {on} are asked for.")),
    "began a ritual": telling(
        _("{who} began a ritual: {thing}, {recurrence}."), _("{who} began a ritual: {thing}."), recurrence=how_often
    ),
    "changed a ritual": telling(
        _("{who} changed a ritual: {thing}, {recurrence}."), _("{who} changed a ritual: {thing}."), recurrence=how_often
    ),
    "ended a ritual": telling(_("{who} ended a ritual: {thing}.")),
    "imported minutes from elsewhere": telling(
        phrase(
            _("{who} imported {minutes} minutes of syncs from “{origin}”."),
            when=lambda deed: bool(deed.facts.get("minutes")),
        ),
    ),
}
