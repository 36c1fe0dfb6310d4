"""People and tokens for administrators."""

from typing import Any, ClassVar, cast

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.decorators import administration
from foundation.accounts.history_admin import HistoryAdmin
from foundation.accounts.models import CountedTries, FormDraft, PersonChanged, StoredResponse, Token, User
from foundation.accounts.staff_parts import StaffPart
from foundation.accounts.ways_in import end_sessions, set_active, sign_out_everywhere
from foundation.web.administration import DoneFilter, FilteredByWhatIsShown, do_to_each
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

admin.site.unregister(EmailAddress)
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


LETS_IN = ("email", "is_staff", "is_superuser", "groups")
"""What lets a person in, here or as others: who may change it could read whatever anyone may."""


class PartsField(forms.ModelMultipleChoiceField[Group]):
    """Which parts of the administration a person is given."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a part in the reader's language, with what it is; another group as it is called."""
        if obj.name not in StaffPart.values:
            return str(obj.name)
        part = StaffPart(obj.name)
        return f"{part.label}: {part.facts.words}"


def is_administrator(request: HttpRequest) -> bool:
    """Return whether who asks may do everything."""
    return by_whom(request).is_superuser


def by_whom(request: HttpRequest) -> User:
    """Return who acts."""
    return cast(User, request.user)


def unguarded(person: User, request: HttpRequest) -> User:
    """Return the person.

    :raises Refused: where only an administrator may act on them.
    """
    if (person.is_staff or person.is_superuser) and not is_administrator(request):
        raise Refused(_now("Only an administrator can do this to someone with access to the administration."))
    return person


class NamedByUs(FilteredByWhatIsShown):
    """Heads a library's list with our name for it: its own is English only."""

    our_name: Any

    @administration
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:  # type: ignore[override] # as marked
        """Head the list with our name."""
        return super().changelist_view(request, {"title": self.our_name, **(extra_context or {})})


class MadeElsewhere(FilteredByWhatIsShown):
    """Lists what comes of what people do: here nothing is added."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False


class OfTheGuarded(admin.ModelAdmin[Any]):
    """Shows to others than administrators nothing of those who may enter the administration: what signs these in."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see to."""
        found = super().get_queryset(request)
        return (
            found if is_administrator(request) else found.exclude(Q(user__is_staff=True) | Q(user__is_superuser=True))
        )


@admin.register(EmailAddress)
class AddressAdmin(NamedByUs, EmailAddressAdmin):
    """Addresses of people: that one is confirmed is said by whoever may change it, and that is no part of staff's."""

    our_name = _("E-mail addresses")

    @admin.action(description=_("Mark as confirmed"), permissions=["change"])
    def make_verified(self, request: HttpRequest, queryset: QuerySet[EmailAddress]) -> None:
        """Say that these are confirmed."""
        super().make_verified(request, queryset)


@admin.register(UserSession)
class DeviceAdmin(OfTheGuarded, MadeElsewhere, NamedByUs, UserSessionAdmin):
    """Where people are signed in; theirs searches for a user name, which our people do not have, and shows the key of
    a session, which signs in.
    """

    our_name = _("Devices")
    search_fields = ("user__name", "user__email", "ip")
    fields = readonly_fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        """Sign the device out: the row alone is only what is told of it."""
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        """Sign these devices out."""
        for one in queryset:
            one.end()


@admin.register(Authenticator)
class SecondStepAdmin(OfTheGuarded, MadeElsewhere, NamedByUs, AuthenticatorAdmin):
    """Passkeys, apps and codes: an administrator removes them; what they hold signs in, and is their owner's."""

    our_name = _("Passkeys and codes")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")


