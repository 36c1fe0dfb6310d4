"""Addresses of the inbox."""

from django.urls import path

from inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:pk>/opening/", views.open_notice, name="open_notice"),
    path("inbox/notifications/", views.notifications, name="notifications"),
    path("inbox/notifications/usual/", views.reset_notifications, name="reset_notifications"),
    path("inbox/reading/", views.read_all, name="read_all_notices"),
]
