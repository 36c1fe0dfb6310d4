"""Addresses of projects; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.projects.views import choices, projects, stars

IN_PROJECT = [
    path("choices/<slug:kind>/", choices.choices, name="choices"),
    path("star/", stars.project, name="star_project"),
    path("settings/", projects.project_settings, name="project_settings"),
    path("archiving/", projects.archive, name="archive"),
    path("archiving/ending/", projects.unarchive, name="unarchive"),
]
"""Below `/p/<project>/`."""

urlpatterns = [
    path("", projects.home, name="home"),
    path("projects/", projects.projects, name="projects"),
]
