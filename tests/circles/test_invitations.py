"""Invitations: one address, one use, and only by a press."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Refused
from circles.models import Invitation
from inbox.models import Letter
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db


def the_secret(link: str) -> str:
    """Give the last part of an invitation's link."""
    return link.rstrip("/").rpartition("/")[2]


def test_an_invited_person_comes_in_and_the_link_is_spent() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    link = Invitation.send(project.general, bo.email or "", by=ada)
    invitation = Invitation.objects.by_secret(the_secret(link)).get()
    invitation.take(by=bo)
    assert project.has(bo)
    with pytest.raises(Refused):
        invitation.take(by=bo)


def test_the_link_is_for_one_address_only() -> None:
    ada, eve = a_person("Ada Mercier"), a_person("Eve Martin")
    project = a_project(ada)
    link = Invitation.send(project.general, "bo@ronde.example", by=ada)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(the_secret(link)).get().take(by=eve)
    assert not project.has(eve)


def test_opening_the_link_takes_nothing_because_mail_scanners_open_links(client: Client) -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    secret = the_secret(Invitation.send(project.general, bo.email or "", by=ada))
    client.force_login(bo)
    address = reverse("circles:invitation", args=[secret])
    assert client.get(address).status_code == 200
    assert not project.has(bo)
    client.post(address)
    assert project.has(bo)


def test_who_has_no_account_makes_one_with_the_address_that_was_invited(client: Client) -> None:
    project = a_project()
    link = Invitation.send(project.general, "zoe+kite@ronde.example", by=a_person())
    page = client.get(reverse("circles:invitation", args=[the_secret(link)])).content.decode()
    sign_up = page.split('href="/account/signup/', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert 'value="zoe+kite@ronde.example"' in client.get(f"/account/signup/{sign_up}").content.decode()


def test_the_secret_is_in_the_letter_and_nowhere_in_the_database_table() -> None:
    project = a_project()
    secret = the_secret(Invitation.send(project.general, "bo@ronde.example", by=project.created_by))  # type: ignore[arg-type]
    assert secret in Letter.objects.get().text
    assert secret not in str(list(Invitation.objects.values()))


def test_a_second_invitation_replaces_the_first() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    first = the_secret(Invitation.send(project.general, "bo@ronde.example", by=ada))
    Invitation.send(project.general, "bo@ronde.example", by=ada)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(first).get().take(by=a_person("Bo", email="bo@ronde.example"))
