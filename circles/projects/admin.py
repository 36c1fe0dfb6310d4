"""Projects for administrators; facts are read-only."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Link, Project, Star, WrittenThing
from circles.projects.workflows.archiving import archive_project, unarchive_project
from foundation.accounts.models import User
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter, do_to_each


@admin.register(Project)
class ProjectAdmin(FactAdmin):
    """Projects."""

    list_display = ("name", "slug", "language", "time_zone", "budget", "currency", "created_at", "archived_at")
    list_filter = ("language", "currency", ("archived_at", DoneFilter))
    search_fields = ("name", "slug", "purpose")
    actions = ("archive", "unarchive")

    @admin.action(description=_("Archive"), permissions=["work"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        """Archive projects; their records say by whom."""
        do_to_each(request, queryset, lambda project: archive_project(project, by=cast(User, request.user)))

    @admin.action(description=_("Take out of the archive"), permissions=["work"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        """Take projects out of the archive."""
        do_to_each(request, queryset, lambda project: unarchive_project(project, by=cast(User, request.user)))


@admin.register(Star)
class StarAdmin(ReadOnlyAdmin):
    """What people keep at hand."""

    list_display = ("user", "project", "circle", "made_at")
    search_fields = ("user__name", "project__name", "circle__name")
    list_select_related = ("user", "project", "circle")


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """Links."""

    list_display = ("source_words", "target_words", "made_at")
    search_fields = ("source_words", "target_words", "quote")


@admin.register(WrittenThing)
class WrittenThingAdmin(ReadOnlyAdmin):
    """What search and citations have not read yet, and why they could not."""

    list_display = ("kind", "thing", "written_at", "attempts", "next_try_at", "error")
    list_filter = ("kind",)
    search_fields = ("thing", "error")
