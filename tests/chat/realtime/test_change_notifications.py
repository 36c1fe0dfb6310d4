"""The one socket of a page: how it ends with the right to it, and what it makes of frames that no page sends."""

import asyncio
import json
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from chat.realtime import consumers
from chat.realtime import page_socket as sockets
from chat.realtime.consumers import PageConsumer
from chat.realtime.page_socket import BURST, LONGEST_FRAME, TOO_LARGE
from chat.realtime.page_watch import ENDED, LATER
from chat.realtime.presence import PagePresence
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Head
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
    project.circles.general().admit(bo, by=bo)
    browser.force_login(bo)
    return bo


def leave(user: User) -> None:
    """End a person's only membership."""
    user.memberships.get().end(by=user)


async def listening(user: User, project: Project, browser: Client, page: str = "") -> Any:
    """Open a page's socket."""
    scope = {
        "type": "websocket",
        "query_string": f"project={project.slug}&page={page}".encode(),
        "user": user,
        "session": await sync_to_async(lambda: browser.session)(),
    }
    line: Any = cast(Any, ApplicationCommunicator)(PageConsumer.as_asgi(), scope)
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
    for senseless in ("{}", "[]", "null", "{", '{"since": null}', '{"since": 1e400}', "[" * LONGEST_FRAME):
        await line.send_input({"type": "websocket.receive", "text": senseless})
    await line.send_input({"type": "websocket.receive", "text": '{"since": 1}'})
    said = json.loads((await line.receive_output(5))["text"])
    assert said["what"] == ["*"]
    await line.send_input({"type": "websocket.disconnect", "code": 1000})
    await line.wait(5)


async def closed_with(line: Any) -> int:
    """Return the code that a socket ends with, whatever it says before."""
    while (said := await line.receive_output(5))["type"] == "websocket.send":
        pass
    return int(said["code"])


async def test_who_says_more_than_pages_do_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "FRAMES_A_SECOND", 1e-6)  # however slow the machine is
    project, ada, browser = await sync_to_async(a_scene)()
    line = await listening(ada, project, browser)
    for _ in range(BURST + 2):
        await line.send_input({"type": "websocket.receive", "text": '{"since": 1}'})
    assert await closed_with(line) == LATER
    long = await listening(ada, project, browser)
    await long.send_input({"type": "websocket.receive", "text": '{"since": ' + "1" * LONGEST_FRAME + "}"})
    assert await closed_with(long) == TOO_LARGE


async def test_a_person_has_so_many_sockets_and_the_next_may_come_when_one_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumers, "MOST_OF_ONE", 2)
    project, ada, browser = await sync_to_async(a_scene)()
    first, _second = [await listening(ada, project, browser) for _ in range(2)]
    third = await listening(ada, project, browser)
    assert await closed_with(third) == LATER
    await first.send_input({"type": "websocket.disconnect", "code": 1000})
    await first.wait(5)
    again = await listening(ada, project, browser)
    await again.send_input({"type": "websocket.receive", "text": '{"since": 1}'})
    assert json.loads((await again.receive_output(5))["text"])["what"] == ["*"]


class Wire:
    """A server's end of a socket whose reader takes nothing after the handshake."""

    def __init__(self) -> None:
        self.cut = asyncio.Event()
        self.said: list[dict[str, Any]] = []

    def abort(self) -> None:
        self.cut.set()

    async def send(self, message: dict[str, Any]) -> None:
        self.said.append(message)
        if message["type"] != "websocket.accept":
            await asyncio.Event().wait()


@pytest.mark.parametrize("why", ["a notification that is not taken", "the end of access"])
async def test_who_does_not_read_is_cut_off(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    monkeypatch.setattr(sockets, "READ_WITHIN_S", 0.2)
    project, ada, browser = await sync_to_async(a_scene)()
    wire, words = Wire(), asyncio.Queue[dict[str, Any]]()
    words.put_nowait({"type": "websocket.connect"})
    scope = {
        "type": "websocket",
        "query_string": f"project={project.slug}".encode(),
        "user": ada,
        "session": await sync_to_async(lambda: browser.session)(),
        "state": {"abort": wire.abort},
    }
    serving = asyncio.create_task(cast(Any, PageConsumer.as_asgi())(scope, words.get, wire.send))
    if why == "the end of access":
        await sync_to_async(browser.logout)()
    else:
        words.put_nowait({"type": "websocket.receive", "text": '{"since": 1}'})
    await asyncio.wait_for(wire.cut.wait(), WITHIN_S + 0.5)
    words.put_nowait({"type": "websocket.disconnect", "code": 1006})
    await asyncio.wait_for(serving, 5)
    assert len(wire.said) == 2, "it goes on talking to nobody"


async def test_access_ends_whatever_else_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_presence: PagePresence) -> None:
        raise OSError("nobody can be told")

    monkeypatch.setattr(PagePresence, "beat", fail)
    project, ada, browser = await sync_to_async(a_scene)()
    line = await listening(ada, project, browser, page="/p/pump/")
    await sync_to_async(browser.logout)()
    assert await closed_with(line) == ENDED


@pytest.mark.parametrize(("since", "what"), [("0", []), ("", []), ("x", []), ("1", ["*"]), ("999", [])])
def test_changes_can_be_asked_for_by_plain_http(since: str, what: list[str]) -> None:
    project, _ada, browser = a_scene()
    answer = browser.get(f"/p/{project.slug}/news/", {"since": since})
    assert (answer.json()["what"], answer["Cache-Control"]) == (
        what,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert answer.json()["seq"] == Head.seq_of(project.pk)
    browser.force_login(a_person("Eve Martin"))
    assert browser.get(f"/p/{project.slug}/news/").status_code == 404
    assert Client().get(f"/p/{project.slug}/news/").status_code == 302
