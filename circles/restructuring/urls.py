"""Addresses of changes of circles; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.restructuring.views import changes, circles

IN_PROJECT = [
    path("circles/<slug:circle>/circles/", circles.new_circle, name="new_circle"),
    path("circles/<slug:circle>/changes/<slug:kind>/", changes.change, name="change"),
]
"""Below `/p/<project>/`."""
