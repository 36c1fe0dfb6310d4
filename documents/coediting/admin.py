"""Logs, and what is kept beside them, for administrators: facts to look at, without the bytes."""

from django.contrib import admin

from documents.coediting.models import Log, Quarantine, Snapshot, Ticket, Update
from foundation.audit.admin import ReadOnlyAdmin


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
