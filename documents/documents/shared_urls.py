"""Addresses of public links: whoever has one reads by it."""

from django.urls import path

from documents.documents.views import shared

app_name = "shared"
urlpatterns = [
    path("shared/<str:secret>/", shared.shared, name="shared"),
    path("shared/<str:secret>/diagrams/", shared.shared_diagrams, name="diagrams"),
    path("shared/<str:secret>/pictures/<uuid:key>/picture", shared.shared_picture, name="picture"),
]
