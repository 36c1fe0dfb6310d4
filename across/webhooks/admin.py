"""Webhooks for administrators: to read, and to see what does not arrive."""

from django.contrib import admin

from across.webhooks.models import OutgoingWebhook, Webhook, WebhookAttempt
from foundation.audit.admin import ReadOnlyAdmin
from foundation.web.administration import DoneFilter


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    """Webhooks."""

    list_display = ("name", "project", "owner", "server", "made_at", "paused_at", "ended_at", "failures")
    list_filter = (("paused_at", DoneFilter), ("ended_at", DoneFilter), "project")
    search_fields = ("name", "url", "owner__name")
    list_select_related = ("project", "owner")
    fields = (
        "name",
        "project",
        "owner",
        "url",
        "types",
        "rooms",
        "made_at",
        "paused_at",
        "ended_at",
        "failures",
        "failing_since",
    )


@admin.register(OutgoingWebhook)
class OutgoingWebhookAdmin(ReadOnlyAdmin):
    """Events on their way."""

    list_display = ("key", "webhook", "event", "written_at", "sent_at", "failed_at", "attempts", "error")
    list_filter = (("sent_at", DoneFilter), ("failed_at", DoneFilter))
    search_fields = ("key", "webhook__name")
    list_select_related = ("webhook", "entry")


@admin.register(WebhookAttempt)
class WebhookAttemptAdmin(ReadOnlyAdmin):
    """Tries to send."""

    list_display = ("outgoing", "at", "status", "took_ms", "answer")
    list_filter = ("status",)
    search_fields = ("outgoing__key", "answer")
    list_select_related = ("outgoing",)
