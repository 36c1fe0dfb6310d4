"""What search finds things by, to read."""

from django.contrib import admin

from audit.admin import ReadOnlyAdmin
from search.models import Text


@admin.register(Text)
class TextAdmin(ReadOnlyAdmin):
    """Texts to search."""

    list_display = ("kind", "thing", "project")
    list_filter = ("kind", "project")
    search_fields = ("thing",)
    list_select_related = ("project",)
