"""Oneself: preferences, tokens, and the same through the API."""

import re
from html import unescape
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from circles.circles.models import Circle
from circles.invitations.models import Invitation
from foundation.accounts.models import Token, User
from foundation.inbox.models import OutgoingEmail
from tests.factories import PASSWORD, a_person
from tests.support.sent_mail import html_of, last_sent

pytestmark = pytest.mark.django_db


def with_token(secret: str) -> dict[str, Any]:
    """Return the header of a personal token."""
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def browser(ada: User) -> Client:
    """A browser in which ada is signed in."""
    browser = Client()
    browser.force_login(ada)
    return browser


@pytest.mark.both_databases
def test_a_token_is_shown_once_and_authenticates_its_owner(browser: Client, ada: User) -> None:
    asked = browser.post("/tokens/", {"name": "nightly report", "scopes": ["read"], "days": "90"})
    assert not ada.tokens.exists(), "it outlives a session: the password is asked for again"
    page = browser.post(asked["Location"], {"password": PASSWORD, "next": "/tokens/"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in browser.get("/tokens/").content.decode()
    assert Client().get("/api/v1/me", headers=with_token(secret)).json()["id"] == str(ada.pk)


def test_an_ended_token_authenticates_nobody(browser: Client, ada: User) -> None:
    secret = Token.issue(ada, "nightly report")
    browser.post(reverse("end_token", args=[ada.tokens.get().pk]))
    assert Client().get("/api/v1/me", headers=with_token(secret)).status_code == 401


def test_nobody_ends_the_token_of_another(ada: User) -> None:
    Token.issue(ada, "nightly report")
    eve = Client()
    eve.force_login(a_person("Eve Martin"))
    assert eve.post(reverse("end_token", args=[ada.tokens.get().pk])).status_code == 404
    assert ada.tokens.get().ended_at is None


def test_preferences_are_saved_by_page_and_by_api(browser: Client, ada: User) -> None:
    kept = {"language": "fr", "time_zone": "Asia/Kathmandu", "scheme": "dark"}
    assert "Enregistré." in browser.post("/preferences/", kept, follow=True).content.decode()
    ada.refresh_from_db()
    assert (ada.language, ada.time_zone, ada.scheme) == ("fr", "Asia/Kathmandu", "dark")
    secret = Token.issue(ada, "tests")
    changed = Client().patch(
        "/api/v1/me", {"language": "en"}, content_type="application/json", headers=with_token(secret)
    )
    assert changed.json()["language"] == "en"


UNREADABLE = ["   ", "\u200b", "Ada\u202eollA", "Ada\u2066", "Ada\u2028Bo", "\u200d", "—"]
UNREADABLE += [
    "\u3164",
    "Ada\u115f",
    "\uffa0\u1160",
    "\u2800Bo",
    "A\u034fda",
    "Ada\U000e0041",
    "Ada" + "\u0301" * 5,
    "ก" + "\u0e47" * 5,
]


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_name_is_refused_by_page_api_and_sign_up(browser: Client, ada: User, name: str) -> None:
    assert browser.post("/profile/", {"name": name, "about": ""}).status_code == 422
    secret = Token.issue(ada, "tests")
    answer = Client().patch("/api/v1/me", {"name": name}, content_type="application/json", headers=with_token(secret))
    assert answer.status_code == 422
    Client().post("/account/signup/", {"name": name, "email": "new@ronde.example", "password1": PASSWORD})
    assert not User.objects.filter(email="new@ronde.example").exists()
    ada.refresh_from_db()
    assert ada.name != name


@pytest.mark.parametrize(
    "name", ["Théa Morel-Ó’Brien", "李小龍", "علی\u200cرضا", "C-3PO", "क्\u200dष", "Nguyễn", "เปี๊ยก", "שָׁ֑לוֹם", "김 ada 🦊"]
)
def test_a_name_in_any_language_is_kept(ada: User, name: str) -> None:
    secret = Token.issue(ada, "tests")
    answer = Client().patch("/api/v1/me", {"name": name}, content_type="application/json", headers=with_token(secret))
    assert answer.json()["name"] == name


@pytest.mark.parametrize("body", [{"time_zone": "Mars/Olympus"}, {"language": "tlh"}, {"scheme": "neon"}])
def test_an_unknown_preference_is_refused(ada: User, body: dict[str, str]) -> None:
    secret = Token.issue(ada, "tests")
    answer = Client().patch("/api/v1/me", body, content_type="application/json", headers=with_token(secret))
    assert answer.status_code == 422


def test_nobody_makes_themselves_administrator_through_the_api(ada: User) -> None:
    secret = Token.issue(ada, "tests")
    body = {"is_staff": True, "is_superuser": True, "access_epoch": 0, "name": "Ada"}
    Client().patch("/api/v1/me", body, content_type="application/json", headers=with_token(secret))
    ada.refresh_from_db()
    assert not ada.is_staff
    assert not ada.is_superuser


def test_somebody_signs_up_signs_out_and_signs_in_again() -> None:
    browser = Client()
    form = {"name": "Bo Nguyen", "email": "Bo@Ronde.example", "password1": PASSWORD}
    assert browser.post(reverse("account_signup"), form).status_code == 302
    assert User.objects.get(email="bo@ronde.example").name == "Bo Nguyen"
    browser.post(reverse("account_logout"))
    assert browser.get("/projects/").status_code == 302
    browser.post(reverse("account_login"), {"login": "bo@ronde.example", "password": PASSWORD})
    assert browser.get("/projects/").status_code == 200


def test_a_forgotten_password_is_reset_by_email_and_strangers_learn_nothing(ada: User) -> None:
    browser = Client()
    known = browser.post(reverse("account_reset_password"), {"email": ada.email}, follow=True)
    unknown = browser.post(reverse("account_reset_password"), {"email": "nobody@ronde.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    link = next(word for word in last_sent(ada.email).body.split() if "/account/password/reset/key/" in word)
    page = browser.get(link.partition("testserver")[2], follow=True)
    new = "another-long-passphrase"
    browser.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get(pk=ada.pk).check_password(new)
    kept = set(OutgoingEmail.objects.filter(to=ada.email).values_list("text", "html"))
    assert kept == {("", "")}, "who reads the database has no way in by it"


def test_account_emails_are_in_our_words_and_the_readers_language(ada: User) -> None:
    ada.language = "fr"
    ada.save()
    browser = Client()
    for email in (ada.email, "nobody@ronde.example"):
        browser.post(reverse("account_reset_password"), {"email": email})
    form = {"name": "Bo Nguyen", "email": "bo@ronde.example", "password1": PASSWORD}
    browser.post(reverse("account_signup"), form)
    emails = {to: last_sent(to) for to in (ada.email or "", "nobody@ronde.example", "bo@ronde.example")}
    assert [email.subject for email in emails.values()] == [
        "Réinitialisez votre mot de passe Ronde",
        "No Ronde account uses this address",
        "Confirm your address",
    ]
    assert "nobody@ronde.example" in emails["nobody@ronde.example"].body
    assert emails["bo@ronde.example"].body.startswith("Bo Nguyen, please confirm that bo@ronde.example is your")
    button_of = re.compile(r'<a class="button" href="([^"]+)"[^>]*>([^<]+)</a>')
    buttons = {to: button_of.search(html_of(email)) for to, email in emails.items()}
    assert {to: button and button[2] for to, button in buttons.items()} == {
        ada.email: "Choisir un nouveau mot de passe",
        "nobody@ronde.example": "Create an account",
        "bo@ronde.example": "Confirm the address",
    }
    assert all(button and unescape(button[1]) in emails[to].body for to, button in buttons.items())


def test_an_e_mail_address_is_confirmed_by_the_button_behind_the_emailed_link() -> None:
    browser = Client()
    form = {"name": "Bo Nguyen", "email": "bo@ronde.example", "password1": PASSWORD}
    browser.post(reverse("account_signup"), form)
    words = last_sent("bo@ronde.example").body.split()
    link = next(word for word in words if "/account/confirm-email/" in word).partition("testserver")[2]
    assert "Is bo@ronde.example the address of Bo Nguyen?" in browser.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    browser.post(link)
    assert EmailAddress.objects.get().verified
    spent = browser.get("/account/confirm-email/none/").content.decode()
    assert "This link has already been used or has expired." in spent


def test_signing_up_with_a_known_address_looks_like_any_other_and_its_owner_is_told(ada: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # as where e-mail leaves the server
    pages = []
    for email in (ada.email, "new@ronde.example"):
        form = {"name": "Bo Nguyen", "email": email, "password1": PASSWORD}
        pages.append(Client().post(reverse("account_signup"), form, follow=True))
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert [page.context["user"].is_authenticated for page in pages] == [False, False]
    subjects = {mail.to: mail.subject for mail in OutgoingEmail.objects.all()}
    assert subjects == {
        ada.email: "You already have a Ronde account",
        "new@ronde.example": "Confirm your address",
    }


def test_who_comes_by_the_e_mail_of_an_invitation_need_not_confirm_the_address_again(
    circle: Circle, ada: User, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    Invitation.send(circle, "new@ronde.example", by=ada)
    letter = OutgoingEmail.objects.get(to="new@ronde.example").text
    mailed = next(word for word in letter.split() if word.startswith("http")).partition("testserver")[2]
    link, browser = mailed.partition("?")[0], Client()
    signup = browser.post(mailed)["Location"]
    form = {"name": "Nia Diop", "email": "new@ronde.example", "password1": PASSWORD, "next": link}
    assert browser.post(signup, form)["Location"] == link
    browser.post(link)
    assert circle.people().filter(email="new@ronde.example").exists()


@pytest.mark.parametrize("sends", [True, False])
def test_a_new_account_hears_of_a_confirmation_only_when_it_is_sent(settings: Any, sends: bool) -> None:
    settings.SENDS_MAIL = sends
    form = {"name": "Ada", "email": "new@ronde.example", "password1": PASSWORD}
    page = Client().post(reverse("account_signup"), form, follow=True).content.decode()
    assert "Ada" in page
    assert ("A link to confirm the address was sent to new@ronde.example." in page) is sends
    assert "Successfully signed in" not in page


def test_a_confirmation_that_cannot_be_sent_is_not_announced(browser: Client, ada: User, settings: Any) -> None:
    settings.SENDS_MAIL = False
    EmailAddress.objects.filter(user=ada).update(verified=False)
    page = browser.post(reverse("account_email"), {"action_send": "", "email": ada.email}, follow=True)
    assert "This server doesn’t send e-mail: the address stays unconfirmed." in page.content.decode()
