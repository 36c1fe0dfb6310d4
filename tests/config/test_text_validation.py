"""Text that no database keeps as it was sent is refused at every entry point with 400, and breaks no page."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from circles.projects.models import Project
from config.text_validation import LONGEST
from tests.factories import a_person, a_project
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db

NUL = "a\0b"


@pytest.fixture
def project() -> Project:
    """A project piloted by ada."""
    return a_project(a_person("Ada Mercier"), name="Pompe")


@pytest.fixture
def browser(project: Project) -> Client:
    """The pilot's browser."""
    browser = Client()
    browser.force_login(project.circles.general().people()[0])
    return browser


@pytest.mark.parametrize("asked", ["people/?q=", "record/?circle=", "decisions/?q=", "search/?q="])
def test_an_address_with_a_nul_is_refused(browser: Client, project: Project, asked: str) -> None:
    assert browser.get(f"/p/{project.slug}/{asked}a%00b").status_code == 400
    assert browser.get(f"/p/{project.slug}/{asked}b").status_code == 200


def test_a_cookie_with_a_nul_is_refused() -> None:
    stranger = Client(headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="abcdefgh\\000ijk"'})
    assert stranger.get("/account/login/").status_code == 400


def test_a_form_with_a_nul_is_refused_even_without_a_django_form(browser: Client, project: Project) -> None:
    action = browser.post(f"/p/{project.slug}/actions/new/", {"what": "Weld", "owner": "", "circle": "general"})
    assert action.status_code == 422
    assert browser.post(f"/p/{project.slug}/circles/general/points/", {"text": NUL}).status_code == 400
    assert browser.post(f"/p/{project.slug}/actions/new/", {"what": NUL}).status_code == 400


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "body",
    [
        rb'{"name": "a\u0000b"}',
        rb'{"name": "a\ud800b"}',
        b'{"name": "a\xed\xa0\x80b"}',
        rb'{"name": "ok", "\u0000": [{"deep": "\udfff"}]}',
        b'{"name": ',
        b"[" * 100_000,
    ],
)
def test_json_with_text_that_cannot_be_stored_is_refused(browser: Client, body: bytes) -> None:
    answer: Any = browser.patch("/api/v1/me", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_form_in_place_of_json_is_refused(browser: Client, project: Project) -> None:
    answer = browser.post(f"/api/v1/projects/{project.slug}/proposals", {"circle": "general"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_emoji_and_escaped_backslashes_are_kept(browser: Client) -> None:
    body = rb'{"name": "Ad\u00e8le \ud83c\udf0a, \\u0000"}'
    answer = browser.patch("/api/v1/me", body, content_type="application/json")
    assert answer.json()["name"] == "Adèle 🌊, \\u0000"


@pytest.mark.parametrize("encoding", ["hex", "idna", "undefined", "utf-16", "utf-7"])
def test_a_form_in_an_encoding_that_no_browser_sends_is_refused(encoding: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={encoding}"
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nada\r\n--x--\r\n'
    assert Client().generic("POST", "/account/login/", body, kind).status_code == 400
    assert Client().generic("POST", "/account/login/", body, "multipart/form-data; boundary=x").status_code == 200


def test_a_blank_text_is_empty_in_the_api_as_in_a_form(browser: Client, project: Project) -> None:
    for address, method in (("me", browser.patch), ("projects", browser.post)):
        answer = method(f"/api/v1/{address}", {"name": " \n "}, content_type="application/json")
        assert answer.status_code == 422
    assert browser.patch("/api/v1/me", {"name": " Ada "}, content_type="application/json").json()["name"] == "Ada"


def test_whitespace_in_the_text_of_a_document_stays(browser: Client, project: Project) -> None:
    written = {"title": " Notes ", "markdown": "    a line of code\n"}
    made = browser.post(f"/api/v1/projects/{project.slug}/documents", written, content_type="application/json").json()
    assert made["title"] == "Notes"
    assert "<pre" in browser.get(f"/api/v1/documents/{made['id']}.html").content.decode()


def test_an_endless_text_is_refused_everywhere_but_in_documents(browser: Client, project: Project) -> None:
    endless = "x" * (LONGEST + 1)
    assert browser.post(f"/p/{project.slug}/circles/general/points/", {"text": endless}).status_code == 400
    program = Client(headers=by_token(project.circles.general().people()[0]))
    address = f"/api/v1/projects/{project.slug}"
    for rest, body in (("circles", {"name": "Seals", "purpose": endless}), ("proposals", {"tension": endless})):
        assert program.post(f"{address}/{rest}", body, content_type="application/json").status_code == 400
    book = {"title": "A book", "markdown": endless}
    assert program.post(f"{address}/documents", book, content_type="application/json").status_code == 201


def test_the_api_answers_a_missing_or_hidden_thing_as_a_problem(browser: Client) -> None:
    answer: Any = browser.get("/api/v1/projects/nowhere")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here that you can see.",
    }
