"""The tour of the first day: shown until it is finished or skipped, then never again unless asked for."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from tests.support.entry_points import at_browser, by_token, in_the_administration

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_ending_the_tour_twice_keeps_its_first_end(eve: User) -> None:
    eve.end_tour()
    first = User.objects.get(pk=eve.pk).tour_ended_at
    eve.end_tour()
    assert first is not None
    assert User.objects.get(pk=eve.pk).tour_ended_at == first


def test_after_the_tour_one_stays_on_the_same_page(eve: User) -> None:
    answer = at_browser(eve).post("/tour/ending/", {"back": "/preferences/"})
    assert answer["Location"] == "/preferences/"
    assert User.objects.get(pk=eve.pk).tour_ended_at is not None


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "elsewhere", ""])
def test_the_end_of_the_tour_redirects_to_no_other_site(eve: User, back: str) -> None:
    assert at_browser(eve).post("/tour/ending/", {"back": back})["Location"] == reverse("home")


def test_preferences_show_the_tour_again(eve: User) -> None:
    eve.end_tour()
    browser = at_browser(eve)
    assert "Show the tour again" in browser.get("/preferences/").content.decode()
    assert browser.post("/tour/")["Location"] == reverse("home")
    assert User.objects.get(pk=eve.pk).tour_ended_at is None


def test_the_tour_changes_by_post_only(eve: User) -> None:
    browser = at_browser(eve)
    assert [browser.get(path).status_code for path in ("/tour/", "/tour/ending/")] == [405, 405]
    assert User.objects.get(pk=eve.pk).tour_ended_at is None


def test_a_program_ends_and_restarts_the_tour(eve: User) -> None:
    token = by_token(eve)
    ended = Client().post("/api/v1/me/tour/ending", headers=token).json()
    assert ended["tour_ended_at"] is not None
    assert Client().get("/api/v1/me", headers=token).json()["tour_ended_at"] == ended["tour_ended_at"]
    assert Client().post("/api/v1/me/tour", headers=token).json()["tour_ended_at"] is None


def test_an_administrator_shows_somebody_the_tour_again(eve: User) -> None:
    eve.end_tour()
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    in_the_administration(at_browser(root), [eve], "begin_tour")
    assert User.objects.get(pk=eve.pk).tour_ended_at is None
