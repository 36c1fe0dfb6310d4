"""Files for administrators: to find, and to see what takes room."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.models import Head
from foundation.files.models import Attachment, Portrait, Rendition, StoredFile, Upload, UploadPart
from foundation.web.administration import DoneFilter


class ProjectsFilesAdmin(ReadOnlyAdmin):
    """Shows what is a project's: what people send each other directly is no administrator's to read."""

    project: ClassVar = "project"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep those of projects: of them there is a record."""
        of_projects = {f"{self.project}__in": Head.objects.filter(seq__gt=0).values("pk")}
        found: QuerySet[Any] = super().get_queryset(request).filter(Q(**of_projects) | Q(**{self.project: None}))
        return found


@admin.register(Attachment)
class AttachmentAdmin(ProjectsFilesAdmin):
    """Files on things."""

    list_display = ("name", "on_kind", "stored", "by", "added_at", "removed_at")
    list_select_related = ("stored", "by")
    list_filter = ("on_kind", "stored__kind", ("removed_at", DoneFilter))
    search_fields = ("name", "on_id", "by__name")


@admin.register(StoredFile)
class StoredFileAdmin(ProjectsFilesAdmin):
    """What is kept of files."""

    list_display = ("sha256", "kind", "type", "size", "project", "kept_at")
    list_filter = ("kind", "type")
    search_fields = ("sha256", "project")
    ordering: ClassVar = ["-size"]


@admin.register(Rendition)
class RenditionAdmin(ProjectsFilesAdmin):
    """Pictures of files."""

    project = "stored__project"

    list_display = ("stored", "size", "width", "height", "bytes")
    list_select_related = ("stored",)
    list_filter = ("size",)


@admin.register(Upload)
class UploadAdmin(ProjectsFilesAdmin):
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
