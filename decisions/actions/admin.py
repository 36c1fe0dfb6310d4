"""Actions for administrators: to find and to read."""

from django.contrib import admin

from decisions.actions.models import Action, Dependency, DueReminder, Label, Step
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Action)
class ActionAdmin(FactAdmin):
    """Actions."""

    list_display = ("reference", "what", "owner", "due_on", "state", "circle", "project")
    list_select_related = ("owner", "circle", "project")
    list_filter = (
        ("done_at", DoneFilter),
        ("dropped_at", DoneFilter),
        ("blocked_at", DoneFilter),
        ("every", DoneFilter),
        "project",
    )
    date_hierarchy = "due_on"
    search_fields = ("what", "owner__name", "done_how", "dropped_why", "description")


@admin.register(Label)
class LabelAdmin(FactAdmin):
    """Labels of actions."""

    list_display = ("name", "project", "created_at")
    list_select_related = ("project",)
    list_filter = ("project",)
    search_fields = ("name",)


@admin.register(Step)
class StepAdmin(FactAdmin):
    """Steps of checklists."""

    list_display = ("text", "action", "done_at", "done_by")
    list_select_related = ("action__project", "done_by")
    list_filter = (("done_at", DoneFilter),)
    search_fields = ("text",)


@admin.register(Dependency)
class DependencyAdmin(ReadOnlyAdmin):
    """Which action waits for which."""

    list_display = ("action", "blocker", "made_at")
    list_select_related = ("action__project", "blocker__project")
    search_fields = ("action__what", "blocker__what")


@admin.register(DueReminder)
class DueReminderAdmin(ReadOnlyAdmin):
    """Who was reminded of which day."""

    list_display = ("action", "user", "due_on", "mark", "reminded_at")
    list_select_related = ("action__project", "user")
    list_filter = ("mark",)
    date_hierarchy = "reminded_at"
    search_fields = ("action__what", "user__name")
