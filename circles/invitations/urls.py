"""Addresses of invitations, join links and guests; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.invitations.views import accepting, beginning, bots, guests, invitations, joining, people

IN_PROJECT = [
    path("first-circles/", beginning.first_circles, name="first_circles"),
    path("circles/<slug:circle>/members/", people.admit, name="admit"),
    path("circles/<slug:circle>/invitations/", people.invite, name="invite"),
    path("circles/<slug:circle>/joining/", joining.join_link, name="join_link"),
    path("circles/<slug:circle>/joining/ending/", joining.end_join_link, name="end_join_link"),
    path("people/", people.people, name="people"),
    path("people/inviting/", beginning.invite, name="invite_people"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/sending/", invitations.send_again, name="send_invitation_again"),
    path("invitations/<int:pk>/withdrawal/", invitations.withdraw, name="withdraw_invitation"),
    path("welcome/", joining.welcome, name="welcome"),
    path("bots/", bots.bots, name="bots"),
    path("bots/<int:pk>/tokens/", bots.bot_token, name="bot_token"),
    path("bots/<int:pk>/owner/", bots.bot_owner, name="bot_owner"),
    path("bots/<int:pk>/renewal/", bots.bot_renewal, name="bot_renewal"),
    path("bots/<int:pk>/removal/", bots.bot_removal, name="bot_removal"),
    path("guest/", guests.guest, name="guest"),
    path("guests/", guests.guests, name="guests"),
    path("guests/<int:pk>/ending/", guests.guest_ending, name="guest_ending"),
    path("guests/<slug:kind>/<str:key>/", guests.guests_of_thing, name="thing_guests"),
]
"""Below `/p/<project>/`."""

BY_SECRET = [
    path("invitations/<str:secret>/", accepting.invitation, name="invitation"),
    path("join/<str:secret>/", joining.join, name="join"),
    path("guest-invitations/<str:secret>/", guests.guest_invitation, name="guest_invitation"),
]
"""Whoever has such a link comes in by it."""
