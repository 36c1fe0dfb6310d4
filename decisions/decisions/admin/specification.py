"""What proposals and decisions move of the specification, for administrators."""

from django.contrib import admin

from decisions.decisions.models import Ratification, RoundClauses, TouchedClause
from foundation.audit.admin import ReadOnlyAdmin


@admin.register(TouchedClause)
class TouchedClauseAdmin(ReadOnlyAdmin):
    """Clauses that proposals would move."""

    list_display = ("title", "clause_id", "proposal", "retires")
    list_select_related = ("proposal",)
    search_fields = ("title", "clause__key")


@admin.register(RoundClauses)
class RoundClausesAdmin(ReadOnlyAdmin):
    """Texts of clauses that rounds were about."""

    list_display = ("round",)
    list_select_related = ("round",)
    search_fields = ("round__proposal__title",)


@admin.register(Ratification)
class RatificationAdmin(ReadOnlyAdmin):
    """Which decision ratified which text."""

    list_display = ("decision", "text")
    list_select_related = ("decision", "text")
    search_fields = ("decision__title", "text__clause__key")
