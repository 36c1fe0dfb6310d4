"""Addresses of the specification."""

from django.urls import path

app_name = "specification"
urlpatterns: list[object] = []
