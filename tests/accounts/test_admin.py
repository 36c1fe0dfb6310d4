"""The administration answers whatever is searched for, of our models and of those that came with them."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "asked", [{}, {"q": "ada"}, {"q": "x" * 3000, "p": "99999", "o": "9.9"}], ids=["all", "words", "odd"]
)
def test_every_list_of_the_administration_can_be_searched(model: type[Model], asked: dict[str, Any]) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = browser.get(address, asked, follow=True)
    assert answer.status_code == 200
    assert "'unsafe" not in answer["Content-Security-Policy"]


def test_an_administrator_signs_in_where_guesses_are_counted_and_the_second_factor_is_asked() -> None:
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    sent = {"username": root.email or "", "password": PASSWORD}
    browser = Client()
    assert browser.post("/admin/login/?next=/admin/", sent).headers["Location"] == "/account/login/?next=%2Fadmin%2F"
    assert browser.get("/admin/").status_code == 302
    browser.post("/account/login/?next=/admin/", {"login": root.email or "", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200


def test_the_administration_speaks_the_tongue_of_who_reads_it_and_wears_the_colours_of_the_house() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root", language="fr"))
    page = browser.get("/admin/").content.decode()
    rooms = set(re.findall(r'class="section"[^>]*>\s*([^<]+?)\s*<', page))
    assert {"Personnes", "Journal", "Discussion", "Cercles", "Décisions", "Synchros"} <= rooms
    assert "<strong>Root</strong>" in page
    assert "css/admin" in page


def test_the_administration_is_closed_to_who_only_has_an_account(ada: User) -> None:
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/admin/", follow=True).status_code == 403


def test_an_administrator_changes_the_password_where_other_devices_are_signed_out() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root"))
    assert browser.get("/admin/password_change/").headers["Location"] == "/account/password/change/"
