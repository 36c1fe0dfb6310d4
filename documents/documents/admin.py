"""Documents for administrators: facts to look at. Their text is read on their page, where the reading is checked."""

from typing import ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from documents.documents import permissions
from documents.documents.models import (
    Comment,
    CommentReaction,
    CommentThread,
    CommentWording,
    Document,
    DocumentCitation,
    DocumentFolder,
    DocumentGrant,
    DocumentNodes,
    DocumentTag,
    DocumentTemplate,
    DocumentText,
    Favourite,
    Mention,
    PublicLink,
    Restriction,
    Suggestion,
    SuggestionUpdate,
    SuggestionVerdict,
    Version,
    Visit,
)
from documents.documents.thing_cards import with_card_titles
from documents.documents.workflows.restricting import read_as_administrator
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


@admin.register(Document)
class DocumentAdmin(FactAdmin):
    """Documents."""

    list_display = ("title", "reference", "project", "circle", "genre", "created_at", "created_by")
    list_filter = ("genre", "project")
    search_fields = ("title", "source", "id")
    list_select_related = ("project", "circle", "created_by")
    actions = ("read",)

    @admin.action(description=_("Read the text of one (of a restricted one, the record tells so)"))
    def read(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """Give one document's text; reading what is not for the administrator stands in the project's record."""
        user, document = cast(User, request.user), queryset.select_related("project", "circle", "log").first()
        if document is None or queryset.count() != 1 or not user.is_superuser:
            self.message_user(request, _("Choose one document; only administrators read it here."))
            return None
        if document.restriction and not permissions.may_read(user, document):
            read_as_administrator(document, by=user)
        words = text_of(with_card_titles(document.project, user, document.nodes()))
        headers = {"Content-Disposition": f'attachment; filename="{document.reference.lower()}.txt"'}
        return HttpResponse(words, content_type=ExportFormat.TEXT.facts.content_type, headers=headers)


@admin.register(Restriction)
class RestrictionAdmin(FactAdmin):
    """Restrictions."""

    list_display = ("document", "reason", "started_by", "started_at", "ends_on", "ended_at")
    list_filter = (("ended_at", DoneFilter), "document__project")
    search_fields = ("document__title", "reason", "started_by__name")
    list_select_related = ("document", "started_by")


@admin.register(DocumentFolder)
class DocumentFolderAdmin(FactAdmin):
    """Folders."""

    list_display = ("name", "project", "circle", "inside", "created_at", "created_by")
    list_filter = ("project",)
    search_fields = ("name",)
    list_select_related = ("project", "circle", "inside", "created_by")


@admin.register(DocumentTag)
class DocumentTagAdmin(FactAdmin):
    """Tags of documents."""

    list_display = ("name", "project", "created_at")
    list_filter = ("project",)
    search_fields = ("name",)
    list_select_related = ("project",)


@admin.register(PublicLink)
class PublicLinkAdmin(FactAdmin):
    """Public links: whose, until when, opened by how many; never the address."""

    list_display = ("document", "made_by", "made_at", "ends_on", "readers", "ended_at", "ended_by")
    list_filter = (("ended_at", DoneFilter), "document__project")
    search_fields = ("document__title", "made_by__name")
    list_select_related = ("document", "made_by", "ended_by")


@admin.register(DocumentCitation)
class DocumentCitationAdmin(ReadOnlyAdmin):
    """Where documents are named."""

    list_display = ("document", "kind", "thing")
    list_filter = ("kind",)
    search_fields = ("document__title", "thing")
    list_select_related = ("document",)


@admin.register(DocumentGrant)
class DocumentGrantAdmin(ReadOnlyAdmin):
    """Who reads what is restricted, and what guests may."""

    list_display = ("content_object", "user", "permission", "guest")
    search_fields = ("content_object__title", "user__name")
    list_select_related = ("content_object", "user", "permission__content_type", "guest__user")


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(FactAdmin):
    """Templates, without their text."""

    list_display = ("title", "project", "created_at", "created_by", "removed_at")
    list_filter = ("project",)
    search_fields = ("title",)
    list_select_related = ("project", "created_by")


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Whom and what documents mention."""

    list_display = ("document", "kind", "target", "by", "found_at", "gone_at")
    list_filter = ("kind",)
    search_fields = ("document__title", "target")
    list_select_related = ("document", "by")


@admin.register(DocumentText, DocumentNodes)
class ReadTextAdmin(ReadOnlyAdmin):
    """How far each document was read, for search and for its page."""

    list_display = ("document", "seq")
    exclude = ("blocks", "data")
    search_fields = ("document__title", "document__id")
    list_select_related = ("document",)


@admin.register(Favourite)
class FavouriteAdmin(ReadOnlyAdmin):
    """Documents that people marked."""

    list_display = ("document", "user", "made_at")
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    """Documents that people opened last."""

    list_display = ("document", "user", "visited_at", "read_seq")
    search_fields = ("document__title", "user__name")
    list_select_related = ("document", "user")


@admin.register(Version)
class VersionAdmin(FactAdmin):
    """Versions: places of the logs."""

    list_display = ("document", "number", "name", "origin", "made_at", "made_by", "seq")
    list_filter = ("origin", "made_at")
    search_fields = ("name", "reason", "imported_author", "document__title", "document__id")
    list_select_related = ("document", "made_by")


@admin.register(CommentThread)
class CommentThreadAdmin(ReadOnlyAdmin):
    """Threads of comments; what they quote is read at their document, where the reading is checked."""

    list_display = ("id", "document", "outcome", "decision", "created_at", "resolved_at", "resolved_by")
    list_filter = ("outcome", ("resolved_at", DoneFilter), "document__project")
    search_fields = ("document__title", "document__id", "decision")
    exclude = ("quote", "before", "after", "start", "end")
    list_select_related = ("document", "resolved_by")


class CommentWordingInline(admin.TabularInline[CommentWording, Comment]):
    """Earlier wordings of a comment: when, not what."""

    model = CommentWording
    extra = 0
    can_delete = False
    fields = readonly_fields = ("until",)


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Comments; their words are read at their document."""

    list_display = ("id", "thread", "author", "nick", "created_at", "edited_at", "removed_at")
    list_filter = (("edited_at", DoneFilter), ("removed_at", DoneFilter))
    search_fields = ("author__name", "nick", "thread__document__title")
    exclude = ("text", "html")
    list_select_related = ("author", "thread")
    inlines: ClassVar = [CommentWordingInline]


@admin.register(CommentWording)
class CommentWordingAdmin(ReadOnlyAdmin):
    """Earlier wordings, without them."""

    list_display = ("comment", "until")
    exclude = ("text",)
    search_fields = ("comment__author__name",)
    list_select_related = ("comment",)


@admin.register(CommentReaction)
class CommentReactionAdmin(ReadOnlyAdmin):
    """Reactions."""

    list_display = ("comment", "user", "kind")
    list_filter = ("kind",)
    search_fields = ("user__name",)
    list_select_related = ("comment", "user")


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """What is suggested in documents; its words are read there."""

    list_display = ("id", "document", "author", "nick", "created_at", "outcome", "ended_by")
    list_filter = ("outcome",)
    list_select_related = ("document", "author", "ended_by")
    exclude = ("reason",)
    search_fields = ("document__title", "author__name", "nick")


@admin.register(SuggestionUpdate)
class SuggestionUpdateAdmin(ReadOnlyAdmin):
    """The logs of suggestions."""

    list_display = ("suggestion_id", "seq", "user", "received_at")
    search_fields = ("suggestion__document__title", "user__name")
    list_select_related = ("user",)
    exclude = ("data",)


@admin.register(SuggestionVerdict)
class SuggestionVerdictAdmin(ReadOnlyAdmin):
    """What was decided on suggestions; the words are read there."""

    list_display = ("suggestion_id", "is_accepted", "decided_by", "decided_at", "undone_by", "undone_at")
    list_filter = ("is_accepted", ("undone_at", DoneFilter))
    search_fields = ("suggestion__document__title", "decided_by__name")
    list_select_related = ("decided_by", "undone_by")
    exclude = ("changes", "batch", "text_seq", "own_seq", "written_seq")
