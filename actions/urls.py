"""Addresses of actions."""

from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/new/", views.new_action, name="new"),
    path("actions/<int:number>/", views.action, name="action"),
    path("actions/<int:number>/start/", views.start, name="start"),
    path("actions/<int:number>/blockage/", views.blockage, name="blockage"),
    path("actions/<int:number>/completion/", views.completion, name="completion"),
    path("actions/<int:number>/dropping/", views.dropping, name="dropping"),
    path("actions/<int:number>/handover/", views.handover, name="handover"),
    path("actions/<int:number>/day/", views.day, name="day"),
    path("actions/<int:number>/reopening/", views.reopening, name="reopening"),
]
