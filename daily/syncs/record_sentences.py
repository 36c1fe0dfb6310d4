"""The events of syncs as sentences: recurring syncs, pulses, points, what came of them."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circles.models.sync_names import sync_title, the_sync
from circles.record.formatting import Formatted, join_formatted, page_of
from circles.record.record_sentences.tails import BECAUSE
from circles.record.templates import RecordedEvent, cited, sentences, template
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import StepKind
from daily.syncs.recurrence_labels import rhythm


def sync(event: RecordedEvent) -> Formatted | None:
    """Name the sync as people do, where it has no name of its own: the general sync S-76."""
    circle, reference = event.circle, event.entry.reference
    if circle is None or event.entry.title != sync_title(circle, event.project.language):
        return event.thing()
    name, page = the_sync(circle), page_of(reference, event.project)
    html = format_html('<a href="{}">{} <span class="nowrap">{}</span></a>', page, name, reference)
    return Formatted(f"{name} {reference}", html)


def next_sync(event: RecordedEvent) -> object:
    """Name the sync of the circle."""
    return the_sync(event.circle) if event.circle else None


def came_of(event: RecordedEvent) -> Formatted | None:
    """Say how many decisions and actions came of a sync."""
    decisions, actions = (len(event.facts.get(name) or ()) for name in ("decisions", "actions"))
    counted = [
        ngettext("one decision", "{number} decisions", decisions).format(number=decisions) if decisions else "",
        ngettext("one action", "{number} actions", actions).format(number=actions) if actions else "",
    ]
    said = [Formatted(one) for one in counted if one]
    return join_formatted(said) if said else None


def step(event: RecordedEvent) -> object:
    """Name the step that a proposal came to."""
    found = event.facts.get("step")
    return StepKind(found).label if found in StepKind.values else None


def how_often(event: RecordedEvent) -> object:
    """Say how often a recurring sync is; None for a rule that has no words."""
    return rhythm(str(event.facts.get("recurrence")), event.project.weekdays) or None


SENTENCES = {
    SyncEvent.SYNC_OPENED: sentences(_("{who} opened {sync}."), sync=sync),
    SyncEvent.SYNC_CLOSED: sentences(
        _("{who} closed {sync}: {came_of}."), _("{who} closed {sync}."), sync=sync, came_of=came_of
    ),
    SyncEvent.MINUTES_WRITTEN: sentences(_("The minutes of {sync} were written."), sync=sync),
    SyncEvent.SYNC_CANCELLED: sentences(_("{who} cancelled {sync} before anyone spoke."), sync=sync),
    SyncEvent.SYNC_REOPENED: sentences(_("{who} reopened {sync}."), then=[BECAUSE], sync=sync),
    SyncEvent.POINT_STARTED: sentences(_("{who} opened {point} in {sync}."), sync=sync, point=cited("point")),
    SyncEvent.CLOSING_STARTED: sentences(_("{who} moved {sync} to its closing."), sync=sync),
    SyncEvent.STEP_STARTED: sentences(
        _("{who} moved {point} to the next step in {sync}: {step}."), sync=sync, point=cited("point"), step=step
    ),
    SyncEvent.POINT_EXTENDED: sentences(
        _("{who} gave {point} two more minutes in {sync}."), sync=sync, point=cited("point")
    ),
    SyncEvent.POINT_POSTPONED: sentences(
        _("{who} postponed {point} to the next sync: “{because}”."),
        _("{who} postponed {point} to the next sync."),
        point=cited("point"),
    ),
    SyncEvent.POINT_SETTLED: sentences(_("{who} settled {point} in {sync}."), sync=sync, point=cited("point")),
    SyncEvent.TENSION_PARKED: sentences(_("{who} set a tension aside in {sync}: “{point}”."), sync=sync),
    SyncEvent.INFO_NOTED: sentences(_("{who} wrote down in {sync}: “{text}”."), sync=sync),
    SyncEvent.FACILITATION_HANDED_OVER: sentences(
        _("{who} handed over the facilitation of {sync} to {person}."), sync=sync
    ),
    SyncEvent.POINT_ADDED: sentences(_("{who} put {thing} on the agenda of {sync}."), sync=next_sync),
    SyncEvent.TENSION_RAISED: sentences(_("{who} brought a tension to {sync}: “{thing}”."), sync=next_sync),
    SyncEvent.POINT_WITHDRAWN: sentences(_("{who} took {thing} off the agenda of {sync}."), sync=next_sync),
    SyncEvent.PULSE_GIVEN: sentences(_("{who} gave a pulse for {thing}.")),
    SyncEvent.PULSES_REQUESTED: sentences(_("{thing}: the pulses for {on} are asked for.")),
    SyncEvent.RECURRING_SYNC_CREATED: sentences(
        _("{who} added a recurring sync: {thing}, {recurrence}."),
        _("{who} added a recurring sync: {thing}."),
        recurrence=how_often,
    ),
    SyncEvent.RECURRING_SYNC_CHANGED: sentences(
        _("{who} changed a recurring sync: {thing}, {recurrence}."),
        _("{who} changed a recurring sync: {thing}."),
        recurrence=how_often,
    ),
    SyncEvent.RECURRING_SYNC_ENDED: sentences(_("{who} ended a recurring sync: {thing}.")),
    SyncEvent.MINUTES_IMPORTED: sentences(
        template(
            _("{who} imported {minutes} minutes of syncs from “{origin}”."),
            when=lambda event: bool(event.facts.get("minutes")),
        ),
    ),
}
