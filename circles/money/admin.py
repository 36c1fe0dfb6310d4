"""Money for administrators; facts are read-only."""

from django.contrib import admin

from circles.money.models import Allotment, Expense, Purse, Reservation
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Purse)
class PurseAdmin(FactAdmin):
    """What each circle has, and what of it is bound."""

    list_display = ("circle", "allotted", "handed_on", "reserved", "spent")
    search_fields = ("circle__name", "circle__key")
    list_filter = ("circle__project",)
    list_select_related = ("circle",)


@admin.register(Allotment)
class AllotmentAdmin(ReadOnlyAdmin):
    """Money that went from circle to circle."""

    list_display = ("at", "given_by", "given_to", "amount", "why", "decision", "by")
    search_fields = ("given_by__name", "given_to__name", "why", "decision")
    list_filter = ("project",)
    list_select_related = ("given_by", "given_to", "by")


@admin.register(Reservation)
class ReservationAdmin(FactAdmin):
    """What decisions hold ready."""

    list_display = ("reference", "title", "circle", "amount", "drawn", "reserved_at", "freed_at")
    search_fields = ("reference", "title", "circle__name")
    list_filter = (("freed_at", DoneFilter), "project")
    list_select_related = ("circle",)


@admin.register(Expense)
class ExpenseAdmin(FactAdmin):
    """What was paid."""

    list_display = ("what", "circle", "amount", "drawn", "spent_on", "reservation", "paid_by", "called_back_at")
    search_fields = ("what", "circle__name", "paid_by__name")
    list_filter = (("called_back_at", DoneFilter), "project")
    list_select_related = ("circle", "reservation", "paid_by")
