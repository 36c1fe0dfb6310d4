"""The specification for administrators: to find and to read. Nothing here moves a baseline."""

from django.contrib import admin

from decisions.specification.models import (
    Baseline,
    BaselineLayout,
    Chapter,
    Clause,
    ClauseCircle,
    ClauseLineage,
    ClauseLook,
    ClauseParent,
    ClauseText,
    RatifiedText,
    ReqifOrigin,
)
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Clause)
class ClauseAdmin(FactAdmin):
    """Clauses."""

    list_display = ("key", "title", "kind_of", "owner", "retired_at", "document", "project")
    list_select_related = ("text", "ratified", "owner", "document", "project")
    list_filter = ("kind_of", ("ratified", DoneFilter), ("retired_at", DoneFilter))
    search_fields = ("key", "foreign_key", "text__words")


@admin.register(Baseline)
class BaselineAdmin(ReadOnlyAdmin):
    """Baselines."""

    list_display = ("number", "made_at", "circle", "project")
    list_select_related = ("circle", "project")
    list_filter = ("project",)


@admin.register(RatifiedText)
class RatifiedTextAdmin(ReadOnlyAdmin):
    """Ratified texts."""

    list_display = ("clause", "title", "baseline", "retires")
    list_select_related = ("clause__text", "clause__ratified", "baseline")
    search_fields = ("title", "clause__key")


@admin.register(ClauseLook)
class LookAdmin(ReadOnlyAdmin):
    """Looks at suspect clauses."""

    list_display = ("clause", "word", "by", "at")
    list_filter = ("word",)
    search_fields = ("clause__key", "by__name")
    list_select_related = ("clause__text", "clause__ratified", "by")


@admin.register(ClauseText)
class ClauseTextAdmin(ReadOnlyAdmin):
    """What documents say of clauses now."""

    list_display = ("clause_key", "title", "changed_at", "changed_by")
    list_select_related = ("clause", "changed_by")
    search_fields = ("title", "clause__key")

    @admin.display(description="key")
    def clause_key(self, text: ClauseText) -> str:
        """Name the clause."""
        return text.clause.key


@admin.register(ClauseCircle)
class ClauseCircleAdmin(ReadOnlyAdmin):
    """Circles of clauses."""

    list_display = ("clause_id", "circle")
    list_select_related = ("circle",)
    search_fields = ("clause__key", "circle__name")


@admin.register(ClauseParent)
class ClauseParentAdmin(ReadOnlyAdmin):
    """Which clause comes from which."""

    list_display = ("child_id", "parent_id", "looked")
    search_fields = ("child__key", "parent__key")


@admin.register(ClauseLineage)
class ClauseLineageAdmin(ReadOnlyAdmin):
    """Which clause became which."""

    list_display = ("before_id", "after_id", "decision", "baseline")
    list_select_related = ("baseline",)
    search_fields = ("before__key", "after__key", "decision")


@admin.register(Chapter)
class ChapterAdmin(ReadOnlyAdmin):
    """Chapters and the last key given in each."""

    list_display = ("number", "title", "last", "document")
    list_select_related = ("document",)
    search_fields = ("title",)


@admin.register(BaselineLayout)
class BaselineLayoutAdmin(ReadOnlyAdmin):
    """How documents were laid out in baselines."""

    list_display = ("title", "baseline", "document")
    list_select_related = ("baseline", "document")
    search_fields = ("title",)


@admin.register(ReqifOrigin)
class ReqifOriginAdmin(ReadOnlyAdmin):
    """What documents were called in the ReqIF files in which they came."""

    list_display = ("document",)
    list_select_related = ("document",)
    search_fields = ("document__title",)
