"""What is sent twice is done once: a program's key, a click too many, and the same at the same instant (D5)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circles.circles.models import Circle
from circles.invitations.models import Invitation
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Proposal
from documents.documents.models import Document
from foundation.accounts.models import StoredResponse, User
from foundation.audit.models import Entry
from foundation.inbox.tasks import clear_answers
from tests.decisions.decisions.people import Cast, a_cast, operation, page
from tests.factories import a_person
from tests.support.concurrency import together
from tests.support.entry_points import at_browser, by_token

WORDS = {"circle": "hydraulics", "tension": "It leaks.", "text": "We change the seal."}


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics; eve outside."""
    return a_cast()


def send(user: User, cast: Cast, key: str, body: dict[str, Any] = WORDS, rest: str = "proposals") -> Any:
    """Send a write by token, with a key."""
    client = Client(headers=by_token(user) | {"Idempotency-Key": key})
    return client.post(operation(cast, rest), body, content_type="application/json")


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_same_key_gives_the_same_response_and_one_event(cast: Cast) -> None:
    first, second = send(cast.ada, cast, "k-1"), send(cast.ada, cast, "k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Entry.objects.filter(event="proposal.created").count() == Proposal.objects.count() == 1


@pytest.mark.django_db
def test_another_key_another_person_or_no_key_is_another_request(cast: Cast) -> None:
    for user, key in ((cast.ada, "k-1"), (cast.ada, "k-2"), (cast.bo, "k-1")):
        assert send(user, cast, key).status_code == 201
    client = Client(headers=by_token(cast.ada))
    for _time in range(2):
        client.post(operation(cast, "proposals"), WORDS, content_type="application/json")
    assert Proposal.objects.count() == 5


@pytest.mark.django_db
def test_the_same_key_with_something_else_is_refused(cast: Cast) -> None:
    send(cast.ada, cast, "k-1")
    other = send(cast.ada, cast, "k-1", WORDS | {"text": "We change nothing."})
    assert other.status_code == 422
    assert "something else" in other.json()["detail"]
    assert send(cast.ada, cast, "k-1", rest="proposals/1/rounds").status_code == 422
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "é", "a" * 256])
def test_an_invalid_key_is_refused(cast: Cast, key: str) -> None:
    assert send(cast.ada, cast, key).status_code == 400
    assert not Proposal.objects.exists()


@pytest.mark.django_db
def test_a_refused_request_may_be_repeated_with_the_same_key(cast: Cast) -> None:
    assert send(cast.eve, cast, "k-1").status_code == 404
    assert send(cast.ada, cast, "k-1", {}).status_code == 422
    assert not StoredResponse.objects.exists()
    assert send(cast.ada, cast, "k-1").status_code == 201


@pytest.mark.django_db
def test_a_request_that_fails_leaves_neither_response_nor_changes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Proposal.record_event

    def fail(proposal: Proposal, event: DecisionEvent, **told: Any) -> Any:
        """Record the event, and fall over afterwards."""
        made(proposal, event, **told)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(Proposal, "record_event", fail)
        client = Client(headers=by_token(cast.ada) | {"Idempotency-Key": "k-1"}, raise_request_exception=False)
        assert client.post(operation(cast, "proposals"), WORDS, content_type="application/json").status_code == 500
    assert not StoredResponse.objects.exists()
    assert not Proposal.objects.exists()
    assert send(cast.ada, cast, "k-1").status_code == 201


@pytest.mark.django_db
def test_a_stored_response_is_refused_once_the_token_has_ended(cast: Cast) -> None:
    client = Client(headers=by_token(cast.ada) | {"Idempotency-Key": "k-1"})
    assert client.post(operation(cast, "proposals"), WORDS, content_type="application/json").status_code == 201
    cast.ada.tokens.get().end()
    assert client.post(operation(cast, "proposals"), WORDS, content_type="application/json").status_code == 401
    assert Client(headers={"Idempotency-Key": "k-1"}).post(operation(cast, "proposals")).status_code == 401


@pytest.mark.django_db
def test_a_stored_response_is_refused_once_access_is_lost(cast: Cast) -> None:
    assert send(cast.bo, cast, "k-1").status_code == 201
    cast.circle.memberships.get(user=cast.bo).end(by=cast.bo)
    again = send(cast.bo, cast, "k-1")
    assert again.status_code == 409
    assert b"leaks" not in again.content
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
def test_leaving_a_circle_twice_with_one_key_gives_the_same_response(cast: Cast) -> None:
    cast.power.admit(cast.bo, by=cast.fay)
    rest = f"circles/hydraulics/members/{cast.bo.pk}/ending"
    answers = [send(cast.bo, cast, "k-1", {}, rest) for _time in range(2)]
    assert [one.status_code for one in answers] == [204, 204]
    assert answers[1].headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
