"""Looking at pages about oneself writes nothing, whatever allauth would do there."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from tests.factories import PASSWORD
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
PAGES = (
    "preferences",
    "tokens",
    "account_email",
    "usersessions_list",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "inbox",
)


def written(look: Callable[[], Any]) -> list[str]:
    """Return the statements that write anything but a session, which a page may need to remember its reader."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE") and "django_session" not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        look()
    return found


@pytest.mark.parametrize("page", PAGES)
def test_reading_an_account_page_writes_nothing(ada: User, page: str) -> None:
    browser = at_browser(ada)
    browser.get("/preferences/")
    assert written(lambda: browser.get(reverse(page), follow=True)) == []


@pytest.mark.both_databases
def test_the_e_mail_address_is_stored_only_once_its_owner_acts(ada: User) -> None:
    browser = at_browser(ada)
    page = browser.get("/account/email/").content.decode()
    assert str(ada.email) in page
    assert not EmailAddress.objects.filter(user=ada).exists()
    browser.post("/account/email/", {"action_send": "", "email": ada.email})
    assert EmailAddress.objects.filter(user=ada, email=ada.email).exists()


def test_a_stranger_is_sent_to_sign_in() -> None:
    for page in ("account_email", "usersessions_list"):
        for answer in (Client().get(reverse(page)), Client().post(reverse(page))):
            assert answer.status_code == 302
            assert "/account/login/" in answer["Location"]


def test_a_signed_out_device_is_not_listed_and_reading_deletes_nothing(ada: User) -> None:
    here, there = Client(), Client()
    for browser, agent in ((here, "Here"), (there, "There")):
        browser.post("/account/login/", {"login": ada.email, "password": PASSWORD}, headers={"User-Agent": agent})
        browser.get("/preferences/", headers={"User-Agent": agent})
    assert "There" in here.get("/account/sessions/").content.decode()
    there.session.flush()
    before = UserSession.objects.count()
    shown = here.get("/account/sessions/").content.decode()
    assert "There" not in shown
    assert "Here" in shown
    assert UserSession.objects.count() == before
