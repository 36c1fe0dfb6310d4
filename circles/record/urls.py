"""Addresses of the record; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.record import views

IN_PROJECT = [
    path("go/<str:reference>/", views.reference, name="reference"),
    path("record/", views.record, name="record"),
    path("record/verification/", views.verification, name="verification"),
]
"""Below `/p/<project>/`."""
