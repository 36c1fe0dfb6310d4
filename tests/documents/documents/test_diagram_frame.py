"""Diagrams are drawn in a frame that may write styles, and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from circles.projects.workflows.project_settings import change_settings
from documents.documents.models import Document
from documents.documents.workflows.public_links import end_public_link, make_public_link
from foundation.accounts.models import User
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_frame_has_no_origin_and_no_network(ada: User) -> None:
    project = a_circle(ada).project
    answer = at_browser(ada).get(reverse("documents:diagrams", args=[project.slug]))
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "allow-scripts"
    assert policy["style-src"] == "'unsafe-inline'"
    assert policy["frame-ancestors"] == "'self'"
    assert "'nonce-" in policy["script-src"]
    assert "unsafe" not in policy["script-src"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert at_browser(a_person("Eve")).get(reverse("documents:diagrams", args=[project.slug])).status_code == 404


def test_diagrams_of_a_public_page_are_drawn_in_a_frame_of_its_own(ada: User) -> None:
    pump = Document.create(a_circle(ada), "Pump", by=ada)
    change_settings(pump.project, by=ada, public_links=True)
    link = make_public_link(Document.objects.get(pk=pump.pk), by=ada)
    page = re.sub(r"^https?://[^/]+", "", link.address)
    frame = f"{page}diagrams/"
    assert f'data-diagrams="{frame}"' in Client().get(page).text
    answer = Client().get(frame)
    ours = at_browser(ada).get(f"/p/{pump.project.slug}/documents/diagrams/")
    policies = [re.sub(r"'nonce-[^']+'", "", one.headers["Content-Security-Policy"]) for one in (answer, ours)]
    assert policies[0] == policies[1]
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (200, "SAMEORIGIN")
    end_public_link(link, by=ada)
    assert Client().get(frame).status_code == 404


def test_scripts_of_the_build_may_be_loaded_by_the_frame_and_nothing_else() -> None:
    from wsgiref.headers import Headers

    from foundation.web.static_headers import open_to_frames

    built, other = Headers(), Headers()
    open_to_frames(built, "", "/static/dist/assets/frame-abcdefgh.js")
    open_to_frames(other, "", "/static/icons/sprite.svg")
    assert built["Access-Control-Allow-Origin"] == "*"
    assert other["Access-Control-Allow-Origin"] is None
