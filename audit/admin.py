"""The record for administrators: to read, never to write."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from audit.models import Entry, Head, PersonalValue


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Shows facts; nobody adds, changes or deletes them here."""

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
