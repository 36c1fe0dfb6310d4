"""What search finds things by, to read."""

from django.contrib import admin

from across.search.models import SavedSearch, Spelling, Text, Word, WrittenIndex
from foundation.audit.admin import ReadOnlyAdmin


@admin.register(Text)
class TextAdmin(ReadOnlyAdmin):
    """Texts to search: which there are, and not what they say, as some of it is not for everyone."""

    list_display = ("kind", "thing", "part", "project")
    exclude = ("title", "text", "stems")
    list_filter = ("kind", "project")
    search_fields = ("thing",)
    list_select_related = ("project",)


@admin.register(Word)
class WordAdmin(ReadOnlyAdmin):
    """Of which projects there are words: of which, the index alone knows."""

    list_display = ("id", "project")
    exclude = ("form",)
    list_filter = ("project",)
    list_select_related = ("project",)


@admin.register(Spelling)
class SpellingAdmin(ReadOnlyAdmin):
    """The same for their spellings."""

    list_display = ("id", "project")
    exclude = ("key", "form")
    list_filter = ("project",)
    list_select_related = ("project",)


@admin.register(WrittenIndex)
class WrittenIndexAdmin(ReadOnlyAdmin):
    """As what the index of each project was written."""

    list_display = ("project", "version")
    list_filter = ("version",)
    list_select_related = ("project",)


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyAdmin):
    """How many searches people saved: not what they ask for."""

    list_display = ("id", "project", "saved_at")
    exclude = ("name", "asked")
    list_filter = ("project",)
    list_select_related = ("project",)
