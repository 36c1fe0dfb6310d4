"""Rounds for administrators: who was asked, reminded or away, and what was said."""

from typing import ClassVar

from django.contrib import admin

from decisions.decisions.admin.inlines import FactInline
from decisions.decisions.models import Absence, AskedPerson, ExcusedPerson, Position, Reminder, Round, TakenBack
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


class PositionInline(FactInline):
    """What was said in a round."""

    model = Position
    fields = ("user", "kind", "words", "said_at", "recorded_by", "deputy", "is_late")


@admin.register(Round)
class RoundAdmin(FactAdmin):
    """Rounds."""

    list_display = ("__str__", "title", "decides", "in_sync", "sync_of", "opened_at", "closes_at", "outcome")
    list_filter = ("outcome", "in_sync", "grave")
    search_fields = ("title", "text")
    list_select_related = ("proposal", "decides", "sync_of")
    inlines: ClassVar = [PositionInline]


@admin.register(AskedPerson)
class AskedPersonAdmin(ReadOnlyAdmin):
    """Who was asked."""

    list_display = ("round", "user", "voice_of", "asked_at")
    search_fields = ("user__name",)
    list_select_related = ("round__proposal", "user", "voice_of")


@admin.register(ExcusedPerson)
class ExcusedPersonAdmin(ReadOnlyAdmin):
    """Who is asked no more."""

    list_display = ("asked", "excused_at")
    search_fields = ("asked__user__name",)
    list_select_related = ("asked__user",)


@admin.register(TakenBack)
class TakenBackAdmin(ReadOnlyAdmin):
    """Positions that were taken back."""

    list_display = ("position", "taken_back_at")
    search_fields = ("position__user__name",)
    list_select_related = ("position__user",)


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    """Positions."""

    list_display = ("round", "user", "kind", "said_at", "recorded_by", "deputy", "is_late")
    list_filter = ("kind", "is_late")
    search_fields = ("user__name", "words")
    list_select_related = ("round__proposal", "user", "recorded_by", "deputy")


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """Who was reminded."""

    list_display = ("round", "user", "mark", "reminded_at")
    list_filter = ("mark",)
    search_fields = ("user__name",)
    list_select_related = ("round__proposal", "user")


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    """Who is away."""

    list_display = ("user", "project", "from_on", "until_on", "deputy", "ended_at")
    list_filter = (("ended_at", DoneFilter), "project")
    search_fields = ("user__name", "deputy__name")
    list_select_related = ("user", "project", "deputy")
