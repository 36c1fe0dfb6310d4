"""Addresses of files, below /p/<project>/."""

from django.urls import path

from foundation.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:key>/<str:name>", views.file, name="file"),
    path("files/<uuid:key>/removal/", views.removal, name="removal"),
    path("files/<uuid:key>/restoration/", views.restoration, name="restoration"),
]
