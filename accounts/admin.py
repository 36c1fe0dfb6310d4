"""People and tokens for administrators."""

from typing import Any, ClassVar, cast

from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.decorators import administration
from accounts.models import CountedTries, FormDraft, PersonChanged, StoredResponse, Token, User
from accounts.ways_in import end_sessions, set_active, sign_out_everywhere
from web.administration import DoneFilter, do_to_each
from web.extension_registry import publish

admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


class NamedByUs(admin.ModelAdmin[Any]):
    """Heads a library's list with our name for it: its own is English only."""

    our_name: Any

    @administration
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:  # type: ignore[override] # as marked
        """Head the list with our name."""
        return super().changelist_view(request, {"title": self.our_name, **(extra_context or {})})


@admin.register(UserSession)
class DeviceAdmin(NamedByUs, UserSessionAdmin):
    """Where people are signed in; theirs searches for a user name, which our people do not have."""

    our_name = _("Devices")
    search_fields = ("user__name", "user__email", "ip")


@admin.register(Authenticator)
class SecondStepAdmin(NamedByUs, AuthenticatorAdmin):
    """Passkeys, apps and codes: an administrator removes them; what they hold signs in, and is their owner's."""

    our_name = _("Passkeys and codes")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only their owner makes them."""
        return False


@admin.register(User)
class UserAdmin(SimpleHistoryAdmin):
    """People: the password is set by its owner through the reset page only."""

    list_display = ("name", "email", "handle", "language", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("name", "email", "handle")
    ordering = ("name",)
    readonly_fields = ("skills", "last_login", "joined_at", "tour_ended_at", "calendar_number")
    actions = ("sign_out", "deactivate", "activate", "begin_tour", "renew_calendars")
    exclude: ClassVar = ("password", "user_permissions", "groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Let nobody turn off their own account."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "is_active"] if obj is not None and obj == request.user else fields

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:  # noqa: FBT001 Django's signature
        """Keep the person; who loses access is signed out everywhere, and the record tells what was changed."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            end_sessions(obj)
        if change and form.changed_data:
            publish(PersonChanged(person=obj, by=cast(User, request.user), changed=tuple(form.changed_data)))

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End every session of those chosen, on every device."""
        do_to_each(request, queryset, lambda person: sign_out_everywhere(person, by=cast(User, request.user)))

    @admin.action(description=_("Turn the account off"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let nobody in by these accounts; one cannot turn off one's own."""
        do_to_each(request, queryset, lambda person: set_active(person, active=False, by=cast(User, request.user)))

    @admin.action(description=_("Turn the account on"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let these people in again."""
        do_to_each(request, queryset, lambda person: set_active(person, active=True, by=cast(User, request.user)))

    @admin.action(description=_("Show them the tour again"))
    def begin_tour(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Begin the tour for those chosen."""
        for user in queryset:
            user.begin_tour()

    @admin.action(description=_("Give their calendars new addresses"))
    def renew_calendars(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End the addresses that those chosen have given to their calendars."""
        for user in queryset:
            user.renew_calendars()


@admin.register(Token)
class TokenAdmin(SimpleHistoryAdmin):
    """Tokens: an administrator ends them, only their owner makes them."""

    list_display = ("name", "user", "scopes", "created_at", "ends_at", "ended_at", "last_used_on")
    list_filter = (("ended_at", DoneFilter), "ends_at")
    search_fields = ("name", "user__name", "user__email")
    readonly_fields = ("user", "name", "scopes", "project", "created_at", "ends_at", "last_used_on")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A secret is shown once, to its owner."""
        return False


@admin.register(StoredResponse)
class StoredResponseAdmin(admin.ModelAdmin[StoredResponse]):
    """Answers kept for a day, so that what is sent twice is done once; what they say is for who asked."""

    list_display = ("user", "status", "place", "at")
    list_filter = ("status",)
    search_fields = ("user__name", "user__email", "place")
    fields = readonly_fields = ("user", "status", "place", "at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come of what is sent."""
        return False


@admin.register(FormDraft)
class FormDraftAdmin(admin.ModelAdmin[FormDraft]):
    """Drafts of forms: that there are some; what they say is their authors'."""

    list_display = ("user", "page", "saved_at")
    list_select_related = ("user",)
    search_fields = ("user__name", "page")
    fields = readonly_fields = ("user", "page", "saved_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come of what is typed."""
        return False


@admin.register(CountedTries)
class CountedTriesAdmin(admin.ModelAdmin[CountedTries]):
    """Tries to sign in; deleting a row lets a person try again at once."""

    list_display = ("cache_key", "expires")
    search_fields = ("cache_key",)
    fields = readonly_fields = ("cache_key", "expires")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come of what is tried."""
        return False
