"""Addresses of what changed, for pages without a socket; `config.urls` joins them to those of circles."""

from django.urls import path

from chat.realtime import views

IN_PROJECT = [
    path("news/", views.news, name="news"),
    path("numbers/", views.numbers, name="numbers"),
]
"""Below `/p/<project>/`."""
