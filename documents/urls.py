"""Addresses of documents, below /p/<project>/."""

from django.urls import path

from documents import views
from documents.longpoll import longpoll
from documents.views import restriction

app_name = "documents"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/new", views.new_document, name="new"),
    path("documents/import", views.import_document, name="import"),
    path("documents/<int:number>/", views.document, name="document"),
    path("documents/<int:number>/sync", longpoll, name="sync"),
    path("documents/<int:number>/title", views.rename, name="rename"),
    path("documents/<int:number>/as.<str:form>", views.download, name="download"),
    path("documents/<int:number>/restriction/", restriction.restriction, name="restriction"),
    path("documents/<int:number>/restriction/lifting/", restriction.lifting, name="lifting"),
    path("documents/<int:number>/restriction/requests/", restriction.requests, name="access_requests"),
    path("documents/<int:number>/restriction/followers/", restriction.followers, name="followers"),
]
