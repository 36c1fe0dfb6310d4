"""Who the sign-in page of an embedded server offers, and what is said of each."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_sign_in_page_shows_the_roles_of_sample_accounts(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    design = a_circle(name="Design")
    for handle, roles in (("ada", ["pilot"]), ("thea", ["secretary", "pilot"]), ("bo", [])):
        design.admit(a_person(handle, email=f"{handle}@heliopompe.example"), by=None, roles=roles)
    page = client.get("/account/login/").content.decode()
    roles = [piece.split("<")[0] for piece in page.split('class="sample-accounts__role">')[1:]]
    assert roles == ["pilot, Design", "Design", "pilot, Design"]


def test_a_sample_account_finds_its_device_among_the_sessions(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    a_circle().admit(a_person("ada", email="ada@heliopompe.example"), by=None)
    client.post(reverse("sample_sign_in"), {"email": "ada@heliopompe.example"})
    assert "this device" in client.get("/account/sessions/").content.decode()


def test_a_production_server_offers_no_sample_accounts(client: Client, settings: Any) -> None:
    settings.EMBEDDED = False
    a_person("ada", email="ada@heliopompe.example")
    assert "sample-accounts__person" not in client.get("/account/login/").content.decode()


def test_anybody_of_an_embedded_server_looks_around_in_the_sample(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    sample = a_project(a_person("ada", email="ada@heliopompe.example"), name="Héliopompe")
    eve = a_person("Eve")
    client.force_login(eve)
    assert "Look at the sample project" in client.get("/projects/").text
    for _time in range(2):
        assert client.post(reverse("visit_sample"))["Location"] == sample.get_absolute_url()
    assert sample.memberships.current().filter(user=eve).count() == 1


def test_a_server_without_a_sample_offers_none(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    client.force_login(a_person("Eve"))
    assert "Look at the sample project" not in client.get("/projects/").text
    assert client.post(reverse("visit_sample")).status_code == 404
    a_project(a_person("ada", email="ada@heliopompe.example"), name="Héliopompe")
    settings.EMBEDDED = False
    assert client.post(reverse("visit_sample")).status_code == 404
