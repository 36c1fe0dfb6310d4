"""Another address for an account with a second step: nothing of it is kept until its e-mail was answered."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache  # noqa: TID251  the tries that it counts
from django.core.mail import EmailMessage
from django.test import Client

from foundation.accounts.models import User
from tests.factories import PASSWORD, a_person
from tests.foundation.accounts.test_second_step import at_security, is_signed_in, sets_up_the_app

pytestmark = pytest.mark.django_db

NEW = "ada@elsewhere.example"


@pytest.fixture(autouse=True)
def _mail_leaves(settings: Any) -> Iterator[None]:
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
    settings.SENDS_MAIL = True
    cache.clear()
    yield
    cache.clear()


def with_the_app(ada: User) -> tuple[Client, list[str]]:
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    browser = at_security(ada)
    _key, codes = sets_up_the_app(browser)
    return browser, codes


def link_in(mail: EmailMessage) -> str:
    assert NEW in str(mail.body).partition("http")[0], "its first sentence names the address"
    found = re.search(r"http://testserver(/account/email/new/\S+)", str(mail.body))
    assert found
    return found[1]


@pytest.mark.both_databases
def test_who_has_a_second_step_changes_their_address(ada: User, mailoutbox: list[EmailMessage]) -> None:
    browser, codes = with_the_app(ada)
    answer = browser.post("/account/email/", {"email": NEW, "action_add": ""}, follow=True)
    assert f"A link to confirm the address was sent to {NEW}." in answer.text
    assert not EmailAddress.objects.filter(email=NEW).exists(), "it keeps nobody out"
    link = link_in(mailoutbox[-1])
    assert f"Is {NEW} the address of Ada Mercier?" in browser.get(link).text
    browser.post(link)
    browser.post("/account/email/", {"email": NEW, "action_primary": ""})
    ada.refresh_from_db()
    assert ada.email == NEW
    again = Client()
    again.post("/account/login/", {"login": NEW, "password": PASSWORD})
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_signed_in(again)


def test_the_link_is_theirs_alone_and_takes_no_address_of_another(ada: User, mailoutbox: list[EmailMessage]) -> None:
    browser, _codes = with_the_app(ada)
    browser.post("/account/email/", {"email": NEW, "action_add": ""})
    link = link_in(mailoutbox[-1])
    other = Client()
    other.force_login(a_person("Bo Nguyen"))
    assert other.post(link).status_code == 404
    EmailAddress.objects.create(user=a_person("Eve Martin"), email=NEW, verified=True)
    assert browser.post(link).status_code == 409
    assert not EmailAddress.objects.filter(user=ada, email=NEW).exists()
