"""Elections for administrators: facts made by the domain."""

from django.contrib import admin

from decisions.elections.models import Election, Nomination
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Election)
class ElectionAdmin(FactAdmin):
    """Elections of roles."""

    list_display = ("role", "circle", "begun_at", "nominee", "filled_at", "ended_at")
    list_filter = (("filled_at", DoneFilter), "project")
    search_fields = ("role", "purpose")
    list_select_related = ("circle", "nominee")


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    """Who was nominated, by whom, why."""

    list_display = ("election", "by", "nominee", "in_change_round", "made_at")
    list_filter = ("in_change_round", "election__project")
    search_fields = ("reason", "election__role")
    list_select_related = ("election__circle", "by", "nominee")
