"""What who has a part of the administration cannot do by a detour: put back what was, say that an address is confirmed,
sign in for who may do more.
"""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from circles.circles.models import Role
from circles.invitations.workflows.bots import issue_token, make_bot
from config.admin_errands import errands
from foundation.accounts.history_admin import HistoryAdmin
from foundation.accounts.models import Token, User
from foundation.accounts.staff_parts import StaffPart
from foundation.accounts.ways_in import end_ways_into
from foundation.inbox.adapter import confirm_by_email
from tests.architecture.addresses import one_of_each
from tests.factories import PASSWORD, a_circle, a_person
from tests.support.entry_points import at_browser
from tests.support.rotation import takes_turns

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def sam() -> User:
    person = a_person("Sam Staff", is_staff=True)
    person.groups.set(Group.objects.filter(name__in=StaffPart.values))
    return person


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")


def past_pages() -> Iterator[str]:
    """Yield the address of how a thing was, for each kind whose history the administration shows."""
    for model, page in admin.site._registry.items():
        thing = model._default_manager.order_by("pk").first()
        if isinstance(page, HistoryAdmin) and thing is not None:
            was = thing.history.first()  # type: ignore[attr-defined]
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history"
            yield reverse(name, args=[thing.pk, was.history_id])


@takes_turns(3, "rows put back by staff")
def test_nobody_puts_back_what_was(sam: User, root: User) -> None:
    one_of_each()
    addresses, roles = list(past_pages()), list(Role.objects.values())
    assert len(addresses) > 10
    for person in (sam, root):
        browser = at_browser(person)
        assert {browser.post(one, {"kind": "pilot"}).status_code for one in addresses} == {403}
    assert list(Role.objects.values()) == roles


def test_an_address_is_confirmed_by_its_owner(sam: User, root: User) -> None:
    address = EmailAddress.objects.create(user=sam, email="new.hire@ronde.example", verified=False)
    chosen = {"action": "make_verified", "_selected_action": [address.pk]}
    for person, is_confirmed in ((sam, False), (root, True)):
        at_browser(person).post(reverse("admin:account_emailaddress_changelist"), chosen)
        address.refresh_from_db()
        assert address.verified is is_confirmed


def test_a_device_is_signed_out_where_it_is_removed_and_an_administrators_is_not_seen(sam: User, root: User) -> None:
    bo, browser = a_person("Bo Nguyen"), at_browser(sam)
    for person in (bo, root):
        device = Client()
        device.force_login(person)
        UserSession.objects.create(user=person, session_key=device.session.session_key, ip="127.0.0.1", user_agent="x")
        Authenticator.objects.create(user=person, type="totp", data={})
    for model in ("usersessions_usersession", "mfa_authenticator"):
        rows = {UserSession: "user", Authenticator: "user"}
        found = next(one for one in rows if one._meta.label_lower.replace(".", "_") == model)
        for person in (bo, root):
            browser.post(reverse(f"admin:{model}_delete", args=[found.objects.get(user=person).pk]), {"post": "yes"})
        assert [one.user for one in found.objects.filter(user__in=[bo, root])] == [root]
    keys = UserSession.objects.filter(user=root).values("session_key")
    signed_in = Session.objects.all()
    assert signed_in.filter(pk__in=keys).exists()
    assert not [one for one in signed_in if one.get_decoded().get("_auth_user_id") == str(bo.pk)]


HIDDEN = {
    "accounts_user": ["password__startswith", "access_epoch"],
    "usersessions_usersession": ["session_key__startswith", "data__icontains"],
    "mfa_authenticator": ["data__secret__startswith"],
    "accounts_token": ["digest__startswith", "user__password__startswith"],
    "invitations_invitation": ["digest__startswith"],
    "invitations_guest": ["digest__startswith"],
    "projects_project": ["circles__memberships__user__password__startswith"],
}


@takes_turns(3, "filters of staff")
def test_no_filter_tells_what_is_not_shown(sam: User, root: User) -> None:
    for person in (sam, root):
        browser = at_browser(person)
        for model, lookups in HIDDEN.items():
            address = reverse(f"admin:{model}_changelist")
            assert browser.get(address).status_code == 200
            assert {browser.get(f"{address}?{one}=a").status_code for one in lookups} == {400}, model


def test_what_the_first_page_counts_is_filtered_by_what_is_shown(root: User) -> None:
    browser = at_browser(root)
    counted = [one.address for one in errands(root) if one.number is not None]
    assert len(counted) > 3
    assert {browser.get(one).status_code for one in counted} == {200}


@pytest.mark.parametrize("by", ["all ways in", "a new password"])
def test_bots_fall_silent_with_what_else_was_in_their_owners_hands(by: str) -> None:
    ada = a_person("Ada Mercier")
    ada.set_password(PASSWORD)
    ada.save()
    bot = make_bot(a_circle(ada), "Meter", "comment", by=ada)
    secret = issue_token(bot, "phone", ["read"])
    assert Token.bearer(secret) is not None
    if by == "all ways in":
        with request_context(RequestFactory().post("/ways-in/")):
            end_ways_into(ada, but=None)
    else:
        confirm_by_email(ada)
    assert Token.bearer(secret) is None
