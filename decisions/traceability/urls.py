"""Addresses of traceability; `config.urls` joins them to those of decisions."""

from django.urls import path

from decisions.traceability import views

IN_PROJECT = [
    path("specification/path/", views.baselines, name="baselines"),
    path("specification/baselines/<str:number>/", views.baseline, name="baseline"),
    path("specification/baselines/<str:number>/file.<str:form>", views.baseline_file, name="baseline_file"),
    path("specification/coverage/", views.coverage, name="coverage"),
    path("specification/matrix/", views.matrix, name="matrix"),
    path("specification/matrix.csv", views.matrix_sheet, name="matrix_sheet"),
]
"""Below `/p/<project>/`."""
