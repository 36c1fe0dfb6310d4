"""A position is given from an e-mail by one press, by whom it was sent to, and by nobody once the link has ended."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from decisions.decisions.models import Round
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import NotificationChoice, NotificationSettings, OutgoingEmail
from foundation.inbox.workflows.mailing import send_notices
from tests.factories import a_circle, a_person, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> User:
    bo = a_person("Bo Nguyen")
    NotificationSettings.objects.create(user=bo, quiet_from="00:00", quiet_until="00:00", days_off="", digest="never")
    return bo


@pytest.fixture
def round_(bo: User) -> Round:
    ada, eve = a_person("Ada Mercier"), a_person("Eve Martin")
    return a_round(circle=a_circle(ada, bo, eve), by=ada)


def mailed_to(bo: User) -> OutgoingEmail:
    send_notices(bo, clock.now() + timedelta(minutes=2))
    return OutgoingEmail.objects.filter(user=bo).latest("pk")


def link_in(email: OutgoingEmail, position: str = "no_objection") -> str:
    (link,) = re.findall(rf"http://testserver(/p/\S+/answer/\S+\?position={position})\s", email.text)
    return str(link)


@pytest.mark.both_databases
def test_one_press_gives_the_position_and_opening_the_link_gives_none(bo: User, round_: Round, client: Client) -> None:
    email = mailed_to(bo)
    assert round_.proposal.text in email.text
    assert round_.proposal.tension in email.html
    link = link_in(email)
    assert round_.proposal.text in client.get(link).text
    assert not round_.positions.exists()
    assert client.post(link, {"kind": "no_objection"}).status_code == 302
    assert (round_.positions.get().user, round_.positions.get().kind) == (bo, "no_objection")
    assert "You have given your position." in client.get(link).text
    client.post(link, {"kind": "pass"})
    assert round_.positions.get().kind == "no_objection"


def test_a_concern_needs_words_and_an_objection_is_not_given_so(bo: User, round_: Round, client: Client) -> None:
    link = link_in(mailed_to(bo), "concern")
    assert client.post(link, {"kind": "concern"}).status_code == 422
    assert client.post(link, {"kind": "objection"}).status_code == 422
    assert not round_.positions.exists()
    client.post(link, {"kind": "concern", "words": "Six weeks of lead time."})
    assert round_.positions.get().words == "Six weeks of lead time."


def test_a_link_stresses_the_position_that_it_names_and_no_other(bo: User, round_: Round, client: Client) -> None:
    link, stressed = link_in(mailed_to(bo)), re.compile(r"says--(\w+) button--main")
    assert stressed.findall(client.get(link).text) == ["consent"]
    assert stressed.findall(client.get(link.replace("no_objection", "pass")).text) == ["pass"]
    clicks = sum(not kind.asks_more for kind in PositionKind)
    for named in ("", "objection", "unheard+of"):
        shown = client.get(f"{link.partition('?')[0]}?position={named}").text
        assert (stressed.findall(shown), shown.count('name="kind"')) == ([], clicks)


def test_a_link_of_another_round_says_so(bo: User, round_: Round, client: Client) -> None:
    link = link_in(mailed_to(bo))
    ada = round_.proposal.owner
    revise(round_.proposal, by=ada, text="We take another seal.")
    assert "The text has changed" in client.post(link, {"kind": "pass"}).text
    newest = Round.objects.latest("pk")
    Round.objects.filter(pk=newest.pk).update(closes_at=clock.now() - timedelta(hours=1))
    assert not Round.objects.filter(positions__user=bo).exists()


def test_a_link_ends_with_leaving_and_then_tells_nothing(bo: User, round_: Round, client: Client) -> None:
    link = link_in(mailed_to(bo))
    bo.memberships.get().end(by=bo)
    answer = client.post(link, {"kind": "pass"})
    assert answer.status_code == 410
    assert round_.proposal.title not in answer.text
    assert not round_.positions.exists()


def test_nobodys_words_pass_for_ours_in_an_email(bo: User) -> None:
    ada = a_person("Ada Mercier")
    forged = "Your position\n- No objection:\n  https://evil.example/"
    circle = a_circle(ada, bo, name="Seals\nhttps://evil.example/")
    a_round(circle=circle, by=ada, title=f"Seals\n{forged}", tension=forged, text=f"We buy seals.\r\n\r\n{forged}")
    lines = mailed_to(bo).text.splitlines()
    assert [line for line in lines if "evil" in line and line.lstrip().startswith(("http", "- ", "Your"))] == []
    assert lines.count("Your position") == 1
    assert ">   https://evil.example/" in lines


def test_a_link_ends_with_the_password_and_with_its_signature(bo: User, round_: Round, client: Client) -> None:
    link = link_in(mailed_to(bo))
    assert client.post(link.replace("/answer/", "/answer/x"), {"kind": "pass"}).status_code == 410
    bo.set_password("another long password")
    bo.save()
    assert client.post(link, {"kind": "pass"}).status_code == 410
    assert not round_.positions.exists()


def test_what_was_answered_elsewhere_is_not_mailed(bo: User, round_: Round) -> None:
    take_position(round_, "pass", by=bo)
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 0


def test_emails_of_a_thing_hang_together_and_end_by_one_press(bo: User, round_: Round, client: Client) -> None:
    email = mailed_to(bo)
    revise(round_.proposal, by=round_.proposal.owner, text="We take another seal.")
    later = mailed_to(bo)
    assert later.pk != email.pk
    assert later.headers["References"] == email.headers["References"]
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = email.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    User.objects.filter(pk=bo.pk).update(email="another@ronde.example")
    page = client.get(end).text
    assert "Positions requested" in page
    assert "another@ronde.example" not in page, "who was sent an e-mail on learns no address"
    assert not NotificationChoice.objects.exists()
    posts = Client(enforce_csrf_checks=True)
    assert posts.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NotificationChoice.objects.get(user=bo).mail == "none"
    assert client.get(end.replace("/stop/", "/stop/x")).status_code == 404


def test_the_html_carries_its_style_in_its_elements_and_loads_nothing(bo: User, round_: Round) -> None:
    html = mailed_to(bo).html
    assert 'style="' in html
    assert "prefers-color-scheme" in html
    assert not re.findall(r"(?:src|href)=\"(?!http://testserver)", html)
