"""Rows within a page of an administrator: facts stay as they were recorded."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class FactInline(admin.TabularInline[Any, Any]):
    """Rows within a page, read-only."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Facts come from the domain."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Facts stay."""
        return False
