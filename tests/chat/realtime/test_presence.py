"""Who has the same page open see each other's faces, as long as they have it open."""

import json
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator

from chat.realtime.consumers import PageConsumer
from chat.realtime.presence import MOST, PagePresence, face_of, group_of_page
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_person, a_project
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN_S = 5.0


@replayed
def a_scene() -> tuple[Project, User, User]:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    project.circles.general().admit(bo, by=ada)
    return project, ada, bo


async def at(page: str, user: User, project: Project) -> Any:
    """Open a page's socket."""
    scope = {"type": "websocket", "query_string": f"project={project.slug}&page={page}".encode(), "user": user}
    line: Any = cast(Any, ApplicationCommunicator)(PageConsumer.as_asgi(), scope)
    await line.send_input({"type": "websocket.connect"})
    assert (await line.receive_output(WITHIN_S))["type"] == "websocket.accept"
    return line


async def here(line: Any) -> list[str]:
    """Wait until the page is told who is here, and give their names."""
    while True:
        said = json.loads((await line.receive_output(WITHIN_S))["text"])
        if "here" in said:
            return [face["name"] for face in said["here"]]


async def close(line: Any) -> None:
    await line.send_input({"type": "websocket.disconnect", "code": 1001})
    await line.wait(WITHIN_S)


async def test_two_people_at_one_page_see_each_other_until_one_leaves() -> None:
    project, ada, bo = await sync_to_async(a_scene)()
    hers, his = await at("/p/x/map/", ada, project), await at("/p/x/map/", bo, project)

    assert (await here(hers), await here(his)) == (["Bo Nguyen"], ["Ada Mercier"])
    await close(his)
    assert await here(hers) == []
    await close(hers)


async def test_nobody_is_shown_at_another_page_nor_oneself_in_another_window() -> None:
    project, ada, bo = await sync_to_async(a_scene)()
    lines = [await at("/p/x/map/", ada, project), await at("/p/x/map/", ada, project)]
    elsewhere = await at("/p/x/record/", bo, project)
    third = await at("/p/x/map/", bo, project)

    # The first faces sent are of the one other person at this very page, once for two windows of hers.
    assert await here(third) == ["Ada Mercier"]
    assert await here(lines[0]) == ["Bo Nguyen"]
    assert await elsewhere.receive_nothing(0.2)
    for line in (*lines, elsewhere, third):
        await close(line)


class Groups:
    """Groups that keep what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, group: str, word: dict[str, Any]) -> None:
        self.sent.append((group, word["type"]))


async def test_a_page_that_many_have_open_is_not_flooded() -> None:
    groups, project = Groups(), await sync_to_async(a_project)()
    shown: list[Any] = []

    me = face_of(User(name="Ada Mercier"))
    presence = PagePresence(cast(Any, groups), "me", group_of_page(project.pk, "/p/x/"), me, shown.append)
    for number in range(MOST * 4):
        face = face_of(User(name=f"A person {number:02}"))
        presence.receive({"type": "arrived", "socket": f"c{number}", "face": face})
    presence.beat()

    assert [said for _, said in groups.sent] == ["met"] * MOST
    assert len(shown[-1]) == MOST
