"""Addresses about oneself."""

from django.urls import path

from foundation.accounts import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/calendars/", views.renew_calendars, name="renew_calendars"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/ending/", views.end_token, name="end_token"),
    path("devices/<int:pk>/ending/", views.end_device, name="end_device"),
    path("ways-in/", views.ways_in, name="ways_in"),
    path("signing-in-again/", views.sign_in_again, name="sign_in_again"),
    path("drafts/", views.form_drafts, name="form_drafts"),
    path("tour/", views.begin_tour, name="begin_tour"),
    path("tour/ending/", views.end_tour, name="end_tour"),
]
