"""Documents for administrators: facts to look at. Their text is read on their page, where the reading is checked."""

from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from circles.admin import FactAdmin
from documents.models import (
    Document,
    DocumentTemplate,
    DocumentText,
    Favourite,
    Log,
    Mention,
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


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(FactAdmin):
    """Templates, without their text."""

    list_display = ("title", "project", "created_at", "created_by", "removed_at")
    list_filter = ("project",)
    search_fields = ("title",)
    list_select_related = ("project", "created_by")


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Whom and what documents mention."""

    list_display = ("document", "kind", "target", "by", "found_at", "gone_at")
    list_filter = ("kind",)
    search_fields = ("document__title", "target")
    list_select_related = ("document", "by")


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
