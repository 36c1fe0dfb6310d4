"""The register for administrators: decisions, their reviews, where they are named, and what is taken away."""

from typing import ClassVar

from django.contrib import admin

from decisions.decisions.admin.inlines import FactInline
from decisions.decisions.models import Citation, ConcernLook, Decision, ImportedProcess, Printout, Review, SavedFilter
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Decision)
class DecisionAdmin(FactAdmin):
    """Decisions."""

    list_display = ("reference", "title", "project", "circle", "decided_by", "adopted_at", "cost", "review_on")
    list_filter = ("reversibility", ("superseded_at", DoneFilter), "project")
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
    list_filter = ("project", ("failed_at", DoneFilter))
    search_fields = ("by__name",)
    list_select_related = ("project", "by")


@admin.register(ImportedProcess)
class ImportedProcessAdmin(ReadOnlyAdmin):
    """Imported decision processes."""

    list_display = ("key", "title", "sort", "final_state", "project", "circle", "last_seen")
    list_filter = ("final_state", "sort", "project")
    search_fields = ("key", "title", "proposer")
    list_select_related = ("project", "circle")
    date_hierarchy = "last_seen"
