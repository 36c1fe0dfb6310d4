"""Read-only admin of notices and outgoing e-mail."""

from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from inbox.models import Notice, OutgoingEmail


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Notices."""

    list_display = ("user", "reason", "event", "reference", "title", "happened_at", "read_at")
    list_filter = ("reason",)
    search_fields = ("user__name", "title", "reference")


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    """Outgoing e-mail."""

    list_display = ("to", "subject", "written_at", "sent_at", "attempts", "error")
    list_filter = ("sent_at",)
    search_fields = ("to", "subject")
