"""Addresses of search, below /p/<project>/."""

from django.urls import path

from across.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/saved/", views.save, name="save"),
    path("search/saved/<int:key>/removal/", views.remove_saved, name="remove_saved"),
]
