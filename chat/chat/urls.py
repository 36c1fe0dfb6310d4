"""Addresses of chat."""

from django.urls import path

from chat.chat import views

app_name = "chat"
urlpatterns = [
    path("chat/", views.chat, name="chat"),
    path("later/", views.scheduled_messages, name="later"),
    path("later/<uuid:key>/removal/", views.scheduled_message_removal, name="later_removal"),
    path("later/<uuid:key>/sending/", views.scheduled_message_sending, name="later_sending"),
    path("readings/", views.all_readings, name="all_readings"),
    path("readings/<str:at>/undoing/", views.undo_readings, name="undo_readings"),
    path("chat/<slug:circle>/readings/", views.room_readings, name="room_readings"),
    path("chat/<slug:circle>/", views.room, name="room"),
    path("chat/<slug:circle>/topics/", views.topics, name="topics"),
    path("chat/<slug:circle>/<uuid:topic>/", views.topic, name="topic"),
    path("chat/<slug:circle>/<uuid:topic>/messages/", views.messages, name="messages"),
    path("chat/<slug:circle>/<uuid:topic>/pins/", views.pinned, name="pinned"),
    path("chat/<slug:circle>/<uuid:topic>/readings/", views.readings, name="readings"),
    path("chat/<slug:circle>/<uuid:topic>/draft/", views.draft, name="draft"),
    path("chat/<slug:circle>/<uuid:topic>/name/", views.name, name="name"),
    path("chat/<slug:circle>/<uuid:topic>/outcome/", views.outcome, name="outcome"),
    path("chat/<slug:circle>/<uuid:topic>/reopening/", views.reopening, name="reopening"),
    path("direct/", views.direct_list, name="direct_list"),
    path("direct/new/", views.new_direct, name="new_direct"),
    path("direct/<uuid:topic>/", views.direct, name="direct"),
    path("direct/<uuid:topic>/messages/", views.direct_messages, name="direct_messages"),
    path("direct/<uuid:topic>/readings/", views.direct_readings, name="direct_readings"),
    path("direct/<uuid:topic>/draft/", views.direct_draft, name="direct_draft"),
    path("direct/<uuid:topic>/muting/", views.direct_muting, name="direct_muting"),
    path("direct/<uuid:topic>/seen/", views.direct_seen, name="direct_seen"),
    path("direct/<uuid:topic>/pins/", views.direct_pinned, name="direct_pinned"),
    path("guest/topics/<uuid:topic>/", views.guest_topic, name="guest_topic"),
    path("guest/topics/<uuid:topic>/messages/", views.guest_messages, name="guest_messages"),
    path("guest/topics/<uuid:topic>/readings/", views.guest_readings, name="guest_readings"),
    path("messages/<uuid:message>/", views.message, name="message"),
    path("messages/<uuid:message>/wording/", views.wording, name="wording"),
    path("messages/<uuid:message>/removal/", views.removal, name="removal"),
    path("messages/<uuid:message>/reactions/", views.reactions, name="reactions"),
    path("messages/<uuid:message>/moves/", views.moves, name="moves"),
    path("messages/<uuid:message>/pins/", views.pins, name="pins"),
    path("messages/<uuid:message>/unpinning/", views.unpinning, name="unpinning"),
    path("talk/<slug:kind>/<str:key>/", views.talk, name="talk"),
    path("talk/<slug:kind>/<str:key>/messages/", views.talk_messages, name="talk_messages"),
    path("talk/<slug:kind>/<str:key>/draft/", views.talk_draft, name="talk_draft"),
    path("talk/<slug:kind>/<str:key>/readings/", views.talk_readings, name="talk_readings"),
]
