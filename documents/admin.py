"""Documents for administrators: facts to look at. Their text is read on their page, where the reading is checked."""

from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from circles.admin import FactAdmin
from documents.models import (
    Document,
    DocumentExport,
    DocumentImport,
    DocumentText,
    Favourite,
    Log,
    Quarantine,
    Snapshot,
    Ticket,
    Update,
    Visit,
)


@admin.register(Document)
class DocumentAdmin(FactAdmin):
    """Documents."""

    list_display = ("title", "reference", "project", "circle", "genre", "created_at", "created_by")
    list_filter = ("genre", "project")
    search_fields = ("title", "source", "id")
    list_select_related = ("project", "circle", "created_by")


@admin.register(Log)
class LogAdmin(ReadOnlyAdmin):
    """How far each document's log goes."""

    list_display = ("document", "seq", "edited_at", "edited_by")
    search_fields = ("document__title", "document__id")
    list_select_related = ("document", "edited_by")


class BytesAdmin(ReadOnlyAdmin):
    """Rows that hold a document's bytes: shown without them."""

    exclude = ("data",)
    show_full_result_count = False


@admin.register(Update)
class UpdateAdmin(BytesAdmin):
    """Rows of the logs."""

    list_display = ("log", "seq", "user", "received_at")
    search_fields = ("log__document__title", "log__document__id", "message_id")
    list_select_related = ("log", "user")


@admin.register(Snapshot)
class SnapshotAdmin(BytesAdmin):
    """Snapshots."""

    list_display = ("log", "seq", "sha256", "made_at")
    search_fields = ("log__document__title", "log__document__id")
    list_select_related = ("log",)


@admin.register(Quarantine)
class QuarantineAdmin(BytesAdmin):
    """What was refused."""

    list_display = ("document", "user", "size", "received_at")
    list_filter = ("received_at",)
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    """Tickets, without their hashes."""

    list_display = ("document", "user", "ends_at")
    exclude = ("digest", "session", "token")
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(DocumentText)
class DocumentTextAdmin(ReadOnlyAdmin):
    """How far search has read each document."""

    list_display = ("document", "seq")
    exclude = ("words",)
    search_fields = ("document__title", "document__id")
    list_select_related = ("document",)


@admin.register(Favourite)
class FavouriteAdmin(ReadOnlyAdmin):
    """Documents that people marked."""

    list_display = ("document", "user", "made_at")
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    """Documents that people opened last."""

    list_display = ("document", "user", "visited_at")
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(DocumentImport)
class DocumentImportAdmin(ReadOnlyAdmin):
    """Files that were sent to become documents: to read; what was in them is for who sent them."""

    list_display = ("name", "project", "circle", "by", "asked_at", "number", "ready_at", "failed_at")
    list_filter = ("project", ("failed_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "by__name")
    list_select_related = ("project", "circle", "by")
    fields = ("name", "project", "circle", "by", "asked_at", "number", "done", "ready_at", "failed_at")


@admin.register(DocumentExport)
class DocumentExportAdmin(ReadOnlyAdmin):
    """Documents as files: to read; the files are for who asked for them."""

    list_display = ("project", "circle", "format", "number", "by", "asked_at", "ready_at", "failed_at", "size")
    list_filter = ("format", "project", ("failed_at", admin.EmptyFieldListFilter))
    search_fields = ("by__name",)
    list_select_related = ("project", "circle", "by")
    fields = (
        "project", "circle", "format", "with_comments", "by", "asked_at", "number", "done", "ready_at", "failed_at",
        "size",
    )  # fmt: skip