def test_the_secret_of_an_invitation_is_not_stored(cast: Cast) -> None:
    answer = send(cast.fay, cast, "k-1", {"email": "zoe@ronde.example"}, "circles/hydraulics/invitations")
    assert answer.json()["link"]
    assert not StoredResponse.objects.exists()


@pytest.mark.django_db
def test_no_link_that_lets_somebody_in_is_stored(cast: Cast) -> None:
    send(cast.fay, cast, "k-1", {"email": "zoe@ronde.example"}, "circles/hydraulics/invitations")
    again = f"invitations/{Invitation.objects.get().pk}/sending"
    guest = {"kind": "circle", "key": "hydraulics", "email": "guest@ronde.example", "reason": "Reads along."}
    until = {"ends_on": (timezone.now() + timedelta(days=9)).date().isoformat()}
    for body, rest in (({}, again), (guest, "guests"), (until, "circles/hydraulics/joining")):
        assert "http" in send(cast.fay, cast, rest, body, rest).text
    assert not StoredResponse.objects.exists()


@pytest.mark.django_db
def test_the_secret_of_a_ticket_is_not_stored(cast: Cast) -> None:
    document = Document.objects.filter(project=cast.project)[0]
    client = Client(headers=by_token(cast.ada) | {"Idempotency-Key": "k-1"})
    body = {"document": str(document.pk)}
    tickets = [client.post("/api/v1/tickets", body, content_type="application/json").json() for _time in range(2)]
    assert tickets[0]["ticket"]
    assert not StoredResponse.objects.exists()


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day(cast: Cast) -> None:
    send(cast.ada, cast, "k-1")
    kept = StoredResponse.objects.get()
    kept.at = timezone.now() - timedelta(hours=25)
    kept.save()
    assert send(cast.ada, cast, "k-1").status_code == 201
    assert Proposal.objects.count() == 2
    StoredResponse.objects.update(at=timezone.now() - timedelta(hours=25))
    assert clear_answers() == 1
    assert not StoredResponse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_simultaneous_requests_one_is_carried_out_and_all_are_answered(cast: Cast) -> None:
    headers = by_token(cast.ada) | {"Idempotency-Key": "k-1"}

    def click() -> tuple[int, bytes]:
        answer = Client(headers=headers).post(operation(cast, "proposals"), WORDS, content_type="application/json")
        return answer.status_code, answer.content

    first, second, third = together(click, click, click)
    assert first == second == third
    assert first[0] == 201
    assert Proposal.objects.count() == 1


# A form -----------------------------------------------------------------------------------------------------------


def token_in(browser: Client, address: str) -> str:
    """Open a page with a form and read the token that it stands on."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())
    assert found
    return found.group(1)


def spent(circle: Circle) -> int:
    return circle.expenses.count()


@pytest.mark.django_db
def test_a_double_click_changes_nothing_and_redirects_alike(cast: Cast) -> None:
    browser, money = at_browser(cast.ada), page(cast, "circles/hydraulics/money/")
    fields = {"amount": "40", "what": "Screws", "csrfmiddlewaretoken": token_in(browser, money)}
    address = page(cast, "circles/hydraulics/expenses/")
    answers = [browser.post(address, fields) for _click in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert spent(cast.circle) == 1


@pytest.mark.django_db
def test_another_text_a_reloaded_page_or_a_minute_later_makes_another_request(cast: Cast) -> None:
    browser, money = at_browser(cast.ada), page(cast, "circles/hydraulics/money/")
    address = page(cast, "circles/hydraulics/expenses/")
    fields = {"amount": "40", "what": "Screws", "csrfmiddlewaretoken": token_in(browser, money)}
    browser.post(address, fields)
    browser.post(address, fields | {"what": "Nuts"})
    browser.post(address, fields | {"csrfmiddlewaretoken": token_in(browser, money)})
    assert spent(cast.circle) == 3
    StoredResponse.objects.update(at=timezone.now() - timedelta(minutes=2))
    browser.post(address, fields)
    assert spent(cast.circle) == 4


@pytest.mark.django_db
def test_a_form_with_errors_may_be_sent_again(cast: Cast) -> None:
    browser, money = at_browser(cast.ada), page(cast, "circles/hydraulics/money/")
    fields = {"amount": "9000", "what": "Screws", "csrfmiddlewaretoken": token_in(browser, money)}
    address = page(cast, "circles/hydraulics/expenses/")
    assert browser.post(address, fields).status_code >= 400
    assert not StoredResponse.objects.exists()
    stranger = at_browser(a_person("Ivo Ek"))
    assert stranger.post(address, fields).status_code == 404
