"""Addresses of elections and roles."""

from django.urls import path

from decisions.elections import views

app_name = "elections"
urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("circles/<slug:circle>/elections/", views.new_election, name="new_election"),
    path("elections/<int:pk>/", views.election, name="election"),
    path("elections/<int:pk>/nominations/", views.nominations, name="nominations"),
    path("elections/<int:pk>/change-round/", views.change_round, name="change_round"),
    path("elections/<int:pk>/candidate/", views.candidate, name="candidate"),
    path("elections/<int:pk>/ending/", views.ending, name="ending"),
]
