"""Decisions for administrators: facts made by verbs, to read and to search, never to edit."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from audit.admin import ReadOnlyAdmin
from circles.admin import FactAdmin
from decisions.models import (
    Absence,
    Amendment,
    Asked,
    Citation,
    Claim,
    ConcernLook,
    Decision,
    Editorial,
    Objection,
    PastProcess,
    Position,
    Printout,
    Proposal,
    Reminder,
    Reopening,
    Review,
    Round,
    SavedFilter,
)


class FactInline(admin.TabularInline[Any, Any]):
    """Rows within a page, read-only."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Facts come from verbs."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Facts stay."""
        return False


class RoundInline(FactInline):
    """The rounds of a proposal."""

    model = Round
    fields = ("number", "decides", "in_sync", "opened_at", "closes_at", "closed_at", "outcome")


class PositionInline(FactInline):
    """What was said in a round."""

    model = Position
    fields = ("user", "kind", "words", "said_at", "recorded_by", "deputy", "is_late")


@admin.register(Proposal)
class ProposalAdmin(FactAdmin):
    """Proposals."""

    list_display = ("reference", "title", "project", "circle", "created_by", "cost", "reversibility", "changed_at")
    list_filter = ("reversibility", ("withdrawn_at", admin.EmptyFieldListFilter), "project")
    search_fields = ("title", "tension", "text", "number")
    list_select_related = ("project", "circle", "created_by")
    inlines: ClassVar = [RoundInline]


@admin.register(Round)
class RoundAdmin(FactAdmin):
    """Rounds."""

    list_display = ("__str__", "title", "decides", "in_sync", "opened_at", "closes_at", "closed_at", "outcome")
    list_filter = ("outcome", "in_sync", "grave")
    search_fields = ("title", "text")
    list_select_related = ("proposal", "decides")
    inlines: ClassVar = [PositionInline]


@admin.register(Objection)
class ObjectionAdmin(FactAdmin):
    """Objections."""

    list_display = ("proposal", "by", "element", "blocks", "put_at", "lifted_at", "lifted_by")
    list_filter = ("blocks", ("lifted_at", admin.EmptyFieldListFilter))
    search_fields = ("harm", "evidence", "by__name", "proposal__title")
    list_select_related = ("proposal", "by", "element", "lifted_by")


@admin.register(Editorial)
class EditorialAdmin(ReadOnlyAdmin):
    """Changes of wording."""

    list_display = ("round", "by", "made_at", "refused_by", "refused_at")
    list_filter = (("refused_at", admin.EmptyFieldListFilter),)
    search_fields = ("by__name", "round__title")
    list_select_related = ("round__proposal", "by", "refused_by")


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    """Who is away."""

    list_display = ("user", "project", "from_on", "until_on", "deputy", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter), "project")
    search_fields = ("user__name", "deputy__name")
    list_select_related = ("user", "project", "deputy")


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """Who was reminded."""

    list_display = ("round", "user", "mark", "told_at")
    list_filter = ("mark",)
    search_fields = ("user__name",)
    list_select_related = ("round__proposal", "user")


@admin.register(Reopening)
class ReopeningAdmin(ReadOnlyAdmin):
    """Objections that came back."""

    list_display = ("objection", "because", "reopened_at", "lifted_by", "lifted_because")
    search_fields = ("because", "lifted_because", "objection__by__name")
    list_select_related = ("objection__by", "lifted_by")


@admin.register(Decision)
class DecisionAdmin(FactAdmin):
    """Decisions."""

    list_display = ("reference", "title", "project", "circle", "decided_by", "adopted_at", "cost", "review_on")
    list_filter = ("reversibility", ("superseded_at", admin.EmptyFieldListFilter), "project")
    search_fields = ("title", "text", "number")
    list_select_related = ("project", "circle", "decided_by")
    date_hierarchy = "adopted_at"


class LookInline(FactInline):
    """What was said of each concern in a review."""

    model = ConcernLook
    fields = ("position", "came_true", "words", "by", "looked_at")


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Reviews."""

    list_display = ("decision", "outcome", "held_by", "held_at", "next_on", "proposal")
    list_filter = ("outcome", "decision__project")
    search_fields = ("decision__title", "helped", "drop", "better")
    list_select_related = ("decision", "held_by", "proposal")
    inlines: ClassVar = [LookInline]


@admin.register(ConcernLook)
class ConcernLookAdmin(ReadOnlyAdmin):
    """What became of concerns."""

    list_display = ("position", "came_true", "words", "by", "looked_at")
    list_filter = ("came_true",)
    search_fields = ("words", "position__words", "position__user__name")
    list_select_related = ("position__user", "by")


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    """Positions."""

    list_display = ("round", "user", "kind", "said_at", "recorded_by", "deputy", "is_late")
    list_filter = ("kind", "is_late")
    search_fields = ("user__name", "words")
    list_select_related = ("round__proposal", "user", "recorded_by", "deputy")


@admin.register(Asked)
class AskedAdmin(ReadOnlyAdmin):
    """Who was asked."""

    list_display = ("round", "user", "voice_of", "asked_at")
    search_fields = ("user__name",)
    list_select_related = ("round__proposal", "user", "voice_of")


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Claims."""

    list_display = ("proposal", "circle", "what", "by", "made_at")
    search_fields = ("what", "proposal__title")
    list_select_related = ("proposal", "circle", "by")


@admin.register(Amendment)
class AmendmentAdmin(FactAdmin):
    """Amendments; their text is read on their page, where the reading is checked."""

    list_display = ("document", "round", "begun_by", "begun_at", "became")
    list_filter = (("became", admin.EmptyFieldListFilter),)
    search_fields = ("document__title", "round__title")
    list_select_related = ("document", "round__proposal", "begun_by", "became__proposal")


@admin.register(PastProcess)
class PastProcessAdmin(ReadOnlyAdmin):
    """Decisions from elsewhere."""

    list_display = ("key", "title", "sort", "final_state", "project", "circle", "last_seen")
    list_filter = ("final_state", "sort", "project")
    search_fields = ("key", "title", "proposer")
    list_select_related = ("project", "circle")
    date_hierarchy = "last_seen"


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Where decisions are named."""

    list_display = ("decision", "kind", "thing", "link")
    list_filter = ("kind",)
    search_fields = ("decision__title", "thing")
    list_select_related = ("decision", "link")


@admin.register(SavedFilter)
class SavedFilterAdmin(ReadOnlyAdmin):
    """Saved filters."""

    list_display = ("name", "user", "project", "query", "saved_at")
    list_filter = ("project",)
    search_fields = ("name", "user__name")
    list_select_related = ("user", "project")


@admin.register(Printout)
class PrintoutAdmin(ReadOnlyAdmin):
    """Registers as PDF."""

    list_display = ("project", "by", "number", "done", "asked_at", "ready_at", "failed_at")
    list_filter = ("project", ("failed_at", admin.EmptyFieldListFilter))
    search_fields = ("by__name",)
    list_select_related = ("project", "by")
