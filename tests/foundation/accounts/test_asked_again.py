"""Whoever finds an open browser must not make the account theirs: what opens it asks once more who it is."""

import time
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from tests.factories import PASSWORD
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db

OTHER = "mallory@ronde.example"


@pytest.fixture
def open_browser_of_ada(ada: User) -> Client:
    EmailAddress.objects.create(user=ada, email=ada.email or "", primary=True, verified=True)
    EmailAddress.objects.create(user=ada, email=OTHER, verified=True)
    return at_browser(ada)


@pytest.mark.parametrize("act", ["action_add", "action_primary", "action_remove"])
def test_addresses_change_only_after_the_password_is_given_again(open_browser_of_ada: Client, act: str) -> None:
    browser = open_browser_of_ada
    before = set(EmailAddress.objects.values_list("email", "primary"))
    words = {act: "", "email": "third@ronde.example" if act == "action_add" else OTHER}
    answer = browser.post("/account/email/", words)
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert set(EmailAddress.objects.values_list("email", "primary")) == before
    browser.post(answer["Location"], {"password": "not-the-passphrase", "next": "/account/email/"})
    assert set(EmailAddress.objects.values_list("email", "primary")) == before
    browser.post(answer["Location"], {"password": PASSWORD, "next": "/account/email/"})
    assert set(EmailAddress.objects.values_list("email", "primary")) != before


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


@pytest.mark.both_databases
def test_who_has_only_a_passkey_is_asked_for_it(ada: User) -> None:
    Authenticator.objects.create(user=without_password(ada), type="webauthn", data={"name": "Phone"})
    answer = at_browser(ada).post("/account/email/", {"action_add": "", "email": OTHER})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert not EmailAddress.objects.filter(email=OTHER).exists()


def signed_in_by_service(user: User, *, minutes_ago: int) -> Client:
    """Return a browser in which a person signed in by another service, so long ago."""
    browser = at_browser(user)
    session = browser.session
    at = time.time() - 60 * minutes_ago
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "socialaccount", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/account/email/", {"action_add": "", "email": OTHER}),
        ("/account/password/set/", {"password1": "an-even-longer-one", "password2": "an-even-longer-one"}),
    ],
)
def test_who_signs_in_by_another_service_only_signs_in_again(ada: User, address: str, words: dict[str, Any]) -> None:
    SocialAccount.objects.create(user=without_password(ada), provider="sso", uid="1")
    browser = signed_in_by_service(ada, minutes_ago=6)
    answer = browser.post(address, words)
    assert answer["Location"] == f"{reverse('sign_in_again')}?{urlencode({'next': address})}"
    page = browser.get(answer["Location"]).content.decode()
    assert "sign in again as usual" in page
    assert not EmailAddress.objects.filter(email=OTHER).exists()
    assert not User.objects.get(pk=ada.pk).has_usable_password()
    signed_in_by_service(ada, minutes_ago=1).post(address, words)
    is_done = EmailAddress.objects.filter(email=OTHER).exists() or User.objects.get(pk=ada.pk).has_usable_password()
    assert is_done


def test_who_has_a_password_is_not_sent_to_another_service(ada: User) -> None:
    assert at_browser(ada).get(reverse("sign_in_again"))["Location"] == reverse("account_reauthenticate")
