"""Addresses of meetings."""

from django.urls import path

from syncs.views import calendar, feed, gates, holding, imported_minutes, live, minutes, undo

app_name = "meetings"
urlpatterns = [
    path("sync/", calendar.syncs, name="sync"),
    path("sync/calendar/<str:secret>.ics", feed.feed, name="feed"),
    path("sync/past/", calendar.past, name="past"),
    path("sync/elsewhere/", imported_minutes.imported_minutes_list, name="every_past_minutes"),
    path("sync/elsewhere/<int:number>/", imported_minutes.imported_minutes, name="past_minutes"),
    path("sync/rituals/<int:pk>/", calendar.recurring_sync, name="ritual"),
    path("sync/rituals/<int:pk>/ending/", calendar.end_recurring_sync, name="end_ritual"),
    path("sync/points/<int:pk>/withdrawal/", calendar.withdraw_point, name="withdraw_point"),
    path("sync/pulses/", calendar.give_pulse, name="give_pulse"),
    path("sync/pulses/repetition/", calendar.repeat_pulse, name="repeat_pulse"),
    path("circles/<slug:circle>/rituals/", calendar.new_recurring_sync, name="new_ritual"),
    path("circles/<slug:circle>/syncs/", holding.hold, name="hold"),
    path("circles/<slug:circle>/points/", calendar.add_point, name="add_point"),
    path("sync/new/", holding.new_sync, name="new_sync"),
    path("sync/<int:number>/cancellation/", holding.cancel, name="cancel"),
    path("sync/<int:number>/", live.shared_screen, name="room"),
    path("sync/<int:number>/hand/", live.phone, name="hand"),
    path("sync/<int:number>/presences/", live.attend, name="attend"),
    path("sync/<int:number>/presences/<uuid:person>/", live.see_in, name="see_in"),
    path("sync/<int:number>/hands/", live.raise_hand, name="raise_hand"),
    path("sync/<int:number>/turns/", live.next_point, name="turn_on"),
    path("sync/<int:number>/closing/turns/", live.start_closing, name="start_closing"),
    path("sync/<int:number>/points/<int:pk>/turns/", live.turn_to, name="turn_to"),
    path("sync/<int:number>/points/<int:pk>/postponements/", live.postpone, name="postpone"),
    path("sync/<int:number>/points/<int:pk>/settlements/", live.settle_point, name="settle"),
    path("sync/<int:number>/points/<int:pk>/agreements/", live.agree, name="agree"),
    path("sync/<int:number>/points/<int:pk>/conclusions/", live.conclude, name="conclude"),
    path("sync/<int:number>/points/<int:pk>/gate-answers/", gates.verdict, name="answer_gate"),
    path("sync/<int:number>/points/<int:pk>/undoing/", undo.undo, name="undo"),
    path("sync/<int:number>/points/<int:pk>/positions/", live.speak, name="speak"),
    path(
        "sync/<int:number>/points/<int:pk>/positions/<uuid:person>/",
        live.record_position,
        name="record_position",
    ),
    path("sync/<int:number>/points/<int:pk>/triage/", live.triage, name="triage"),
    path("sync/<int:number>/extensions/", live.extend, name="extend"),
    path("sync/<int:number>/facilitation/", live.facilitate, name="facilitate"),
    path("sync/<int:number>/actions/", live.make_action, name="make_action"),
    path("sync/<int:number>/infos/", live.make_info, name="make_info"),
    path("sync/<int:number>/closing/", live.close, name="close"),
    path("sync/<int:number>/reopening/", minutes.reopen, name="reopen"),
    path("sync/<int:number>/minutes/", minutes.minutes, name="minutes"),
    path("sync/<int:number>/minutes.md", minutes.markdown, name="minutes_markdown"),
]
