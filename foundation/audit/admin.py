"""The record for administrators: to read, never to write."""

import re
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext

from foundation.audit.models import Entry, Head, PersonalValue
from foundation.audit.seals import Seal
from foundation.web.administration import FilteredByWhatIsShown, with_amounts

REFERENCE = re.compile(r"([A-Z]{1,3})-(\d{1,9})", re.IGNORECASE)


class ReadOnlyAdmin(FilteredByWhatIsShown):
    """Shows facts, found by project and reference as well; nobody adds, changes or deletes them here."""

    show_facets = admin.ShowFacets.NEVER

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show amounts as people write them."""
        return with_amounts(self.model, super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Show amounts as people write them."""
        return with_amounts(self.model, super().get_fields(request, obj))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Name in the reader's language also what a field says no name for (config/admin_columns.py)."""
        labels = {field.name: gettext(str(field.verbose_name)) for field in self.model._meta.fields}
        return super().get_form(request, *args, **{"labels": labels, **kwargs})

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Find what belongs to a project by the project's name."""
        fields = super().get_search_fields(request)
        names = {field.name for field in self.model._meta.get_fields() if field.is_relation}
        return [*fields, "project__name"] if fields and "project" in names else fields

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Find what has a reference by it: P-24."""
        asked = REFERENCE.fullmatch(search_term.strip())
        if asked and asked[1].upper() == getattr(self.model, "letter", ""):
            return queryset.filter(number=int(asked[2])), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entries are written by the domain alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Facts stay."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Facts stay."""
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Record entries, read-only."""

    list_display = ("seq", "happened_at", "event", "reference", "title", "scope")
    list_filter = ("event", "subject_kind")
    search_fields = ("reference", "title", "event", "hash")
    ordering = ("-recorded_at",)


@admin.register(Head)
class HeadAdmin(ReadOnlyAdmin):
    """Ends of chains."""

    list_display = ("project", "seq", "hash")
    search_fields = ("hash",)


@admin.register(PersonalValue)
class PersonalValueAdmin(ReadOnlyAdmin):
    """Personal values."""

    list_display = ("entry", "name", "value")
    search_fields = ("value",)


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """Salts of sealed rows."""

    list_display = ("project", "kind", "key")
    list_filter = ("kind",)
    search_fields = ("key",)
