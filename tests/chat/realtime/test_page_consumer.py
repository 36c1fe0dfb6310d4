"""A page's socket, through all that routes it and with Channels' own communicator."""

import json

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client

from circles.projects.models import Project
from config.asgi import application
from tests.factories import a_person, a_project
from tests.support.communicators import WebsocketCommunicator

pytestmark = pytest.mark.django_db(transaction=True)


def a_scene() -> tuple[Project, str]:
    """A project of ada's, and the cookie with which she is signed in."""
    ada, browser = a_person("Ada Mercier"), Client()
    browser.force_login(ada)
    return a_project(ada), f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


async def test_a_page_hears_what_it_missed() -> None:
    project, cookie = await sync_to_async(a_scene)()
    headers = [(b"cookie", cookie.encode()), (b"origin", settings.ORIGIN.encode())]
    line = WebsocketCommunicator(application, f"/ws/news?project={project.slug}", headers=headers)
    assert await line.connect(timeout=5) == (True, None)
    await line.send_to(text_data='{"since": 1}')
    assert json.loads(await line.receive_from(timeout=5))["what"] == ["*"]
    await line.disconnect(timeout=5)


async def test_a_foreign_page_is_let_in_nowhere() -> None:
    project, cookie = await sync_to_async(a_scene)()
    headers = [(b"cookie", cookie.encode()), (b"origin", b"https://elsewhere.example")]
    line = WebsocketCommunicator(application, f"/ws/news?project={project.slug}", headers=headers)
    assert await line.connect(timeout=5) == (False, 4403)


async def test_an_address_that_leads_nowhere_is_closed() -> None:
    line = WebsocketCommunicator(application, "/ws/elsewhere")
    assert await line.connect(timeout=5) == (False, 4404)
