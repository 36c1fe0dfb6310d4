"""Addresses of the inbox."""

from django.urls import path

from inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:pk>/opening/", views.open_notice, name="open_notice"),
    path("inbox/reading/", views.read_all, name="read_all_notices"),
]
