"""Addresses of the history of documents; `config.urls` joins them to those of documents."""

from django.urls import path

from documents.document_history import views

IN_PROJECT = [
    path("documents/<int:number>/history/", views.history, name="history"),
    path("documents/<int:number>/history/path", views.slider_updates, name="path"),
    path("documents/<int:number>/history/events", views.events, name="events"),
    path("documents/<int:number>/history/versions", views.versions, name="versions"),
    path("documents/<int:number>/history/versions/<int:version>/name", views.version_name, name="version_name"),
    path("documents/<int:number>/history/versions/<int:version>/restorations", views.restorations, name="restorations"),
    path("documents/<int:number>/history/restorations", views.moment_restorations, name="moment_restorations"),
]
"""Below `/p/<project>/`."""
