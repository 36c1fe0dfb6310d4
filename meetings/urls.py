"""Addresses of meetings."""

from django.urls import path

from meetings.views import calendar, feed, minutes, past_minutes, room, undoing

app_name = "meetings"
urlpatterns = [
    path("sync/", calendar.syncs, name="sync"),
    path("sync/calendar/<str:secret>.ics", feed.feed, name="feed"),
    path("sync/past/", calendar.past, name="past"),
    path("sync/elsewhere/", past_minutes.every_past_minutes, name="every_past_minutes"),
    path("sync/elsewhere/<int:number>/", past_minutes.past_minutes, name="past_minutes"),
    path("sync/rituals/<int:pk>/", calendar.ritual, name="ritual"),
    path("sync/rituals/<int:pk>/ending/", calendar.end_ritual, name="end_ritual"),
    path("sync/points/<int:pk>/withdrawal/", calendar.withdraw_point, name="withdraw_point"),
    path("sync/pulses/", calendar.give_pulse, name="give_pulse"),
    path("sync/pulses/repetition/", calendar.repeat_pulse, name="repeat_pulse"),
    path("circles/<slug:circle>/rituals/", calendar.new_ritual, name="new_ritual"),
    path("circles/<slug:circle>/syncs/", calendar.hold, name="hold"),
    path("circles/<slug:circle>/points/", calendar.add_point, name="add_point"),
    path("sync/<int:number>/", room.room, name="room"),
    path("sync/<int:number>/hand/", room.hand, name="hand"),
    path("sync/<int:number>/presences/", room.attend, name="attend"),
    path("sync/<int:number>/hands/", room.raise_hand, name="raise_hand"),
    path("sync/<int:number>/turns/", room.turn_on, name="turn_on"),
    path("sync/<int:number>/points/<int:pk>/turns/", room.turn_to, name="turn_to"),
    path("sync/<int:number>/points/<int:pk>/postponements/", room.postpone, name="postpone"),
    path("sync/<int:number>/points/<int:pk>/agreements/", room.agree, name="agree"),
    path("sync/<int:number>/points/<int:pk>/conclusions/", room.conclude, name="conclude"),
    path("sync/<int:number>/points/<int:pk>/undoing/", undoing.undo, name="undo"),
    path("sync/<int:number>/points/<int:pk>/positions/", room.speak, name="speak"),
    path("sync/<int:number>/points/<int:pk>/triage/", room.triage, name="triage"),
    path("sync/<int:number>/extensions/", room.extend, name="extend"),
    path("sync/<int:number>/facilitation/", room.facilitate, name="facilitate"),
    path("sync/<int:number>/actions/", room.make_action, name="make_action"),
    path("sync/<int:number>/infos/", room.make_info, name="make_info"),
    path("sync/<int:number>/closing/", room.close, name="close"),
    path("sync/<int:number>/reopening/", minutes.reopen, name="reopen"),
    path("sync/<int:number>/minutes/", minutes.minutes, name="minutes"),
    path("sync/<int:number>/minutes.md", minutes.markdown, name="minutes_markdown"),
]
