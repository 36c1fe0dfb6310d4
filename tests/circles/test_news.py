"""The one socket of a page: how it ends with the right to it, and what it makes of frames that no page sends."""

import json
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from accounts.models import User
from circles.consumers import NewsConsumer
from circles.models import Project
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN_S = 2.0


def a_scene() -> tuple[Project, User, Client]:
    """Ada, signed in, in a project."""
    ada = a_person("Ada Mercier")
    browser = Client()
    browser.force_login(ada)
    return a_project(ada), ada, browser


def join(project: Project, browser: Client) -> User:
    """Let bo in, who takes over the browser."""
    bo = a_person("Bo Nguyen")
    project.general.admit(bo, by=bo)
    browser.force_login(bo)
    return bo


def leave(user: User) -> None:
    """End somebody's only membership."""
    user.memberships.get().end(by=user)


async def listening(user: User, project: Project, browser: Client) -> Any:
    """Open a page's socket."""
    scope = {
        "type": "websocket",
        "query_string": f"project={project.slug}".encode(),
        "user": user,
        "session": await sync_to_async(lambda: browser.session)(),
    }
    line: Any = cast(Any, ApplicationCommunicator)(NewsConsumer.as_asgi(), scope)
    await line.send_input({"type": "websocket.connect"})
    assert (await line.receive_output(5))["type"] == "websocket.accept"
    return line


async def test_signing_out_ends_it_at_once() -> None:
    project, ada, browser = await sync_to_async(a_scene)()
    line = await listening(ada, project, browser)
    await sync_to_async(browser.logout)()
    assert await line.receive_output(WITHIN_S) == {"type": "websocket.close", "code": 4403}


async def test_leaving_the_project_ends_it_at_once() -> None:
    project, _ada, browser = await sync_to_async(a_scene)()
    bo = await sync_to_async(join)(project, browser)
    line = await listening(bo, project, browser)
    await sync_to_async(leave)(bo)
    while (said := await line.receive_output(WITHIN_S))["type"] == "websocket.send":
        pass
    assert said == {"type": "websocket.close", "code": 4403}


async def test_frames_that_make_no_sense_are_passed_over() -> None:
    project, ada, browser = await sync_to_async(a_scene)()
    line = await listening(ada, project, browser)
    for senseless in ("{}", "[]", "null", "{", '{"since": null}', '{"since": 1e400}', "[" * 20_000):
        await line.send_input({"type": "websocket.receive", "text": senseless})
    await line.send_input({"type": "websocket.receive", "text": '{"since": 1}'})
    said = json.loads((await line.receive_output(5))["text"])
    assert said["what"] == ["*"]
    await line.send_input({"type": "websocket.disconnect", "code": 1000})
    await line.wait(5)
