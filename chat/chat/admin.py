"""Chat for administrators: to find and to read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from chat.chat.models import (
    DirectMember,
    Message,
    MessageDraft,
    MessageReaction,
    ReadMarker,
    Room,
    ScheduledMessage,
    Topic,
    TopicGrant,
    TopicHead,
    Wording,
)
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


class RoomsOnly:
    """Leaves out direct conversations, which administrators find no more than anyone else; `room` leads to theirs."""

    room = "topic__room"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Find what was said in rooms."""
        return super().get_queryset(request).filter(**{f"{self.room}__isnull": False})  # type: ignore[misc]


@admin.register(DirectMember)
class DirectMemberAdmin(ReadOnlyAdmin):
    """Who is in direct conversations: that there are some; with whom is theirs."""

    list_display = ("user", "is_muted")
    list_select_related = ("user",)
    list_filter = ("is_muted",)
    exclude = ("topic",)


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    """Rooms."""

    list_display = ("circle", "created_at")
    list_select_related = ("circle",)
    search_fields = ("circle__name", "circle__key")


@admin.register(Topic)
class TopicAdmin(RoomsOnly, FactAdmin):
    """Topics."""

    room = "room"
    list_display = ("name", "thing_reference", "room", "project", "outcome", "created_at", "closed_at")
    list_select_related = ("room__circle", "project")
    list_filter = (
        "outcome",
        "thing_kind",
        ("closed_at", DoneFilter),
        ("source", DoneFilter),
        "project",
    )
    search_fields = ("name", "thing_reference", "outcome_line")


@admin.register(TopicHead)
class TopicHeadAdmin(RoomsOnly, ReadOnlyAdmin):
    """Ends of topics."""

    room = "room"
    list_display = ("topic", "seq", "said_at")
    list_select_related = ("topic",)
    search_fields = ("topic__name", "topic__thing_reference")


class WordingInline(admin.TabularInline[Wording, Message]):
    """Earlier wordings of a message."""

    model = Wording
    extra = 0
    can_delete = False
    readonly_fields = ("text", "until")


@admin.register(Message)
class MessageAdmin(RoomsOnly, ReadOnlyAdmin):
    """Messages."""

    list_display = ("__str__", "author", "nick", "topic", "said_at", "edited_at", "removed_at")
    list_select_related = ("author", "topic")
    list_filter = (("edited_at", DoneFilter), ("removed_at", DoneFilter))
    search_fields = ("text", "author__name", "nick", "topic__name")
    inlines: ClassVar = [WordingInline]


@admin.register(Wording)
class WordingAdmin(RoomsOnly, ReadOnlyAdmin):
    """Earlier wordings."""

    room = "message__topic__room"
    list_display = ("message", "until")
    list_select_related = ("message",)
    search_fields = ("text",)


@admin.register(MessageReaction)
class MessageReactionAdmin(RoomsOnly, ReadOnlyAdmin):
    """Reactions to messages."""

    room = "message__topic__room"
    list_display = ("message", "user", "kind")
    list_select_related = ("message", "user")
    list_filter = ("kind",)
    search_fields = ("message__text", "user__name")


@admin.register(MessageDraft)
class MessageDraftAdmin(ReadOnlyAdmin):
    """Drafts of messages: that there are some; what they say is their authors'."""

    list_display = ("user", "place", "saved_at")
    list_select_related = ("user",)
    search_fields = ("user__name", "place")
    exclude = ("text",)


@admin.register(ScheduledMessage)
class ScheduledMessageAdmin(ReadOnlyAdmin):
    """Scheduled messages: that there are some; what they say is their authors'."""

    list_display = ("author", "send_at", "written_at")
    list_select_related = ("author",)
    search_fields = ("author__name",)
    exclude = ("text", "topic")


@admin.register(ReadMarker)
class ReadMarkerAdmin(RoomsOnly, ReadOnlyAdmin):
    """How far people have read."""

    list_display = ("user", "topic", "seq", "read_at", "followed_at")
    list_select_related = ("user", "topic")
    search_fields = ("user__name", "topic__name")


@admin.register(TopicGrant)
class TopicGrantAdmin(ReadOnlyAdmin):
    """What guests may in topics."""

    list_display = ("content_object", "user", "permission", "guest")
    search_fields = ("content_object__name", "user__name")
    list_select_related = ("content_object", "user", "permission__content_type", "guest__user")
