"""Files for administrators: to find, and to see what takes room."""

from typing import ClassVar

from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from files.models import Attachment, Portrait, Rendition, StoredFile, Upload, UploadPart
from web.administration import DoneFilter


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files on things."""

    list_display = ("name", "on_kind", "stored", "by", "added_at", "removed_at")
    list_select_related = ("stored", "by")
    list_filter = ("on_kind", "stored__kind", ("removed_at", DoneFilter))
    search_fields = ("name", "on_id", "by__name")


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """What is kept of files."""

    list_display = ("sha256", "kind", "type", "size", "project", "kept_at")
    list_filter = ("kind", "type")
    search_fields = ("sha256", "project")
    ordering: ClassVar = ["-size"]


@admin.register(Rendition)
class RenditionAdmin(ReadOnlyAdmin):
    """Pictures of files."""

    list_display = ("stored", "size", "width", "height", "bytes")
    list_select_related = ("stored",)
    list_filter = ("size",)


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """Files on their way."""

    list_display = ("name", "by", "size", "percent", "begun_at", "heard_at")
    list_select_related = ("by",)
    list_filter = ("on_kind",)
    search_fields = ("name", "by__name")


@admin.register(UploadPart)
class UploadPartAdmin(ReadOnlyAdmin):
    """Pieces of files on their way."""

    list_display = ("upload", "offset", "size")
    list_select_related = ("upload",)
    search_fields = ("upload__name",)


@admin.register(Portrait)
class PortraitAdmin(ReadOnlyAdmin):
    """What people look like; who it is takes it away on their own page."""

    list_display = ("user", "key", "kept_at")
    list_select_related = ("user",)
    search_fields = ("user__name",)
