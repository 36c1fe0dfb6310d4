"""Invitations: one address, one use, and only by a click."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circles.invitations.models import Invitation
from circles.invitations.workflows.guests import invite_guest
from daily.syncs.models import Pulse
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import OutgoingEmail
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def the_secret(link: str) -> str:
    """Return the last part of an invitation's link."""
    return link.rstrip("/").rpartition("/")[2]


@pytest.mark.both_databases
def test_an_invited_person_comes_in_and_the_link_is_spent() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    link = Invitation.send(project.circles.general(), bo.email or "", by=ada)
    invitation = Invitation.objects.by_secret(the_secret(link)).get()
    invitation.accept(by=bo)
    assert project.has(bo)
    with pytest.raises(Refused):
        invitation.accept(by=bo)


@pytest.mark.parametrize(("sends", "said"), [(True, "The e-mail is on its way."), (False, "doesn’t send e-mail: copy")])
def test_who_invites_reads_whether_an_e_mail_goes(settings: Any, sends: bool, said: str) -> None:
    ada = a_person("Ada Mercier")
    address = f"{a_project(ada).circles.general().get_absolute_url()}invitations/"
    settings.SENDS_MAIL = sends
    assert said in at_browser(ada).post(address, {"email": "bo@ronde.example"}).text


def test_the_link_is_for_one_address_only() -> None:
    ada, eve = a_person("Ada Mercier"), a_person("Eve Martin")
    project = a_project(ada)
    link = Invitation.send(project.circles.general(), "bo@ronde.example", by=ada)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(the_secret(link)).get().accept(by=eve)
    assert not project.has(eve)


def test_opening_the_link_takes_nothing_because_mail_scanners_open_links(client: Client) -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    secret = the_secret(Invitation.send(project.circles.general(), bo.email or "", by=ada))
    client.force_login(bo)
    address = reverse("circles:invitation", args=[secret])
    assert client.get(address).status_code == 200
    assert not project.has(bo)
    client.post(address)
    assert project.has(bo)


def test_a_spent_link_and_one_for_somebody_else_offer_no_way_in(client: Client) -> None:
    ada, bo, eve = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Eve Martin")
    project = a_project(ada)
    address = reverse(
        "circles:invitation", args=[the_secret(Invitation.send(project.circles.general(), bo.email or "", by=ada))]
    )
    client.force_login(eve)
    page = client.get(address).content.decode()
    assert "It is for a different address than" in page
    assert (bo.email or "") not in page
    assert "Accept invitation" not in page
    client.force_login(bo)
    assert "Accept invitation" in client.get(address).content.decode()
    client.post(address)
    for reader in (bo, None):
        client.force_login(reader) if reader else client.logout()
        page = client.get(address).content.decode()
        assert "This invitation no longer works" in page
        assert "ome in" not in page
        assert project.name not in page


def test_the_letter_says_until_which_day_the_link_works_as_people_write_it() -> None:
    project = a_project()
    Invitation.send(project.circles.general(), "bo@ronde.example", by=a_person())
    last = project.day_of(Invitation.objects.get().expires_at)
    assert f"until {last:%A} {last.day} {last:%B}" in OutgoingEmail.objects.get().text


def test_who_has_no_account_makes_one_with_the_address_that_was_invited(client: Client) -> None:
    ada = a_person("Ada Mercier")
    link = Invitation.send(a_project(ada).circles.general(), "zoe+kite@ronde.example", by=ada)
    sign_up = client.post(reverse("circles:invitation", args=[the_secret(link)]))["Location"].partition("/signup/")[2]
    assert 'value="zoe+kite@ronde.example"' in client.get(f"/account/signup/{sign_up}").content.decode()


@pytest.mark.both_databases
def test_one_form_makes_the_account_and_the_membership(client: Client, settings: Any) -> None:
    settings.SENDS_MAIL, settings.ACCOUNT_EMAIL_VERIFICATION = True, "mandatory"
    ada, address = a_person("Ada Mercier"), "zoe.kite@ronde.example"
    project = a_project(ada)
    Invitation.send(project.circles.general(), address, by=ada)
    mailed = next(word for word in OutgoingEmail.objects.get(to=address).text.split() if word.startswith("http"))
    way = "/" + mailed.split("/", 3)[3]
    page = client.get(way).text
    assert ("Create account and join" in page, 'name="password1"' in page, address in page) == (True, True, True)
    wrong = client.post(way, {"name": "Zoe Kite", "password1": "short"})
    assert (wrong.status_code, "Zoe Kite" in wrong.text) == (200, True)
    assert not User.objects.filter(email=address).exists()
    sent = {"name": "Zoe Kite", "password1": "a-long-passphrase", "email": "eve@ronde.example"}
    answer = client.post(way, sent)
    assert answer["Location"] == project.get_absolute_url()
    zoe = User.objects.get(email=address)
    assert (zoe.name, project.has(zoe)) == ("Zoe Kite", True)
    assert EmailAddress.objects.get(user=zoe).verified
    assert client.get("/preferences/").status_code == 200
    assert Invitation.objects.get().taken_at


