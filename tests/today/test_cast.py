"""Who the sign-in page of an embedded server offers, and what is said of each."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


def test_who_signs_in_by_one_press_reads_what_each_does(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    design = a_circle(name="Design")
    for handle, roles in (("ada", ["pilot"]), ("thea", ["secretary", "pilot"]), ("bo", [])):
        design.admit(a_person(handle, email=f"{handle}@heliopompe.example"), by=None, roles=roles)
    page = client.get("/account/login/").content.decode()
    roles = [piece.split("<")[0] for piece in page.split('class="cast__role">')[1:]]
    assert roles == ["pilot, Design", "Design", "pilot, Design"]


def test_a_production_server_offers_nobody(client: Client, settings: Any) -> None:
    settings.EMBEDDED = False
    a_person("ada", email="ada@heliopompe.example")
    assert "cast__person" not in client.get("/account/login/").content.decode()
