"""Addresses of the sample: going in as one of its people, and waiting for the project in one's language."""

from django.urls import path

from across.sample import views

urlpatterns = [
    path("sign-in/sample/", views.sample_sign_in, name="sample_sign_in"),
    path("sample/", views.visit_sample, name="visit_sample"),
    path("sample/<slug:language>/", views.sample_project, name="sample_project"),
]
