"""The administration answers whatever is searched for, of our models and of those that came with them."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from circles.models import Circle
from circles.record.timeline import sentences_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "asked", [{}, {"q": "ada"}, {"q": "x" * 3000, "p": "99999", "o": "9.9"}], ids=["all", "words", "odd"]
)
@pytest.mark.each_example
def test_every_admin_list_can_be_searched(model: type[Model], asked: dict[str, Any]) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = browser.get(address, asked, follow=True)
    assert answer.status_code == 200
    assert "'unsafe" not in answer["Content-Security-Policy"]


def test_the_admin_uses_the_ordinary_sign_in_page() -> None:
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    sent = {"username": root.email or "", "password": PASSWORD}
    browser = Client()
    assert browser.post("/admin/login/?next=/admin/", sent).headers["Location"] == "/account/login/?next=%2Fadmin%2F"
    assert browser.get("/admin/").status_code == 302
    browser.post("/account/login/?next=/admin/", {"login": root.email or "", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200


def test_the_admin_is_in_the_readers_language_and_in_our_colours() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root", language="fr"))
    page = browser.get("/admin/").content.decode()
    apps = set(re.findall(r'class="section"[^>]*>\s*([^<]+?)\s*<', page))
    assert {"Personnes", "Journal", "Discussion", "Cercles", "Décisions", "Synchros"} <= apps
    assert "<strong>Root</strong>" in page
    assert "css/admin" in page


def test_the_admin_is_closed_to_ordinary_users(ada: User) -> None:
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/admin/", follow=True).status_code == 403


def test_the_admin_uses_the_ordinary_password_page() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root"))
    assert browser.get("/admin/password_change/").headers["Location"] == "/account/password/change/"


def test_what_an_administrator_changes_of_a_person_stands_in_the_record(circle: Circle, ada: User) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    form = browser.get(address).context["adminform"].form
    kept = {name: field.value() for name in form.fields if (field := form[name]).value() not in (None, False)}
    assert browser.post(address, kept | {"name": "Ada Martin", "is_staff": "on"}).status_code == 302
    entry = Entry.objects.of_project(circle.project_id).newest_first()[0]
    (sentence,) = sentences_of(circle.project, [entry], ada)
    changed = "name and may enter the administration"
    assert sentence.text == f"Root, as administrator, changed what is kept of Ada Martin: {changed}."
