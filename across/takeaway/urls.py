"""Addresses of copies, imports and erasure."""

from django.urls import include, path

from across.takeaway import views

inside = [
    path("takeaways/", views.takeaways, name="takeaways"),
    path("takeaways/<uuid:key>/", views.takeaway, name="takeaway"),
    path("takeaways/<uuid:key>/file/", views.takeaway_file, name="takeaway_file"),
]

urlpatterns = [
    path("projects/import/", views.new_import, name="new_import"),
    path("projects/imports/<uuid:key>/", views.project_import, name="project_import"),
    path("people/<uuid:person>/erasure/", views.erasure, name="erasure"),
    path("people/<uuid:person>/erasure/confirmed/", views.erase, name="erase"),
    path("p/<slug:project>/", include((inside, "takeaway"))),
]