@pytest.mark.parametrize("as_guest", [False, True])
def test_only_the_e_mail_confirms_an_address_and_not_who_invited_it(
    client: Client, settings: Any, as_guest: bool
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    ada, address = a_person("Ada Mercier"), "zoe.kite@ronde.example"
    general = a_project(ada).circles.general()
    if as_guest:
        link = invite_guest(general, address, level="read", reason="To look", ends_on=None, by=ada)
    else:
        link = Invitation.send(general, address, by=ada)
    mailed = next(word for word in OutgoingEmail.objects.get(to=address).text.split() if word.startswith("http"))
    words = {"name": "Zoe Kite", "email": address, "password1": "a-long-passphrase"}
    for way, is_confirmed in ((link, False), (mailed, True)):
        EmailAddress.objects.filter(email=address).delete()
        User.objects.filter(email=address).delete()
        browser = Client()
        sign_up = browser.post("/" + way.split("/", 3)[3])["Location"]
        browser.post(sign_up, words)
        assert EmailAddress.objects.get(email=address).verified == is_confirmed
        assert (browser.get("/preferences/").status_code == 200) == is_confirmed


def test_who_invites_does_not_learn_whether_somebody_has_an_account(client: Client, settings: Any) -> None:
    settings.SENDS_MAIL = True
    ada = a_person("Ada Mercier")
    general, pages = a_project(ada).circles.general(), []
    for address in (a_person("Bo Nguyen").email or "", "nobody@ronde.example"):
        link = Invitation.send(general, address, by=ada)
        page = client.get("/" + link.split("/", 3)[3]).content.decode()
        pages.append("Create an account" in page and "Sign in to accept" not in page)
        assert client.post("/" + link.split("/", 3)[3])["Location"].startswith("/account/signup/")
    assert pages == [True, True]
    mailed = next(w for w in OutgoingEmail.objects.get(to__startswith="bo").text.split() if w.startswith("http"))
    assert "Sign in to accept" in client.get("/" + mailed.split("/", 3)[3]).content.decode()


def test_the_secret_is_in_the_letter_and_nowhere_in_the_database_table() -> None:
    project = a_project()
    secret = the_secret(Invitation.send(project.circles.general(), "bo@ronde.example", by=project.created_by))  # type: ignore[arg-type]
    assert secret in OutgoingEmail.objects.get().text
    assert secret not in str(list(Invitation.objects.values()))


def test_a_second_invitation_replaces_the_first() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    first = the_secret(Invitation.send(project.circles.general(), "bo@ronde.example", by=ada))
    Invitation.send(project.circles.general(), "bo@ronde.example", by=ada)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(first).get().accept(by=a_person("Bo", email="bo@ronde.example"))


def test_the_record_says_who_came_in_by_invitation_and_the_inviter_hears_of_it() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    secret = the_secret(Invitation.send(project.circles.general(), bo.email or "", by=ada))
    Invitation.objects.by_secret(secret).get().accept(by=bo)
    shown = at_browser(ada).get(f"/p/{project.slug}/record/").content.decode()
    assert re.search(r"<strong>Bo Nguyen</strong> joined the circle <a [^>]+>General</a> by invitation\.", shown)
    assert ada.notices.filter(event="invitation.accepted", by_name="Bo Nguyen").exists()
    assert not Entry.objects.filter(event="membership.added", actor=bo.pk).exists()


@pytest.mark.parametrize(
    ("reader", "whole"), [("inviter", True), ("pilot", True), ("circle pilot", True), ("bo", False)]
)
@pytest.mark.parametrize("page", ["record/", "people/"])
def test_an_invited_address_is_for_who_invited_and_the_pilots(page: str, reader: str, whole: bool) -> None:
    people = {name: a_person(name.title()) for name in ("inviter", "pilot", "circle pilot", "bo")}
    project = a_project(people["pilot"])
    circle = a_circle(people["inviter"], people["bo"], inside=project.circles.general())
    circle.admit(people["circle pilot"], by=people["pilot"], roles=["pilot"])
    Invitation.send(circle, "zoe.kite@ronde.example", by=people["inviter"])
    shown = at_browser(people[reader]).get(f"/p/{project.slug}/{page}").content.decode()
    assert ("zoe.kite@ronde.example" in shown) == whole
    assert ("z…@ronde.example" in shown) != whole


def test_the_api_gives_no_invited_address() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    Invitation.send(project.circles.general(), "zoe.kite@ronde.example", by=ada)
    for rest in ("record", "people", "circles"):
        answer = Client().get(f"/api/v1/projects/{project.slug}/{rest}", headers=by_token(ada))
        assert answer.status_code == 200
        assert b"zoe.kite" not in answer.content


def test_the_record_writes_days_as_people_do() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    Pulse.give(project, date(2026, 11, 24), by=ada, done="A seal.")
    shown = at_browser(ada).get(f"/p/{project.slug}/record/").content.decode()
    assert "gave a pulse for Tuesday 24 November." in shown
    assert "2026-11-24" not in re.sub(r"<[^>]*>", "", shown)


def test_an_invitation_is_sent_again_with_a_new_link_at_most_twice_an_hour() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    first = the_secret(Invitation.send(project.circles.general(), "bo@ronde.example", by=ada))
    browser = at_browser(ada)
    for status in (302, 302, 429):
        waiting = Invitation.objects.unanswered().get()
        address = reverse("circles:send_invitation_again", args=[project.slug, waiting.pk])
        assert browser.post(address).status_code == status
    assert OutgoingEmail.objects.filter(to="bo@ronde.example").count() == 3
    assert not Invitation.objects.by_secret(first).get().is_waiting
    assert Entry.objects.filter(event="invitation.sent_again").count() == 2


def test_an_invitation_that_is_taken_back_lets_nobody_in() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    invitation = Invitation.objects.by_secret(
        the_secret(Invitation.send(project.circles.general(), bo.email or "", by=ada))
    )
    at_browser(ada).post(reverse("circles:withdraw_invitation", args=[project.slug, invitation.get().pk]))
    with pytest.raises(Refused):
        invitation.get().accept(by=bo)
    assert Entry.objects.filter(event="invitation.withdrawn").exists()


def test_an_expired_invitation_says_so_and_can_be_sent_again() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    project.circles.general().admit(bo, by=ada)
    Invitation.send(project.circles.general(), "zoe@ronde.example", by=ada)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    page = at_browser(ada).get(reverse("circles:invitations", args=[project.slug])).content.decode()
    assert "expired" in page
    assert "zoe@ronde.example" in page
    others = at_browser(bo).get(reverse("circles:invitations", args=[project.slug])).content.decode()
    assert "zoe@ronde.example" not in others
    assert "Send again" not in others
    Invitation.objects.get().send_again(by=ada)
    assert Invitation.objects.waiting().count() == 1


@pytest.mark.parametrize(("language", "said"), [("en", "See the invitation"), ("fr", "Voir l’invitation")])
def test_the_e_mail_is_a_page_with_a_button_in_the_language_of_its_reader(language: str, said: str) -> None:
    ada = a_person("Ada <b>Mercier</b>")
    zoe = a_person("Zoe Kite", language=language)
    circle = a_project(ada, language="en").circles.general()
    Invitation.send(circle, zoe.email or "", by=ada)
    invite_guest(circle, zoe.email or "", level="read", reason="To look", ends_on=None, by=ada)
    for email in OutgoingEmail.objects.filter(to=zoe.email):
        button = re.search(rf'<a class="button" href="([^"]+)" style="[^"]+">{said}</a>', email.html)
        assert button
        assert unescape(button[1]) in email.text
        assert f'<html lang="{language}"' in email.html
        assert "Ada &lt;b&gt;Mercier" in email.html
        assert "<style>" in email.html, "what depends on the screen and the colours"


def test_an_invitation_says_nothing_that_its_names_put_there() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada, name="Kites\n\nYour account ends today:\nhttps://evil.example/")
    Invitation.send(project.circles.general(), "zoe@ronde.example", by=ada)
    lines = OutgoingEmail.objects.get(to="zoe@ronde.example").text.splitlines()
    assert not [line for line in lines if line.startswith(("Your account", "https://evil"))]
