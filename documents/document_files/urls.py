"""Addresses of documents as files; `config.urls` joins them to those of documents."""

from django.urls import path

from documents.document_files import views

IN_PROJECT = [
    path("documents/import", views.import_document, name="import"),
    path("documents/imports/<uuid:key>/", views.document_import, name="document_import"),
    path("documents/exports/", views.new_export, name="exports"),
    path("documents/exports/<uuid:key>/", views.document_export, name="document_export"),
    path("documents/exports/<uuid:key>/file/", views.document_export_file, name="document_export_file"),
    path("documents/<int:number>/as.<str:form>", views.download, name="download"),
]
"""Below `/p/<project>/`."""
