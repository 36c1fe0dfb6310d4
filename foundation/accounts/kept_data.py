"""People's accounts: nothing of them belongs to a project, and all of it goes with its person."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from foundation.accounts.models import CountedTries, FormDraft, StoredResponse, Token, User
from foundation.web.kept_data import FormerNames, KeptData

HOW_ONE_SIGNS_IN = "how a person signs in stays with the server; they set a password on the next one"


def forget(person: User, names: FormerNames) -> None:
    """Sign the person out everywhere, and keep of the account only that it was one person."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    for kept in StoredResponse.objects.exclude(body=b"").iterator(chunk_size=500):
        written = bytes(kept.body).decode(errors="replace")
        if (body := names.taken_out_of(written)) != written:
            kept.body = body.encode()
            kept.save(update_fields=["body"])
    for address in names.addresses:
        CountedTries.objects.filter(cache_key__icontains=address).delete()
    person.email, person.name, person.handle = None, names.instead, ""
    usual = User()
    for name in ("about", "skills", "picture", "language", "time_zone", "scheme", "hue"):
        setattr(person, name, getattr(usual, name))
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.tour_ended_at = None
    person.calendar_number += 1
    person.bots.update(is_active=False)
    person.groups.clear()
    person.user_permissions.clear()
    person.set_unusable_password()
    person.save()
    person.history.all().delete()
    person.end_access()


KEPT_DATA = KeptData(
    app="accounts",
    left_out={
        User: "people go along by takeaway.people: without password, rights or history of their account",
        Token: HOW_ONE_SIGNS_IN,
        CountedTries: "tries to sign in on this server, of a day",
        FormDraft: "each person's own, not sent yet",
        StoredResponse: "answers kept for a day, to what was sent twice",
        EmailAddress: HOW_ONE_SIGNS_IN,
        EmailConfirmation: HOW_ONE_SIGNS_IN,
        Authenticator: HOW_ONE_SIGNS_IN,
        SocialAccount: HOW_ONE_SIGNS_IN,
        SocialToken: HOW_ONE_SIGNS_IN,
        SocialApp: "by which services people sign in on this server",
        UserSession: HOW_ONE_SIGNS_IN,
        Session: HOW_ONE_SIGNS_IN,
        LogEntry: "what administrators did on this server",
    },
    private={
        Token: "user",
        StoredResponse: "user",
        FormDraft: "user",
        EmailConfirmation: "email_address__user",
        EmailAddress: "user",
        Authenticator: "user",
        SocialToken: "account__user",
        SocialAccount: "user",
        UserSession: "user",
    },
    common={LogEntry: ("user",), User: ("bot_owner",)},
    copies={LogEntry: ("object_repr", "change_message")},
    mentions={FormDraft: ("text",)},
    forget=forget,
)


def of_account(person: User) -> dict[str, Any]:
    """Return what goes along of a person: how they are called and like to read."""
    names = ("email", "name", "handle", "about", "skills", "language", "time_zone", "scheme", "hue", "is_active")
    return {"id": person.pk, "joined_at": person.joined_at} | {name: getattr(person, name) for name in names}
