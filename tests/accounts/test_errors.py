"""When something breaks on our side."""

import re

import pytest
from django.test import Client

from circles.models import Project
from tests.factories import a_person


@pytest.mark.django_db
def test_the_page_that_says_so_lets_its_own_script_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(a_person("Ada"))
    client.raise_request_exception = False
    monkeypatch.setattr(Project.objects, "visible_to", None)
    answer = client.get("/projects/")
    assert answer.status_code == 500
    nonces = set(re.findall(r'<script[^>]* nonce="([^"]*)"', answer.content.decode()))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
