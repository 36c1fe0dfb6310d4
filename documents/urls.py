"""Addresses of documents, below /p/<project>/."""

from django.urls import path

from coediting.longpoll import longpoll
from documents.history import views as history
from documents.views import comments, documents, exchange, mentions, restriction, shelf, starter, suggestions, templates

app_name = "documents"
urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/new", documents.new_document, name="new"),
    path("documents/import", exchange.import_document, name="import"),
    path("documents/imports/<uuid:key>/", exchange.document_import, name="document_import"),
    path("documents/exports/", exchange.new_export, name="exports"),
    path("documents/exports/<uuid:key>/", exchange.document_export, name="document_export"),
    path("documents/exports/<uuid:key>/file/", exchange.document_export_file, name="document_export_file"),
    path("documents/mentions/", mentions.mentions, name="mentions"),
    path("documents/mentions/names", mentions.names, name="mention_names"),
    path("documents/mentions/<str:of>/card", mentions.card, name="mention_card"),
    path("documents/starter/", starter.starter_documents, name="starter"),
    path("documents/templates/", templates.templates, name="templates"),
    path("documents/templates/<uuid:template>/removal/", templates.removal, name="template_removal"),
    path("documents/<int:number>/templates/", templates.document_templates, name="save_template"),
    path("documents/<int:number>/", documents.document, name="document"),
    path("documents/<int:number>/sync", longpoll, name="sync"),
    path("documents/<int:number>/menu/", shelf.menu, name="menu"),
    path("documents/<int:number>/title", shelf.rename, name="rename"),
    path("documents/<int:number>/circle/", shelf.move, name="move"),
    path("documents/<int:number>/circle/<slug:circle>/", shelf.put_back, name="put"),
    path("documents/<int:number>/copies/", shelf.copy, name="copy"),
    path("documents/<int:number>/visits/", shelf.visits, name="visits"),
    path("documents/<int:number>/favourite/", shelf.favourite, name="favourite"),
    path("documents/<int:number>/archive/", shelf.archive, name="archive"),
    path("documents/<int:number>/archive/ending/", shelf.restore, name="restore"),
    path("documents/<int:number>/as.<str:form>", documents.download, name="download"),
    path("documents/<int:number>/history/", history.history, name="history"),
    path("documents/<int:number>/history/path", history.slider_updates, name="path"),
    path("documents/<int:number>/history/events", history.events, name="events"),
    path("documents/<int:number>/history/versions", history.versions, name="versions"),
    path("documents/<int:number>/history/versions/<int:version>/name", history.version_name, name="version_name"),
    path(
        "documents/<int:number>/history/versions/<int:version>/restorations", history.restorations, name="restorations"
    ),
    path("documents/<int:number>/restriction/", restriction.restriction, name="restriction"),
    path("documents/<int:number>/restriction/lifting/", restriction.lifting, name="lifting"),
    path("documents/<int:number>/restriction/requests/", restriction.requests, name="access_requests"),
    path("documents/<int:number>/restriction/followers/", restriction.followers, name="followers"),
    path("documents/<int:number>/comments/", comments.document_comments, name="comments"),
    path("documents/<int:number>/comments/margin/", comments.margin, name="margin"),
    path("documents/<int:number>/suggestions/", suggestions.document_suggestions, name="suggestions"),
    path("documents/<int:number>/suggestions/own", suggestions.own, name="own_suggestion"),
    path("suggestions/<int:suggestion>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/<int:suggestion>/acceptance/", suggestions.acceptance, name="accept_suggestion"),
    path("suggestions/<int:suggestion>/refusal/", suggestions.refusal, name="refuse_suggestion"),
    path("suggestions/<int:suggestion>/withdrawal/", suggestions.withdrawal, name="withdraw_suggestion"),
    path("suggestions/<int:suggestion>/reason/", suggestions.reason, name="suggestion_reason"),
    path("threads/<int:thread>/", comments.thread, name="thread"),
    path("threads/<int:thread>/comments/", comments.replies, name="answers"),
    path("threads/<int:thread>/outcome/", comments.outcome, name="resolve_thread"),
    path("threads/<int:thread>/reopening/", comments.reopening, name="reopen_thread"),
    path("comments/<int:comment>/", comments.comment, name="comment"),
    path("comments/<int:comment>/wording/", comments.wording, name="comment_wording"),
    path("comments/<int:comment>/removal/", comments.removal, name="comment_removal"),
    path("comments/<int:comment>/reactions/", comments.reactions, name="comment_reactions"),
]
