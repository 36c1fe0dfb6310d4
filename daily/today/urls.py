"""Addresses of today; `config.urls` joins that of pace."""

from django.urls import path

from daily.today import views

urlpatterns = [
    path("calendar/<str:secret>.ics", views.calendar, name="calendar"),
    path("p/<slug:project>/", views.today, name="today"),
    path("p/<slug:project>/pilot/", views.pilot, name="pilot"),
    path("p/<slug:project>/catch-up/", views.catch_up, name="catch_up"),
    path("p/<slug:project>/catch-up/<slug:section>/reading/", views.read_section, name="read_section"),
    path("p/<slug:project>/reminder/", views.remind_from, name="remind_from"),
    path("p/<slug:project>/tour/<slug:step>/", views.stop, name="stop"),
]
