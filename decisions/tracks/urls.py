"""Addresses of questions and tracks."""

from django.urls import path

from decisions.tracks.views import board, criteria, evidence, gates, notes, questions, tracks

app_name = "tracks"
urlpatterns = [
    path("tracks/", board.tracks, name="tracks"),
    path("tracks/notes/", notes.note_from, name="note_from"),
    path("tracks/price/", board.price, name="price"),
    path("questions/new/", questions.new_question, name="new_question"),
    path("questions/<int:number>/", questions.question, name="question"),
    path("questions/<int:number>/changes/", questions.change, name="change_question"),
    path("questions/<int:number>/dropping/", questions.dropping, name="drop_question"),
    path("questions/<int:number>/reopening/", questions.reopening, name="reopen_question"),
    path("questions/<int:number>/tracks/", tracks.new_track, name="new_track"),
    path("questions/<int:number>/criteria/", criteria.add, name="add_criterion"),
    path("questions/<int:number>/criteria/<int:pk>/removal/", criteria.remove, name="remove_criterion"),
    path("tracks/<int:number>/", tracks.track, name="track"),
    path("tracks/<int:number>/changes/", tracks.change, name="change"),
    path("tracks/<int:number>/start/", tracks.start, name="start"),
    path("tracks/<int:number>/parking/", tracks.parking, name="parking"),
    path("tracks/<int:number>/resumption/", tracks.resumption, name="resumption"),
    path("tracks/<int:number>/stop/", tracks.stop, name="stop"),
    path("tracks/<int:number>/merger/", tracks.merger, name="merger"),
    path("tracks/<int:number>/members/", tracks.join, name="join"),
    path("tracks/<int:number>/members/departure/", tracks.leave, name="leave"),
    path("tracks/<int:number>/choices/", tracks.choice, name="choice"),
    path("tracks/<int:number>/evidence/", evidence.add, name="add_evidence"),
    path("tracks/<int:number>/evidence/<int:pk>/withdrawal/", evidence.withdraw, name="withdraw_evidence"),
    path("tracks/<int:number>/expenses/", evidence.spend, name="spend"),
    path("tracks/<int:number>/notes/<int:pk>/dismissal/", evidence.leave_stopped, name="leave_stopped"),
    path("tracks/<int:number>/gate/", gates.gate, name="gate"),
    path("tracks/<int:number>/gate/answers/", gates.verdict, name="answer"),
]
