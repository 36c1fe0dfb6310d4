"""Addresses of actions."""

from django.urls import path

from decisions.actions.views import actions, bulk, details, labels, lists, steps, tables

app_name = "actions"
urlpatterns = [
    path("actions/", lists.actions, name="actions"),
    path("actions/board/", lists.board, name="board"),
    path("actions/calendar/", lists.calendar, name="calendar"),
    path("actions/new/", actions.new_action, name="new"),
    path("actions/changes/", bulk.changes, name="changes"),
    path("actions/changes/<str:token>/undo/", bulk.undo, name="undo"),
    path("actions/export/", tables.export, name="export"),
    path("actions/import/", tables.imports, name="import"),
    path("actions/labels/", labels.labels, name="labels"),
    path("actions/labels/<int:pk>/", labels.label, name="label"),
    path("actions/labels/<int:pk>/removal/", labels.label_removal, name="label_removal"),
    path("actions/<int:number>/", actions.action, name="action"),
    path("actions/<int:number>/what/", details.what, name="what"),
    path("actions/<int:number>/description/", details.description, name="description"),
    path("actions/<int:number>/circle/", details.circle, name="circle"),
    path("actions/<int:number>/state/", details.state, name="state"),
    path("actions/<int:number>/labels/", details.labels, name="action_labels"),
    path("actions/<int:number>/repetition/", details.repetition, name="repetition"),
    path("actions/<int:number>/reasons/", details.reasons, name="reasons"),
    path("actions/<int:number>/steps/", steps.steps, name="steps"),
    path("actions/<int:number>/steps/<int:pk>/", steps.step, name="step"),
    path("actions/<int:number>/steps/<int:pk>/tick/", steps.tick, name="tick"),
    path("actions/<int:number>/steps/<int:pk>/removal/", steps.step_removal, name="step_removal"),
    path("actions/<int:number>/blockers/", steps.blockers, name="blockers"),
    path("actions/<int:number>/blockers/<int:other>/removal/", steps.blocker_removal, name="blocker_removal"),
    path("actions/<int:number>/start/", actions.start, name="start"),
    path("actions/<int:number>/blockage/", actions.blockage, name="blockage"),
    path("actions/<int:number>/completion/", actions.completion, name="completion"),
    path("actions/<int:number>/dropping/", actions.dropping, name="dropping"),
    path("actions/<int:number>/handover/", actions.handover, name="handover"),
    path("actions/<int:number>/day/", actions.day, name="day"),
    path("actions/<int:number>/reopening/", actions.reopening, name="reopening"),
]
