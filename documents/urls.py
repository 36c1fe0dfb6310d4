"""Addresses of documents, below /p/<project>/."""

from django.urls import path

from documents.longpoll import longpoll
from documents.views import documents, shelf

app_name = "documents"
urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/new", documents.new_document, name="new"),
    path("documents/import", documents.import_document, name="import"),
    path("documents/<int:number>/", documents.document, name="document"),
    path("documents/<int:number>/sync", longpoll, name="sync"),
    path("documents/<int:number>/menu/", shelf.menu, name="menu"),
    path("documents/<int:number>/title", shelf.rename, name="rename"),
    path("documents/<int:number>/circle/", shelf.move, name="move"),
    path("documents/<int:number>/copies/", shelf.copy, name="copy"),
    path("documents/<int:number>/visits/", shelf.visits, name="visits"),
    path("documents/<int:number>/favourite/", shelf.favourite, name="favourite"),
    path("documents/<int:number>/archive/", shelf.archive, name="archive"),
    path("documents/<int:number>/archive/ending/", shelf.restore, name="restore"),
    path("documents/<int:number>/as.<str:form>", documents.download, name="download"),
]
