"""A token is for what its owner said: scopes, one project, an end; and it tells when it was used."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from across.takeaway.models import IMPORT
from config.api import APPS, SCOPES
from decisions.actions.models import Action
from documents.documents.models import Document
from foundation.accounts.models import Token, User
from foundation.accounts.scopes import Scope, needed
from foundation.inbox.models import Notice
from foundation.inbox.tasks import warn_of_tokens
from tests.decisions.decisions.people import Cast, a_cast, operation
from tests.factories import PASSWORD, a_project
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
ACTION = {"what": "Measure", "circle": "hydraulics", "why": "It leaks"}


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics; eve outside."""
    return a_cast()


def program(user: User, *scopes: str, **terms: Any) -> Client:
    """Return a program with a token of these scopes."""
    secret = Token.issue(user, "tests", scopes=scopes or ["read", "write"], **terms)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def make_action(client: Client, cast: Cast) -> Any:
    return client.post(operation(cast, "actions"), ACTION, content_type="application/json")


@pytest.mark.both_databases
def test_a_token_does_what_its_scopes_say_and_nothing_else(cast: Cast) -> None:
    reader, maker = program(cast.ada, "read"), program(cast.ada, "actions:write")
    assert reader.get(operation(cast, "actions")).status_code == 200
    refused = make_action(reader, cast)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert "actions:write" in refused.json()["detail"]
    assert make_action(maker, cast).status_code == 201
    assert maker.get(operation(cast, "actions")).status_code == 403
    said = {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."}
    assert maker.post(operation(cast, "proposals"), said, content_type="application/json").status_code == 403
    assert Action.objects.count() == 1


def test_every_app_has_an_area_to_write_in() -> None:
    assert {needed(SCOPES.get(app, app), "POST") for app in APPS} == set(Scope) - {Scope.READ, Scope.WRITE}


def test_a_token_for_one_project_finds_no_other_and_nothing_outside(cast: Cast) -> None:
    other = a_project(cast.fay, name="Other")
    theirs, ours = (Document.create(one, "Report", by=cast.fay) for one in (other.circles.general(), cast.circle))
    bound = program(cast.fay, project=cast.project.pk)
    answers = {
        operation(cast, "actions"): 200,
        f"/api/v1/documents/{ours.pk}": 200,
        "/api/v1/me": 200,
        f"/api/v1/projects/{other.slug}/actions": 404,
        f"/api/v1/documents/{theirs.pk}": 404,
        "/api/v1/projects": 403,
        "/api/v1/inbox": 403,
        f"/api/v1/files?kind=document&id={ours.pk}": 200,
        f"/api/v1/files?kind=document&id={theirs.pk}": 404,
    }
    assert {address: bound.get(address).status_code for address in answers} == answers
    for document, status in ((theirs, 403), (ours, 201)):
        ticket = bound.post("/api/v1/tickets", {"document": str(document.pk)}, content_type="application/json")
        assert ticket.status_code == status


def test_a_token_for_one_project_sends_files_to_its_things_alone(cast: Cast) -> None:
    other = a_project(cast.fay, name="Other")
    theirs, ours = (Document.create(one, "Report", by=cast.fay) for one in (other.circles.general(), cast.circle))
    bound, free = program(cast.fay, "files:write", "read", project=cast.project.pk), program(cast.fay)
    sent = begun(bound, ours)
    assert sent.status_code == 201
    piece = bound.patch(
        f"/api/v1/uploads/{sent.json()['id']}",
        b"0.4 ml",
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
    )
    assert piece.json()["file"]["name"] == "leak.txt"
    assert bound.get(f"/api/v1/uploads/{sent.json()['id']}").status_code == 200
    assert begun(bound, theirs).status_code == 404
    elsewhere = f"/api/v1/uploads/{begun(free, theirs).json()['id']}"
    assert [bound.get(elsewhere).status_code, bound.delete(elsewhere).status_code] == [404, 404]
    assert begun(program(cast.fay, "read", project=cast.project.pk), ours).status_code == 403
    User.objects.filter(pk=cast.fay.pk).update(is_superuser=True)
    copy = {"name": "copy.zip", "size": 6, "kind": IMPORT, "id": "new"}
    assert free.post("/api/v1/uploads", copy, content_type="application/json").status_code == 201
    assert bound.post("/api/v1/uploads", copy, content_type="application/json").status_code == 404


def test_the_token_of_who_left_sends_no_further_piece(cast: Cast) -> None:
    document, bound = Document.create(cast.circle, "Report", by=cast.bo), program(cast.bo, project=cast.project.pk)
    upload = f"/api/v1/uploads/{begun(bound, document).json()['id']}"
    cast.circle.memberships.get(user=cast.bo).end(by=cast.bo)
    piece = bound.patch(
        upload, b"0.4 ml", content_type="application/offset+octet-stream", headers={"Upload-Offset": "0"}
    )
    assert (piece.status_code, bound.get(upload).status_code, begun(bound, document).status_code) == (404, 404, 404)
    found = bound.get(f"/api/v1/projects/{cast.project.slug}/search?q=report")
    assert found.status_code == 404


def begun(client: Client, document: Document) -> Any:
    said = {"name": "leak.txt", "size": 6, "kind": "document", "id": str(document.pk)}
    return client.post("/api/v1/uploads", said, content_type="application/json")


def test_only_a_token_for_documents_gets_a_ticket(cast: Cast) -> None:
    body = {"document": str(Document.create(cast.circle, "Report", by=cast.ada).pk)}
    for scopes, status in ((["documents:write"], 403), (["read", "documents:write"], 201)):
        answer = program(cast.ada, *scopes).post("/api/v1/tickets", body, content_type="application/json")
        assert answer.status_code == status


def test_a_token_ends_by_itself(cast: Cast) -> None:
    client = program(cast.ada, days=1)
    assert client.get("/api/v1/me").status_code == 200
    Token.objects.filter(user=cast.ada).update(ends_at=timezone.now())
    assert client.get("/api/v1/me").status_code == 401


def test_its_owner_hears_a_week_before_and_once(cast: Cast) -> None:
    Token.issue(cast.ada, "nightly report", days=90)
    Token.issue(cast.ada, "this week only", days=5)
    assert warn_of_tokens() == 0
    begun = timezone.now() - timedelta(days=84)
    Token.objects.filter(name="nightly report").update(created_at=begun, ends_at=begun + timedelta(days=90))
    assert (warn_of_tokens(), warn_of_tokens()) == (1, 0)
    notice = Notice.objects.get(user=cast.ada, event="token.ending")
    assert (notice.title, notice.address) == ("nightly report", "/tokens/")


def test_the_day_of_its_last_use_is_kept(cast: Cast) -> None:
    client = program(cast.ada)
    assert Token.objects.get(user=cast.ada).last_used_on is None
    client.get("/api/v1/me")
    assert Token.objects.get(user=cast.ada).last_used_on == timezone.now().date()


def at_asked_browser(user: User) -> Client:
    """Return a browser of a person who has just given the password again."""
    browser = at_browser(user)
    browser.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/tokens/"})
    return browser


def test_the_page_makes_a_narrow_token_and_shows_what_each_is_for(cast: Cast) -> None:
    browser = at_asked_browser(cast.ada)
    said = {"name": "bot", "scopes": ["actions:write"], "project": str(cast.project.pk), "days": "30"}
    made = browser.post("/tokens/", said)
    token = Token.objects.get(user=cast.ada)
    assert (token.scopes, token.project) == (["actions:write"], cast.project.pk)
    assert token.ends_at
    assert timedelta(days=29) < token.ends_at - timezone.now() <= timedelta(days=30)
    assert made.context["secret"].startswith("ronde_")
    shown = browser.get("/tokens/").content.decode()
    assert "Write: actions · Pompe" in shown
    assert made.context["secret"] not in shown


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}, {"project": "of eve"}])
def test_the_page_makes_no_token_of_what_there_is_not(cast: Cast, wrong: dict[str, Any]) -> None:
    elsewhere = str(a_project(cast.eve).pk)
    said = {"name": "bot", "scopes": ["read"], "project": "", "days": "30"} | wrong
    said = {name: elsewhere if value == "of eve" else value for name, value in said.items()}
    assert at_asked_browser(cast.ada).post("/tokens/", said).status_code == 422
    assert not Token.objects.filter(user=cast.ada).exists()


