"""Questions and tracks for administrators: to find and to read."""

from django.contrib import admin

from decisions.tracks.models import (
    Criterion,
    Evidence,
    ExplorationPeriod,
    GateAnswer,
    Question,
    StopNote,
    Track,
    TrackExpense,
    UnansweredSync,
)
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Question)
class QuestionAdmin(FactAdmin):
    """Questions."""

    list_display = ("reference", "title", "state", "circle", "answer_by", "project")
    list_select_related = ("circle", "project")
    list_filter = (("answered_at", DoneFilter), ("dropped_at", DoneFilter), "project")
    search_fields = ("title", "why", "dropped_why")


@admin.register(Track)
class TrackAdmin(FactAdmin):
    """Tracks."""

    list_display = ("reference", "title", "question", "owner", "state", "gate_on", "spent", "circle", "project")
    list_select_related = ("question", "owner", "circle", "project")
    list_filter = ("ending", ("started_at", DoneFilter), "project")
    date_hierarchy = "gate_on"
    search_fields = ("title", "hypothesis", "ended_because", "owner__name")


@admin.register(Criterion)
class CriterionAdmin(FactAdmin):
    """Criteria."""

    list_display = ("metric", "kind", "operator", "value", "unit", "question", "track")
    list_select_related = ("question", "track")
    list_filter = ("kind", ("removed_at", DoneFilter), "question__project")
    search_fields = ("metric", "unit", "question__title")


@admin.register(Evidence)
class EvidenceAdmin(FactAdmin):
    """What was found."""

    list_display = ("track", "measured_on", "metric", "value", "unit", "words", "recorded_by")
    list_select_related = ("track", "recorded_by")
    list_filter = (("value", DoneFilter), "track__project")
    date_hierarchy = "measured_on"
    search_fields = ("words", "metric", "link", "track__title")


@admin.register(StopNote)
class StopNoteAdmin(FactAdmin):
    """Stop notes."""

    list_display = ("track", "learned", "reopen_if", "written_by", "written_at", "reopen_met_at")
    list_select_related = ("track", "written_by")
    list_filter = (("reopen_met_at", DoneFilter), "track__project")
    search_fields = ("learned", "evidence", "reuse", "reopen_if", "track__title")


@admin.register(GateAnswer)
class GateAnswerAdmin(FactAdmin):
    """Answers to gates."""

    list_display = ("track", "kind", "laid_by", "laid_at", "given_at", "sync")
    list_select_related = ("track", "laid_by")
    list_filter = ("kind", ("given_at", DoneFilter), "track__project")
    search_fields = ("track__title", "laid_by__name")


@admin.register(ExplorationPeriod)
class ExplorationPeriodAdmin(ReadOnlyAdmin):
    """When tracks were explored."""

    list_display = ("track", "began_on", "ended_on", "ending", "because")
    list_select_related = ("track",)
    list_filter = ("ending", "track__project")
    date_hierarchy = "began_on"
    search_fields = ("track__title", "because")


@admin.register(TrackExpense)
class TrackExpenseAdmin(ReadOnlyAdmin):
    """What was spent on tracks."""

    list_display = ("track", "expense")
    list_select_related = ("track", "expense")
    list_filter = ("track__project",)
    search_fields = ("track__title", "expense__what")


@admin.register(UnansweredSync)
class UnansweredSyncAdmin(ReadOnlyAdmin):
    """Syncs that ended without an answer to a gate."""

    list_display = ("track", "sync", "passed_at")
    list_select_related = ("track",)
    list_filter = ("track__project",)
    date_hierarchy = "passed_at"
    search_fields = ("track__title", "sync")
