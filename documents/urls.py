"""Addresses of documents, below /p/<project>/."""

from django.urls import path

from documents import views
from documents.longpoll import longpoll

app_name = "documents"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/new", views.new_document, name="new"),
    path("documents/import", views.import_document, name="import"),
    path("documents/<int:number>/", views.document, name="document"),
    path("documents/<int:number>/sync", longpoll, name="sync"),
    path("documents/<int:number>/title", views.rename, name="rename"),
    path("documents/<int:number>/as.<str:form>", views.download, name="download"),
]
