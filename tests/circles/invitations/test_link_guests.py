"""Guests without an account: the link in an e-mail lets them into one document, under their name, and nowhere else."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from circles.invitations.models import Guest, JoinLink
from circles.invitations.workflows.guests import invite_guest, let_out
from circles.invitations.workflows.invite_people import invite_people
from circles.invitations.workflows.link_guests import enter, is_link_guest
from documents.documents.models import Comment, Document
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import Token, User
from foundation.audit.models import Entry
from foundation.inbox.models import OutgoingEmail
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast
from tests.factories import a_person, a_topic
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
ADDRESS = "gil@lab.example"


@pytest.fixture(autouse=True)
def sends_mail() -> Any:
    with override_settings(SENDS_MAIL=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def report(cast: Cast) -> Document:
    return Document.create(cast.circle, "Test report", by=cast.ada, content=update_of("14 days"))


def invited(thing: Any, by: User, *, level: str = "comment", email: str = ADDRESS) -> tuple[str, str]:
    """Invite an address; the link that the inviter sees, and the one in the e-mail."""
    plain = invite_guest(thing, email, level=level, reason="Tests", ends_on=None, by=by, by_link=True)
    text = OutgoingEmail.objects.filter(to=email).latest("pk").text
    (mailed,) = re.findall(r"https?://[^/]+(/guest-invitations/\S+)", text)
    return re.sub(r"^https?://[^/]+", "", plain), mailed


def entered(mailed: str, name: str = "Gil Lab") -> Client:
    browser = Client()
    assert browser.get(mailed).status_code == 200
    assert browser.post(mailed, {"name": name}).status_code == 302
    return browser


@pytest.mark.both_databases
def test_the_link_lets_in_under_a_name_and_again_without_asking(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    browser = Client()
    page = browser.get(mailed)
    assert (page.headers["Referrer-Policy"], User.objects.filter(email=ADDRESS).exists()) == ("strict-origin", False)
    answer = browser.post(mailed, {"name": "Gil Lab"})
    assert answer.headers["Location"] == report.get_absolute_url()
    assert "14 days" in browser.get(report.get_absolute_url()).text
    browser.post(f"{report.get_absolute_url()}comments/", {"text": "By whom?", "quote": "14 days"})
    assert Comment.objects.get().author == User.objects.get(email=ADDRESS, name="Gil Lab")
    admitted = Entry.objects.get(event="guest.admitted")
    assert admitted.facts["by_link"] is True
    again = Client()
    assert "Open as Gil Lab" in again.get(mailed).text
    again.post(mailed, {"name": "Ada Mercier"})
    assert "14 days" in again.get(report.get_absolute_url()).text
    assert list(User.objects.filter(email=ADDRESS).values_list("name", flat=True)) == ["Gil Lab"]


@pytest.mark.parametrize("sent", ["", "?mailed=x"])
def test_the_inviter_cannot_come_in_as_the_guest(cast: Cast, report: Document, sent: str) -> None:
    plain, mailed = invited(report, cast.ada)
    stranger = Client()
    assert stranger.post(f"{plain}{sent}", {"name": "Gil Lab"}).headers.get("Location", "").startswith("/account/")
    entered(mailed)
    stranger.post(f"{plain}{sent}", {"name": "Gil Lab"})
    assert stranger.get(report.get_absolute_url()).status_code == 302


def test_they_reach_what_guests_see_and_nothing_of_an_account(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada, level="write")
    browser = entered(mailed)
    for address in ("/preferences/", "/tokens/", "/ways-in/", "/account/password/set/", "/account/email/", "/inbox/"):
        assert browser.get(address).status_code == 404, address
    for address in ("/api/v1/me", "/api/v1/projects", f"/api/v1/documents/{report.pk}"):
        assert browser.get(address).status_code == 404, address
    begun = browser.post("/api/v1/projects", {"name": "Mine"}, "application/json").status_code
    assert (begun, Token.objects.exists()) == (404, False)
    assert browser.get(reverse("circles:guest", args=[cast.project.slug])).status_code == 200
    assert browser.get(f"/p/{cast.project.slug}/documents/").status_code == 404
    page = browser.get(report.get_absolute_url()).text
    assert "/preferences/" not in page
    sent = {"kind": "document", "id": str(report.pk), "name": "leak.txt", "size": 3}
    assert browser.post("/api/v1/uploads", sent, "application/json").status_code == 201
    assert browser.post("/account/logout/").status_code == 302
    assert browser.get(report.get_absolute_url()).status_code == 302


@pytest.mark.both_databases
def test_access_ends_at_once_and_the_link_with_it(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    browser = entered(mailed)
    let_out(Guest.objects.get(), by=cast.ada)
    assert browser.get(report.get_absolute_url()).status_code == 404
    assert "no longer works" in Client().get(mailed).text


def test_it_ends_on_its_day(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    browser = entered(mailed)
    Guest.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))
    assert browser.get(report.get_absolute_url()).status_code == 404
    assert "no longer works" in Client().get(mailed).text


def test_no_account_is_entered_by_a_link(cast: Cast, report: Document) -> None:
    gil = a_person("Gil Lab", email=ADDRESS)
    gil.set_password("correct horse battery")
    gil.save()
    _plain, mailed = invited(report, cast.ada)
    browser = Client()
    assert "Sign in" in browser.get(mailed).text
    browser.post(mailed, {"name": "Gil Lab"})
    assert browser.get(report.get_absolute_url()).status_code == 302
    assert not is_link_guest(gil)


def test_who_sets_a_password_has_an_account_and_the_link_lets_in_no_more(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    entered(mailed)
    gil = User.objects.get(email=ADDRESS)
    assert is_link_guest(gil)
    gil.set_password("correct horse battery")
    gil.save()
    stranger = Client()
    stranger.post(mailed, {"name": "x"})
    assert stranger.get(report.get_absolute_url()).status_code == 302


def test_a_second_document_is_theirs_as_the_same_person(cast: Cast, report: Document) -> None:
    other = Document.create(cast.circle, "Second report", by=cast.ada)
    _plain, mailed = invited(report, cast.ada)
    entered(mailed)
    _plain, second = invited(other, cast.ada)
    entered(second, name="Another")
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Guest.objects.filter(user__email=ADDRESS, user__name="Gil Lab").count() == 2


def test_only_documents_and_only_where_e_mail_is_sent(cast: Cast, report: Document) -> None:
    topic = a_topic(cast.circle, by=cast.ada)
    with pytest.raises(Refused, match="Only a document"):
        invited(topic, cast.ada)
    with override_settings(SENDS_MAIL=False), pytest.raises(Refused, match="Only a document"):
        invited(report, cast.ada)
    address = f"/p/{cast.project.slug}/guests/"
    form = at_browser(cast.ada).get(f"{address}document/{report.number}/").text
    assert "Without an account" in form
    assert "Without an account" not in at_browser(cast.ada).get(f"{address}topic/{topic.pk}/").text


def test_who_accepts_an_invitation_as_a_member_is_not_kept_among_guests(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    browser, handed_on = entered(mailed), entered(mailed)
    invite_people(cast.circle, [ADDRESS], by=cast.ada)
    text = OutgoingEmail.objects.filter(to=ADDRESS).latest("pk").text
    (member,) = re.findall(r"https?://[^/]+(/invitations/\S+)", text)
    answer = browser.post(member)
    assert (answer.status_code, answer.headers["Location"]) == (302, report.project.get_absolute_url())
    assert browser.get(report.project.get_absolute_url()).status_code == 200
    assert browser.get("/preferences/").status_code == 200
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert handed_on.get("/preferences/").status_code == 404


def test_who_joins_by_a_link_signs_in_at_once(cast: Cast, report: Document) -> None:
    _plain, mailed = invited(report, cast.ada)
    browser = entered(mailed)
    link = JoinLink.make(cast.project.circles.general(), by=cast.fay, ends_on=timezone.localdate() + timedelta(days=5))
    answer = browser.post(re.sub(r"^https?://[^/]+", "", link.address))
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert browser.get(report.get_absolute_url()).status_code == 302
    assert User.objects.get(email=ADDRESS).memberships.current().exists()


def test_who_presses_twice_comes_in_as_one_person(cast: Cast, report: Document) -> None:
    invited(report, cast.ada)
    first, second = Guest.objects.with_people().get(), Guest.objects.with_people().get()
    assert enter(first, "Gil Lab") == enter(second, "Gil Lab")
    assert User.objects.filter(email=ADDRESS).count() == 1
