"""Addresses of circles; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.circles.views import circles, equipment, fundamentals, people, profiles, projects, roles, stars

IN_PROJECT = [
    path("circles/<slug:circle>/", circles.circle, name="circle"),
    path("circles/<slug:circle>/words/", circles.edit_circle, name="edit_circle"),
    path("circles/<slug:circle>/needs/", circles.needs, name="needs"),
    path("circles/<slug:circle>/limits/", circles.limits, name="limits"),
    path("circles/<slug:circle>/members/<int:membership>/roles/", roles.give_role, name="give_role"),
    path("circles/<slug:circle>/members/<int:membership>/roles/ending/", roles.end_role, name="end_role"),
    path("circles/<slug:circle>/members/<int:membership>/roles/<int:role>/term/", roles.term, name="term"),
    path("circles/<slug:circle>/members/<int:membership>/roles/<int:role>/words/", roles.words, name="role_words"),
    path("circles/<slug:circle>/members/<int:membership>/time/", roles.time, name="time"),
    path("circles/<slug:circle>/members/<int:membership>/ending/", people.end_membership, name="end_membership"),
    path("circles/<slug:circle>/equipment/", equipment.new_equipment, name="new_equipment"),
    path("circles/<slug:circle>/equipment/<int:thing>/", equipment.edit_equipment, name="edit_equipment"),
    path("circles/<slug:circle>/equipment/<int:thing>/ending/", equipment.end_equipment, name="end_equipment"),
    path("people/<uuid:person>/", profiles.person, name="person"),
    path("circles/<slug:circle>/star/", stars.circle, name="star_circle"),
    path("fundamentals/", fundamentals.fundamentals, name="fundamentals"),
    path("fundamentals/<int:number>/", fundamentals.element, name="element"),
    path("fundamentals/<int:number>/removal/", fundamentals.element_removal, name="element_removal"),
]
"""Below `/p/<project>/`."""

urlpatterns = [
    path("projects/new/", projects.new_project, name="new_project"),
    path("profile/", profiles.profile, name="profile"),
    path("profile/picture/removal/", profiles.picture_removal, name="picture_removal"),
    path("people/<uuid:person>/picture/<slug:key>", profiles.person_picture, name="person_picture"),
]
