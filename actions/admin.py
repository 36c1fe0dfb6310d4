"""Actions for administrators: to find and to read."""

from django.contrib import admin

from actions.models import Action
from circles.admin import FactAdmin


@admin.register(Action)
class ActionAdmin(FactAdmin):
    """Actions."""

    list_display = ("reference", "what", "owner", "due_on", "state", "circle", "project")
    list_select_related = ("owner", "circle", "project")
    list_filter = (
        ("done_at", admin.EmptyFieldListFilter),
        ("dropped_at", admin.EmptyFieldListFilter),
        ("blocked_at", admin.EmptyFieldListFilter),
        "project",
    )
    date_hierarchy = "due_on"
    search_fields = ("what", "owner__name", "done_how", "dropped_why")
