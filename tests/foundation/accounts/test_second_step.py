"""A second step beside the password: an app's digits, and codes on paper for the day the rest is lost."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache  # noqa: TID251  the tries that it counts
from django.test import Client

from foundation.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def digits_for(key: str, seconds_ago: int = 0) -> str:
    """Return what an app shows now for this key, or showed so many seconds ago."""
    return str(format_hotp_value(hotp_value(key, (int(time.time()) - seconds_ago) // 30)))


def signs_in(user: User) -> Client:
    """Give the password at a new browser."""
    browser = Client()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return browser


def at_security(user: User) -> Client:
    """Return a browser in which a person signed in, and gave the password once more."""
    browser = signs_in(user)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def sets_up_the_app(browser: Client) -> tuple[str, list[str]]:
    """Turn the app on; return its key, and the recovery codes that are shown then."""
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r'id="key" readonly value="(\w+)"', page)
    assert found
    shown = browser.post("/account/2fa/totp/activate/", {"code": digits_for(found[1])}, follow=True).content.decode()
    return found[1], re.findall(r"<li>(\d{8})</li>", shown)


def is_signed_in(browser: Client) -> bool:
    return browser.get("/preferences/").status_code == 200


@pytest.mark.both_databases
def test_the_password_alone_signs_in_nobody_who_has_set_up_the_app(ada: User) -> None:
    key, codes = sets_up_the_app(at_security(ada))
    browser = signs_in(ada)
    assert not is_signed_in(browser)
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(browser)
    browser.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_signed_in(browser)
    assert len(key) > 16


def test_digits_count_for_half_a_minute_after_the_app_showed_them_and_once(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    key, _codes = sets_up_the_app(at_security(ada))
    for seconds_ago, lets_in in ((120, False), (30, True), (30, False)):
        browser = signs_in(ada)
        browser.post("/account/2fa/authenticate/", {"code": digits_for(key, seconds_ago)})
        assert is_signed_in(browser) == lets_in, seconds_ago


def test_codes_are_guessed_a_few_times_only_from_wherever(ada: User) -> None:
    _key, codes = sets_up_the_app(at_security(ada))
    browser = signs_in(ada)
    for number in range(10):
        browser.post("/account/2fa/authenticate/", {"code": f"00000{number}"}, REMOTE_ADDR=f"192.0.2.{number}")
    browser.post("/account/2fa/authenticate/", {"code": codes[0]}, REMOTE_ADDR="198.51.100.1")
    assert not is_signed_in(browser)


def test_a_recovery_code_signs_in_once(ada: User) -> None:
    own = at_security(ada)
    _key, codes = sets_up_the_app(own)
    assert len(codes) == 10
    for again in (False, True):
        browser = signs_in(ada)
        browser.post("/account/2fa/authenticate/", {"code": codes[3]})
        assert is_signed_in(browser) != again
    assert "9 codes left" in own.get("/account/2fa/").content.decode()


def test_new_recovery_codes_end_the_earlier_ones(ada: User) -> None:
    own = at_security(ada)
    _key, codes = sets_up_the_app(own)
    own.post("/account/2fa/recovery-codes/generate/")
    browser = signs_in(ada)
    browser.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_signed_in(browser)


def test_security_pages_carry_no_script_of_a_library(ada: User) -> None:
    own = at_security(ada)
    for address in ("", "webauthn/add/", "totp/activate/"):
        page = own.get(f"/account/2fa/{address}").content.decode()
        assert "/static/mfa/" not in page
        assert not re.search(r"<script(?![^>]*nonce=)(?![^>]*application/json)", page)


def test_the_password_is_asked_again_before_another_service_is_linked_or_parted_from(ada: User) -> None:
    linked = SocialAccount.objects.create(user=ada, provider="sso", uid="1")
    browser = signs_in(ada)
    assert get_adapter().is_reauthentication_required(app="allauth.socialaccount")
    answer = browser.post("/account/3rdparty/", {"account": linked.pk})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert SocialAccount.objects.filter(pk=linked.pk).exists()
