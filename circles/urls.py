"""Addresses of projects and circles."""

from django.urls import include, path

from circles.views import (
    changes,
    choices,
    circles,
    equipment,
    fundamentals,
    guests,
    money,
    news,
    people,
    projects,
    record,
    roles,
)

inside = [
    path("map/", circles.circle_map, name="map"),
    path("map/<slug:circle>/", circles.chosen, name="chosen"),
    path("circles/", circles.tree, name="tree"),
    path("circles/<slug:circle>/", circles.circle, name="circle"),
    path("circles/<slug:circle>/circles/", circles.new_circle, name="new_circle"),
    path("circles/<slug:circle>/words/", circles.edit_circle, name="edit_circle"),
    path("circles/<slug:circle>/limits/", circles.limits, name="limits"),
    path("circles/<slug:circle>/changes/<slug:kind>/", changes.change, name="change"),
    path("circles/<slug:circle>/money/", money.money, name="money"),
    path("circles/<slug:circle>/allotments/", money.allotments, name="allotments"),
    path("circles/<slug:circle>/returns/", money.returns, name="returns"),
    path("circles/<slug:circle>/expenses/", money.expenses, name="expenses"),
    path("circles/<slug:circle>/expenses/<int:number>/calling-back/", money.calling_back, name="calling_back"),
    path("circles/<slug:circle>/budget/", money.budget, name="budget"),
    path("circles/<slug:circle>/members/", people.admit, name="admit"),
    path("circles/<slug:circle>/invitations/", people.invite, name="invite"),
    path("circles/<slug:circle>/members/<int:membership>/roles/", roles.give_role, name="give_role"),
    path("circles/<slug:circle>/members/<int:membership>/roles/ending/", roles.end_role, name="end_role"),
    path("circles/<slug:circle>/members/<int:membership>/roles/<int:role>/term/", roles.term, name="term"),
    path("circles/<slug:circle>/members/<int:membership>/roles/<int:role>/words/", roles.words, name="role_words"),
    path("circles/<slug:circle>/members/<int:membership>/time/", roles.time, name="time"),
    path("circles/<slug:circle>/members/<int:membership>/ending/", people.end_membership, name="end_membership"),
    path("circles/<slug:circle>/equipment/", equipment.new_equipment, name="new_equipment"),
    path("circles/<slug:circle>/equipment/<int:thing>/", equipment.edit_equipment, name="edit_equipment"),
    path("circles/<slug:circle>/equipment/<int:thing>/ending/", equipment.end_equipment, name="end_equipment"),
    path("choices/<slug:kind>/", choices.choices, name="choices"),
    path("people/", people.people, name="people"),
    path("guest/", guests.guest, name="guest"),
    path("guests/", guests.guests, name="guests"),
    path("guests/<int:pk>/ending/", guests.guest_ending, name="guest_ending"),
    path("guests/<slug:kind>/<str:key>/", guests.guests_of_thing, name="thing_guests"),
    path("fundamentals/", fundamentals.fundamentals, name="fundamentals"),
    path("fundamentals/<int:number>/", fundamentals.element, name="element"),
    path("fundamentals/<int:number>/removal/", fundamentals.element_removal, name="element_removal"),
    path("go/<str:reference>/", record.reference, name="reference"),
    path("news/", news.news, name="news"),
    path("settings/", projects.project_settings, name="project_settings"),
    path("record/", record.record, name="record"),
    path("record/verification/", record.verification, name="verification"),
]

urlpatterns = [
    path("", projects.home, name="home"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path(
        "",
        include(
            (
                [
                    path("invitations/<str:secret>/", people.invitation, name="invitation"),
                    path("guest-invitations/<str:secret>/", guests.guest_invitation, name="guest_invitation"),
                    path("p/<slug:project>/", include(inside)),
                ],
                "circles",
            )
        ),
    ),
]
