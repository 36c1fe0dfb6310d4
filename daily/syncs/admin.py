"""Recurring syncs, syncs, pulses and minutes for administrators: facts, read-only, with their history."""

from django.contrib import admin

from daily.syncs.models import (
    AgendaItem,
    ImportedMinutes,
    LedStep,
    Minutes,
    Outcome,
    Presence,
    Pulse,
    RecurringSync,
    Sync,
)
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(RecurringSync)
class RecurringSyncAdmin(FactAdmin):
    """Recurring syncs."""

    list_display = ("title", "circle", "project", "recurrence", "local_time", "length_minutes", "ended_at")
    list_filter = (("ended_at", DoneFilter), "project")
    search_fields = ("name", "circle__name")
    list_select_related = ("circle", "project")


@admin.register(Sync)
class SyncAdmin(FactAdmin):
    """Syncs."""

    list_display = ("reference", "circle", "project", "facilitator", "planned_for", "opened_at", "closed_at")
    list_filter = (("closed_at", DoneFilter), "project")
    search_fields = ("circle__name", "facilitator__name")
    list_select_related = ("circle", "project", "facilitator")
    date_hierarchy = "opened_at"


@admin.register(AgendaItem)
class AgendaItemAdmin(FactAdmin):
    """Points."""

    list_display = ("text", "reference", "part", "sync", "circle", "added_by", "carried", "ending")
    list_filter = ("part", "ending", "project")
    search_fields = ("text", "reference")
    list_select_related = ("sync", "circle", "added_by")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    """Outcomes."""

    list_display = ("sync", "kind", "reference", "text", "made_by", "made_at")
    list_filter = ("kind",)
    search_fields = ("reference", "text")
    list_select_related = ("sync", "made_by")


@admin.register(Presence)
class PresenceAdmin(ReadOnlyAdmin):
    """Presences."""

    list_display = ("sync", "user", "came_at", "seen_in_by")
    search_fields = ("user__name",)
    list_select_related = ("sync", "user", "seen_in_by")


@admin.register(LedStep)
class LedStepAdmin(ReadOnlyAdmin):
    """Steps of proposals that are led step by step."""

    list_display = ("point", "step", "begun_at", "speaker", "led_by")
    list_select_related = ("point", "speaker", "led_by")
    search_fields = ("point__text", "point__reference")


@admin.register(Pulse)
class PulseAdmin(FactAdmin):
    """Pulses."""

    list_display = ("user", "project", "on", "given_at")
    list_filter = ("project",)
    search_fields = ("user__name",)
    list_select_related = ("user", "project")
    date_hierarchy = "on"


@admin.register(Minutes)
class MinutesAdmin(FactAdmin):
    """Minutes."""

    list_display = ("sync", "version", "seq", "seal", "built_at")
    list_filter = ("sync__project",)
    search_fields = ("sync__circle__name", "seal")
    list_select_related = ("sync",)


@admin.register(ImportedMinutes)
class ImportedMinutesAdmin(ReadOnlyAdmin):
    """Imported minutes."""

    list_display = ("title", "group", "held_on", "project", "circle", "source")
    list_filter = ("group", "project")
    search_fields = ("title", "source")
    list_select_related = ("project", "circle")
    date_hierarchy = "held_on"
