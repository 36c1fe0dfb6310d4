"""Documents as files for administrators: facts to look at."""

from django.contrib import admin

from documents.document_files.models import DocumentExport, DocumentImport
from foundation.audit.admin import ReadOnlyAdmin
from foundation.web.administration import DoneFilter


@admin.register(DocumentImport)
class DocumentImportAdmin(ReadOnlyAdmin):
    """Files that were sent to become documents: to read; what was in them is for who sent them."""

    list_display = ("name", "project", "circle", "by", "asked_at", "number", "ready_at", "failed_at")
    list_filter = ("project", ("failed_at", DoneFilter))
    search_fields = ("name", "by__name")
    list_select_related = ("project", "circle", "by")
    fields = ("name", "project", "circle", "by", "asked_at", "number", "done", "ready_at", "failed_at")


@admin.register(DocumentExport)
class DocumentExportAdmin(ReadOnlyAdmin):
    """Documents as files: to read; the files are for who asked for them."""

    list_display = ("project", "circle", "format", "number", "by", "asked_at", "ready_at", "failed_at", "size")
    list_filter = ("format", "project", ("failed_at", DoneFilter))
    search_fields = ("by__name",)
    list_select_related = ("project", "circle", "by")
    fields = (
        "project", "circle", "format", "with_comments", "by", "asked_at", "number", "done", "ready_at", "failed_at",
        "size",
    )  # fmt: skip
