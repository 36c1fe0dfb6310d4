"""Copies and imports for administrators: to read; what is in them is for who asked."""

from django.contrib import admin

from across.takeaway.models import ProjectImport, Takeaway
from foundation.audit.admin import ReadOnlyAdmin
from foundation.web.administration import DoneFilter


@admin.register(Takeaway)
class TakeawayAdmin(ReadOnlyAdmin):
    """Copies to take away."""

    list_display = ("project", "circle", "is_whole", "by", "asked_at", "ready_at", "failed_at", "size")
    list_filter = ("is_whole", "project", ("failed_at", DoneFilter))
    search_fields = ("by__name",)
    list_select_related = ("project", "circle", "by")
    fields = ("project", "circle", "is_whole", "by", "asked_at", "number", "done", "ready_at", "failed_at", "size")


@admin.register(ProjectImport)
class ProjectImportAdmin(ReadOnlyAdmin):
    """Imports of projects."""

    list_display = ("name", "by", "asked_at", "ready_at", "failed_at", "sentence", "project")
    list_filter = (("failed_at", DoneFilter),)
    search_fields = ("name", "by__name")
    list_select_related = ("by", "project")
    fields = ("name", "by", "asked_at", "number", "done", "ready_at", "failed_at", "sentence", "project")
