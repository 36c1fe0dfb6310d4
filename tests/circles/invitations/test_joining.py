"""A link by which many join a circle: made, used, turned off; and what it never does."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circles.circles.models import Circle
from circles.invitations.models import JoinLink
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.markup import main_of
from tests.support.entry_points import at_browser
from tests.support.sent_mail import last_sent

pytestmark = pytest.mark.django_db


def a_link(circle: Circle, *, by: User, days: int = 30, role: str = "") -> JoinLink:
    """Make a circle's link, for so many days."""
    return JoinLink.make(circle, by=by, ends_on=timezone.localdate() + timedelta(days), role=role)


def path_of(link: JoinLink) -> str:
    """Return the address of a link below the server's."""
    return "/" + link.address.split("/", 3)[3]


@pytest.mark.both_databases
def test_who_has_the_link_comes_in_with_the_role_it_gives() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    link = a_link(project.circles.general(), by=ada, role="secretary")
    browser = at_browser(bo)
    assert "Join" in main_of(browser.get(path_of(link)).text)
    assert not project.has(bo), "programs open links too"
    answer = browser.post(path_of(link))
    assert answer["Location"] == reverse("circles:welcome", args=[project.slug])
    assert browser.get(answer["Location"]).status_code == 200
    assert [str(role) for role in project.memberships.get(user=bo).roles.held()] == ["secretary"]
    assert JoinLink.objects.get().joined == 1


ZOE = {"name": "Zoe Kite", "email": "zoe@ronde.example", "password1": "a-long-passphrase"}


def test_who_makes_an_account_by_a_link_is_in_the_project_by_that(client: Client) -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    link = a_link(project.circles.general(), by=ada)
    sign_up = client.post(path_of(link))["Location"]
    assert sign_up.startswith("/account/signup/")
    answer = client.post(sign_up, {**ZOE, "next": path_of(link)}, follow=True)
    assert project.has(User.objects.get(email="zoe@ronde.example"))
    assert answer.redirect_chain[-1][0] == reverse("circles:welcome", args=[project.slug])


