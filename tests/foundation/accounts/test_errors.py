"""When something breaks on our side."""

import io
import logging
import re

import pytest
from django.test import Client

from circles.projects.models import Project
from tests.factories import a_person, a_project


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_error_page_allows_its_own_script(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(a_person("Ada"))
    client.raise_request_exception = False
    monkeypatch.setattr(Project.objects, "visible_to", None)
    answer = client.get("/projects/")
    assert answer.status_code == 500
    nonces = set(re.findall(r'<script[^>]* nonce="([^"]*)"', answer.content.decode()))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_error_is_logged_with_its_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    [written] = logging.getLogger("django.request").handlers
    monkeypatch.setattr(written, "stream", io.StringIO())
    client.force_login(a_person("Ada"))
    client.raise_request_exception = False
    assert client.get("/nowhere/").status_code == 404
    assert not written.stream.getvalue()  # type: ignore[attr-defined]  # a stream handler of ours
    monkeypatch.setattr(Project.objects, "visible_to", None)
    assert client.get("/projects/").status_code == 500
    told = written.stream.getvalue()  # type: ignore[attr-defined]
    assert told.startswith("Internal Server Error: /projects/\nTraceback")
    assert "TypeError" in told


@pytest.mark.django_db
def test_an_address_with_nothing_says_what_to_do_next(client: Client) -> None:
    ada = a_person("Ada")
    project = a_project(ada, name="Pump")
    inside, elsewhere = f"/p/{project.slug}/proposals/99/", "/p/boat/proposals/1/"
    assert "sign in, then open the link again" in client.get("/nowhere/").text
    client.force_login(ada)
    shown = client.get(inside).text
    assert "Nothing in Pump has this address" in shown
    assert f'action="/p/{project.slug}/search/"' in shown
    assert "Ask the person who gave you the link" in client.get(elsewhere).text
    client.force_login(a_person("Eve"))
    assert client.get(inside).text.count("Pump") == 0, "who is not in it does not learn that it is there"
    assert "typo" in client.get("/nowhere/").text