@admin.register(User)
class UserAdmin(HistoryAdmin):
    """People: the password is set by its owner through the reset page only."""

    list_display = ("name", "email", "bot_owner", "is_active", "is_superuser", "is_staff", "joined_at")
    list_select_related = ("bot_owner",)
    list_filter = ("is_active", "is_superuser", "is_staff", "language")
    search_fields = ("name", "email", "handle")
    ordering = ("name",)
    readonly_fields = ("skills", "bot_owner", "last_login", "joined_at", "tour_ended_at", "calendar_number")
    actions = ("sign_out", "deactivate", "activate", "begin_tour", "renew_calendars")
    fields: ClassVar = (
        *("name", "email", "handle", "language", "time_zone", "scheme", "about", "hue"),
        *("is_active", "is_superuser", "is_staff", "groups"),
        *("skills", "bot_owner", "last_login", "joined_at", "tour_ended_at", "calendar_number"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Let nobody turn off their own account, and only administrators change what lets a person in."""
        fields = [*super().get_readonly_fields(request, obj)]
        fields += ["is_active"] if obj is not None and obj == request.user else []
        return fields if is_administrator(request) else [*fields, *LETS_IN]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only administrators change who may enter the administration, and nobody what an erasure has left."""
        may = super().has_change_permission(request, obj) and (obj is None or not obj.is_erased)
        return may and (obj is None or is_administrator(request) or not (obj.is_staff or obj.is_superuser))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Offer no new group beside the parts."""
        form: Any = super().get_form(request, *args, **kwargs)
        if "groups" in form.base_fields:
            form.base_fields["groups"].widget.can_add_related = False
        return form

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the parts of the administration by their names, each with what it is."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return PartsField(
            Group.objects.order_by("pk"),
            label=_("Parts of the administration"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

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
        do_to_each(
            request, queryset, lambda person: sign_out_everywhere(unguarded(person, request), by=by_whom(request))
        )

    @admin.action(description=_("Deactivate account"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let nobody in by these accounts; one cannot turn off one's own."""
        do_to_each(
            request, queryset, lambda person: set_active(unguarded(person, request), active=False, by=by_whom(request))
        )

    @admin.action(description=_("Reactivate account"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let these people in again."""
        do_to_each(
            request, queryset, lambda person: set_active(unguarded(person, request), active=True, by=by_whom(request))
        )

    @admin.action(description=_("Show them the tour again"), permissions=["change"])
    def begin_tour(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Begin the tour for those chosen."""
        do_to_each(request, queryset, lambda person: unguarded(person, request).begin_tour())

    @admin.action(description=_("Reset their calendar addresses"), permissions=["change"])
    def renew_calendars(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End the addresses that those chosen have given to their calendars."""
        do_to_each(request, queryset, lambda person: unguarded(person, request).renew_calendars())


@admin.register(Token)
class TokenAdmin(MadeElsewhere, HistoryAdmin):
    """Tokens: an administrator ends them, only their owner makes them."""

    list_display = ("name", "user", "scopes", "created_at", "ends_at", "ended_at", "last_used_on")
    list_filter = (("ended_at", DoneFilter), "ends_at")
    search_fields = ("name", "user__name", "user__email")
    readonly_fields = ("user", "name", "scopes", "project", "created_at", "ends_at", "last_used_on")


@admin.register(StoredResponse)
class StoredResponseAdmin(MadeElsewhere):
    """Answers kept for a day, so that what is sent twice is done once; what they say is for who asked."""

    list_display = ("user", "status", "place", "at")
    list_filter = ("status",)
    search_fields = ("user__name", "user__email", "place")
    fields = readonly_fields = ("user", "status", "place", "at")


@admin.register(FormDraft)
class FormDraftAdmin(MadeElsewhere):
    """Drafts of forms: that there are some; what they say is their authors'."""

    list_display = ("user", "page", "saved_at")
    list_select_related = ("user",)
    search_fields = ("user__name", "page")
    fields = readonly_fields = ("user", "page", "saved_at")


@admin.register(CountedTries)
class CountedTriesAdmin(MadeElsewhere):
    """Tries to sign in; deleting a row lets a person try again at once."""

    list_display = ("cache_key", "expires")
    search_fields = ("cache_key",)
    fields = readonly_fields = ("cache_key", "expires")