def test_where_e_mail_is_sent_they_are_in_once_their_address_is_confirmed(client: Client, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    link = a_link(project.circles.general(), by=ada)
    client.post(client.post(path_of(link))["Location"], {**ZOE, "next": path_of(link)}, follow=True)
    zoe = User.objects.get(email="zoe@ronde.example")
    words = last_sent("zoe@ronde.example").body.split()
    confirm = "/" + next(word for word in words if "/account/confirm-email/" in word).split("/", 3)[3]
    phone = Client()  # where she reads her e-mails
    field = re.search(r'name="next" value="([^"]+)"', phone.get(confirm).content.decode())
    assert field
    assert not project.has(zoe)
    sign_in = phone.post(confirm.partition("?")[0], {"next": unescape(field[1])}, follow=True).redirect_chain[-1][0]
    assert sign_in.startswith("/account/login/")
    assert not project.has(zoe), "who made the account has not shown yet that they know its password"
    goes_on = parse_qs(urlsplit(sign_in).query)["next"][0]
    words_in = {"login": zoe.email, "password": ZOE["password1"], "next": goes_on}
    answer = phone.post("/account/login/", words_in, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("circles:welcome", args=[project.slug])
    assert project.has(zoe)


def test_an_account_that_goes_by_a_link_is_in_only_where_it_was_made_for_that(client: Client) -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    link = a_link(project.circles.general(), by=ada)
    client.post("/account/signup/", {**ZOE, "next": path_of(link)}, follow=True)
    zoe, browser = User.objects.get(email="zoe@ronde.example"), Client()
    assert not project.has(zoe), "a person may have sent her there"
    sign_up = browser.post(path_of(link))["Location"]
    wim = {**ZOE, "email": "wim@ronde.example", "next": path_of(link)}
    marked = browser.post(sign_up, wim)["Location"]
    assert at_browser(bo).get(marked).status_code == 200
    assert not project.has(bo), "another's mark"
    browser.get(marked)
    project.memberships.get(user__email="wim@ronde.example").end(by=ada)
    browser.get(marked)
    assert not project.memberships.current().filter(user__email="wim@ronde.example").exists(), "once"


def test_a_link_that_is_turned_off_replaced_or_over_lets_nobody_in() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    first = a_link(project.circles.general(), by=ada)
    second = a_link(project.circles.general(), by=ada)
    assert first.address != second.address
    JoinLink.objects.filter(pk=second.pk).update(ends_on=timezone.localdate() - timedelta(2))
    for link in (first, second):
        with pytest.raises(Refused):
            link.join(by=bo)
    third = a_link(project.circles.general(), by=ada)
    third.turn_off(by=ada)
    with pytest.raises(Refused):
        third.join(by=bo)
    assert not project.has(bo)


def test_who_was_let_out_comes_in_by_people_not_by_a_link() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    pumps = a_circle(ada, inside=project.circles.general())
    a_link(pumps, by=ada).join(by=bo)
    project.memberships.get(user=bo).end(by=ada)
    for link in (pumps.join_links.get(), a_link(project.circles.general(), by=ada)):
        with pytest.raises(Refused, match="Ask a pilot"):
            link.join(by=bo)
        assert "Ask a pilot" in at_browser(bo).post(path_of(link), follow=True).text
    project.circles.general().admit(bo, by=ada)
    with pytest.raises(Refused, match="Ask a pilot"):
        pumps.join_links.get().join(by=bo)


def test_a_link_ends_with_who_made_it() -> None:
    ada, pia, bo = a_person("Ada Mercier"), a_person("Pia Pilot"), a_person("Bo Nguyen")
    circle = a_circle(ada)
    circle.admit(pia, by=ada, roles=["pilot"])
    membership = circle.memberships.get(user=pia)
    link = a_link(circle, by=pia)
    membership.end(by=pia)
    with pytest.raises(Refused):
        link.join(by=bo)


def test_a_link_ends_with_the_role_of_who_made_it_and_another_pilot_makes_a_new_one() -> None:
    ada, pia, bo = a_person("Ada Mercier"), a_person("Pia Pilot"), a_person("Bo Nguyen")
    circle = a_circle(ada)
    circle.admit(pia, by=ada, roles=["pilot"])
    membership = circle.memberships.get(user=pia)
    link = a_link(circle, by=pia)
    membership.leave_role("pilot", by=pia)
    assert membership.ended_at is None
    with pytest.raises(Refused):
        link.join(by=bo)
    circle.admit(bo, by=ada, roles=["pilot"])
    page = at_browser(bo).get(link.get_absolute_url()).content.decode()
    assert "is no longer a pilot" in page
    assert link.address not in page
    assert a_link(circle, by=bo).is_open


def test_a_link_ends_with_the_account_of_who_made_it() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    link = a_link(a_project(ada).circles.general(), by=ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(Refused):
        JoinLink.objects.get(pk=link.pk).join(by=bo)


def test_a_link_that_lets_nobody_in_names_nobody_and_nothing(client: Client) -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada, name="Solar pump")
    circle = project.circles.general().open_circle("Secret bench", by=ada, purpose="Tests in the dark")
    link = a_link(circle, by=ada)
    assert "Solar pump" in client.get(path_of(link)).content.decode()
    link.turn_off(by=ada)
    for browser in (client, at_browser(bo)):
        page = browser.get(path_of(link)).content.decode()
        assert "no longer works" in page
        assert not [word for word in ("Solar pump", "Secret bench", "Tests in the dark", "Ada") if word in page]


def test_no_link_makes_pilots_or_delegates() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    for role in ("pilot", "delegate", "own"):
        with pytest.raises(Refused):
            a_link(project.circles.general(), by=ada, role=role)


def test_nobody_who_reads_the_database_has_the_address() -> None:
    ada = a_person("Ada Mercier")
    link = a_link(a_project(ada).circles.general(), by=ada)
    assert link.address.rstrip("/").rpartition("/")[2] not in str(list(JoinLink.objects.values()))
    assert Client().get(reverse("circles:join", args=[f"{link.key}.forged"])).status_code == 404


def test_the_record_says_who_made_a_link_who_came_by_it_and_who_turned_it_off() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    link = a_link(project.circles.general(), by=ada)
    link.join(by=bo)
    JoinLink.objects.get().turn_off(by=ada)
    shown = at_browser(ada).get(f"/p/{project.slug}/record/").content.decode()
    assert "created a link to join the circle" in shown
    assert "by a link." in shown
    assert "turned off the link" in shown
    assert Entry.objects.filter(event="membership.joined_by_link", actor=bo.pk).exists()
    assert ada.notices.filter(event="membership.joined_by_link").exists()
