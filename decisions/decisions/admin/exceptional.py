"""What happens outside an ordinary round, for administrators: facts made by the domain."""

from django.contrib import admin

from decisions.decisions.models import Contest, FactCheck, MissingElement, Pull, SmallAct, UrgentAct
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(UrgentAct)
class UrgentActAdmin(FactAdmin):
    """What was done before anyone could be asked."""

    list_display = ("proposal", "acted_at", "undone_at", "undone_by")
    list_filter = (("undone_at", DoneFilter), "proposal__project")
    search_fields = ("proposal__title", "proposal__text", "undone_how")
    list_select_related = ("proposal", "undone_by")


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    """Objections to decisions in force."""

    list_display = ("proposal", "decision", "element", "put_at", "suspends_until")
    list_filter = (("suspends_until", DoneFilter), "proposal__project")
    search_fields = ("proposal__title", "decision__title", "evidence")
    list_select_related = ("proposal", "decision", "element")


@admin.register(Pull)
class PullAdmin(ReadOnlyAdmin):
    """What was taken to a sync."""

    list_display = ("proposal", "decision", "to", "by", "what", "pulled_at")
    list_filter = ("proposal__project",)
    search_fields = ("proposal__title", "what", "by__name")
    list_select_related = ("proposal", "decision", "to", "by")


@admin.register(SmallAct)
class SmallActAdmin(ReadOnlyAdmin):
    """What was recorded after the fact."""

    list_display = ("decision", "done_on", "recorded_at")
    list_filter = ("decision__project",)
    search_fields = ("decision__title", "decision__text")
    list_select_related = ("decision",)


@admin.register(FactCheck)
class FactCheckAdmin(ReadOnlyAdmin):
    """Facts that were disputed."""

    list_display = ("what", "objection", "action", "by", "asked_at")
    list_filter = ("objection__proposal__project",)
    search_fields = ("what", "by__name")
    list_select_related = ("objection__by", "action", "by")


@admin.register(MissingElement)
class MissingElementAdmin(ReadOnlyAdmin):
    """Elements that the list lacked."""

    list_display = ("proposal", "addition", "by", "until")
    list_filter = ("proposal__project",)
    search_fields = ("proposal__title", "addition__title", "by__name")
    list_select_related = ("proposal", "addition", "by")
