"""Addresses of the circle map; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.circle_map import views

IN_PROJECT = [
    path("map/", views.circle_map, name="map"),
    path("map/<slug:circle>/", views.chosen, name="chosen"),
    path("circles/", views.tree, name="tree"),
]
"""Below `/p/<project>/`."""
