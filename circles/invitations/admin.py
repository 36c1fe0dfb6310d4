"""Invitations, join links and guests for administrators."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from circles.invitations.models import CircleGrant, Guest, Invitation, JoinLink
from foundation.accounts.models import User
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter, do_to_each


@admin.register(Invitation)
class InvitationAdmin(FactAdmin):
    """Invitations."""

    list_display = ("email", "circle", "invited_by", "created_at", "expires_at", "taken_at", "withdrawn_at")
    search_fields = ("email", "circle__name")
    list_filter = (("taken_at", DoneFilter),)
    actions = ("send_again", "withdraw")

    @admin.action(description=_("Send again, with a new link"), permissions=["work"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send e-mails again; their earlier links end."""
        do_to_each(request, queryset, lambda invitation: invitation.send_again(by=cast(User, request.user)))

    @admin.action(description=_("Withdraw"), permissions=["work"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Take invitations back."""
        do_to_each(request, queryset, lambda invitation: invitation.withdraw(by=cast(User, request.user)))


@admin.register(JoinLink)
class JoinLinkAdmin(FactAdmin):
    """Links to join; who let them in is the project's record."""

    list_display = ("circle", "project", "role", "made_by", "ends_on", "joined", "ended_at")
    search_fields = ("circle__name", "made_by__name")
    list_filter = (("ended_at", DoneFilter), "project")
    list_select_related = ("circle", "project", "made_by")


@admin.register(Guest)
class GuestAdmin(FactAdmin):
    """Guests."""

    list_display = ("name", "on_kind", "on_id", "level", "project", "invited_by", "taken_at", "ends_on", "ended_at")
    search_fields = ("email", "user__name", "reason")
    list_filter = (("ended_at", DoneFilter), "level", "on_kind", "project")
    list_select_related = ("user", "project", "invited_by")


@admin.register(CircleGrant)
class CircleGrantAdmin(ReadOnlyAdmin):
    """What guests may in circles."""

    list_display = ("content_object", "user", "permission", "guest")
    search_fields = ("content_object__name", "user__name")
    list_select_related = ("content_object", "user", "permission__content_type", "guest__user")
