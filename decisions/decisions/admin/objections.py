"""Objections for administrators: as they were put, reopened, integrated."""

from django.contrib import admin

from decisions.decisions.models import Amendment, Objection, ObjectionReopening
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Objection)
class ObjectionAdmin(FactAdmin):
    """Objections."""

    list_display = ("proposal", "by", "element", "blocks", "put_at", "lifted_at", "lifted_by")
    list_filter = ("blocks", ("lifted_at", DoneFilter))
    search_fields = ("harm", "evidence", "by__name", "proposal__title")
    list_select_related = ("proposal", "by", "element", "lifted_by")


@admin.register(ObjectionReopening)
class ReopeningAdmin(ReadOnlyAdmin):
    """Objections that came back."""

    list_display = ("objection", "because", "reopened_at", "lifted_by", "lifted_because")
    search_fields = ("because", "lifted_because", "objection__by__name")
    list_select_related = ("objection__by", "lifted_by")


@admin.register(Amendment)
class AmendmentAdmin(FactAdmin):
    """Amendments; their text is read on their page, where the reading is checked."""

    list_display = ("document", "round", "begun_by", "begun_at", "became")
    list_filter = (("became", DoneFilter),)
    search_fields = ("document__title", "round__title")
    list_select_related = ("document", "round__proposal", "begun_by", "became__proposal")
