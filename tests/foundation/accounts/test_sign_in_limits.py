"""Guessing passwords stops soon; and nobody is kept out because another person guessed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache  # noqa: TID251  the tries that it counts
from django.test import Client

from foundation.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
TRIES = 5


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def signs_in(user: User, password: str, address: str, browser: Client | None = None) -> bool:
    sent = {"login": user.email or "", "password": password}
    return (browser or Client()).post("/account/login/", sent, REMOTE_ADDR=address).status_code == 302


def guesses(user: User, address: str, times: int = TRIES) -> None:
    for _ in range(times):
        assert not signs_in(user, "wrong", address)


@pytest.mark.both_databases
def test_after_too_many_guesses_even_the_right_password_is_refused(ada: User) -> None:
    guesses(ada, "192.0.2.7")
    assert not signs_in(ada, PASSWORD, "192.0.2.7")


def test_meanwhile_the_owner_signs_in_from_another_address(ada: User) -> None:
    guesses(ada, "192.0.2.7", 2 * TRIES)
    assert signs_in(ada, PASSWORD, "198.51.100.1")


def test_meanwhile_other_people_sign_in_from_the_same_address(ada: User, bo: User) -> None:
    guesses(ada, "192.0.2.7")
    assert signs_in(bo, PASSWORD, "192.0.2.7")


def test_a_successful_sign_in_does_not_count_as_a_guess(ada: User) -> None:
    for _ in range(3 * TRIES):
        assert signs_in(ada, PASSWORD, "192.0.2.7")


def test_a_whole_company_signs_in_within_a_minute_from_one_address(ada: User) -> None:
    for _ in range(40):
        assert signs_in(ada, PASSWORD, "192.0.2.7")


def test_guesses_from_many_addresses_are_stopped_but_known_addresses_are_not(ada: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_from_elsewhere": "15/h/key"}
    assert signs_in(ada, PASSWORD, "198.51.100.1")
    for number in range(5):
        guesses(ada, f"192.0.2.{number}", 4)
    assert not signs_in(ada, PASSWORD, "203.0.113.9")
    assert signs_in(ada, PASSWORD, "198.51.100.1")