def test_a_session_makes_tokens_by_the_api_and_a_token_makes_none(cast: Cast) -> None:
    body: dict[str, Any] = {"name": "bot", "scopes": ["read"], "project": str(cast.project.pk)}
    made = at_browser(cast.ada).post("/api/v1/me/tokens", body, content_type="application/json")
    assert made.status_code == 201
    client = Client(headers={"Authorization": f"Bearer {made.json()['secret']}"})
    assert client.get(operation(cast, "actions")).status_code == 200
    other = program(cast.ada)
    assert other.post("/api/v1/me/tokens", body, content_type="application/json").status_code == 403
    listed = other.get("/api/v1/me/tokens").json()
    assert [(one["name"], one["scopes"]) for one in listed] == [("bot", ["read"]), ("tests", ["read", "write"])]
    assert other.post(f"/api/v1/me/tokens/{listed[0]['id']}/ending").status_code == 204
    assert client.get(operation(cast, "actions")).status_code == 401


def test_nobody_ends_the_token_of_another_by_the_api(cast: Cast) -> None:
    Token.issue(cast.ada, "mine")
    theirs = Token.objects.get(user=cast.ada)
    assert program(cast.bo).post(f"/api/v1/me/tokens/{theirs.pk}/ending").status_code == 404


def test_a_narrower_token_is_not_given_the_answer_kept_for_another(cast: Cast) -> None:
    makes, reads = program(cast.ada), program(cast.ada, "read")
    once = {"Idempotency-Key": "k-1"}
    sent = [
        one.post(operation(cast, "actions"), ACTION, content_type="application/json", headers=once).status_code
        for one in (makes, makes, reads)
    ]
    assert sent == [201, 201, 403]
    assert Action.objects.count() == 1
