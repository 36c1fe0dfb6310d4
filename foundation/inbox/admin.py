"""Read-only admin of notices and of what leaves."""

from django.contrib import admin

from foundation.audit.admin import ReadOnlyAdmin
from foundation.inbox.models import (
    Attention,
    Notice,
    NotificationChoice,
    NotificationSettings,
    OutgoingEmail,
    OutgoingPush,
    PersonalReminder,
    PushSubscription,
)
from foundation.web.administration import DoneFilter


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Notices."""

    list_display = ("user", "reason", "kind", "event", "reference", "title", "happened_at", "read_at", "mailed_at")
    list_filter = ("reason", "kind")
    search_fields = ("user__name", "title", "reference")


@admin.register(NotificationSettings)
class NotificationSettingsAdmin(ReadOnlyAdmin):
    """When notices leave for each person, and whose address takes no e-mail."""

    list_display = ("user", "digest", "digest_at", "quiet_from", "quiet_until", "mail_stopped_at", "mail_stopped_why")
    list_filter = ("digest", ("mail_stopped_at", DoneFilter))
    search_fields = ("user__name",)


@admin.register(NotificationChoice)
class NotificationChoiceAdmin(ReadOnlyAdmin):
    """What reaches people otherwise than is usual."""

    list_display = ("user", "kind", "mail", "push")
    list_filter = ("kind", "mail", "push")
    search_fields = ("user__name",)


@admin.register(Attention)
class AttentionAdmin(ReadOnlyAdmin):
    """What people follow and have muted."""

    list_display = ("user", "thing", "title", "is_muted", "since")
    list_filter = ("is_muted",)
    search_fields = ("user__name", "title")


@admin.register(PersonalReminder)
class PersonalReminderAdmin(ReadOnlyAdmin):
    """That people are reminded, and when: not of what."""

    list_display = ("user", "at", "made_at")
    list_select_related = ("user",)
    search_fields = ("user__name",)
    exclude = ("title", "address")


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    """Outgoing e-mail; what it says is for who gets it: links in it sign in, let in, and answer for them."""

    list_display = ("to", "subject", "written_at", "sent_at", "failed_at", "attempts", "error")
    exclude = ("text", "html", "headers")
    list_filter = (("sent_at", DoneFilter), ("failed_at", DoneFilter))
    search_fields = ("to", "subject")


@admin.register(PushSubscription)
class PushSubscriptionAdmin(ReadOnlyAdmin):
    """Devices that take push notifications."""

    list_display = ("user", "device", "since")
    search_fields = ("user__name", "device")


@admin.register(OutgoingPush)
class OutgoingPushAdmin(ReadOnlyAdmin):
    """Outgoing push notifications."""

    list_display = ("subscription", "title", "written_at", "sent_at", "failed_at", "attempts", "error")
    search_fields = ("subscription__user__name", "title")
