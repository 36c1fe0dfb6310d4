"""What open pages hear: a message as it was rendered, for who may read it; what one has read, for oneself."""

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator

from chat.chat.broadcasts import recent_changes
from chat.chat.models import Topic
from chat.chat.workflows.conversation import post_message, remove_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.marking import react
from chat.chat.workflows.reading import mark_read
from chat.realtime.consumers import PageConsumer
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.broadcasts import group_of_person
from tests.factories import a_circle, a_person, a_topic

pytestmark = pytest.mark.django_db(transaction=True)


async def listening(user: User, topic: Topic) -> Any:
    scope = {"type": "websocket", "query_string": f"project={topic.project.slug}".encode(), "user": user}
    line: Any = cast(Any, ApplicationCommunicator)(PageConsumer.as_asgi(), scope)
    await line.send_input({"type": "websocket.connect"})
    assert (await line.receive_output(5))["type"] == "websocket.accept"
    return line


async def hang_up(line: Any) -> None:
    await line.send_input({"type": "websocket.disconnect", "code": 1000})
    await line.wait(5)


async def chat_heard(line: Any) -> dict[str, Any]:
    """Wait for the next frame of chat."""
    while True:
        frame: dict[str, Any] = json.loads((await line.receive_output(5))["text"])
        if "chat" in frame:
            return dict(frame["chat"])


def scene() -> tuple[User, User, Topic]:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    return ada, bo, a_topic(a_circle(ada, bo), by=ada)


async def test_what_ada_says_appears_on_bos_page(broadcasts_run_here: None) -> None:
    ada, bo, topic = await sync_to_async(scene)()
    line = await listening(bo, topic)
    await sync_to_async(post_message)(topic, "**48 V** it is", by=ada)
    heard = await chat_heard(line)
    assert (heard["topic"], heard["seq"], heard["by"]) == (str(topic.pk), 1, str(ada.pk))
    assert "<strong>48 V</strong>" in heard["html"]["fr"]
    assert (heard["speaker"], heard["last"]) == ("Ada", "48 V it is")
    await hang_up(line)


async def test_a_change_is_told_without_its_words(broadcasts_run_here: None) -> None:
    ada, bo, topic = await sync_to_async(scene)()
    message = await sync_to_async(post_message)(topic, "48 V", by=ada)
    line = await listening(bo, topic)
    await sync_to_async(remove_message)(message, by=ada)
    heard = await chat_heard(line)
    assert heard["changed"]
    assert "html" not in heard
    await hang_up(line)


async def test_what_bo_has_read_is_told_to_his_devices_only(broadcasts_run_here: None) -> None:
    ada, bo, topic = await sync_to_async(scene)()
    await sync_to_async(post_message)(topic, "48 V", by=ada)
    phone, other = await listening(bo, topic), await listening(ada, topic)
    await sync_to_async(mark_read)(topic, 1, by=bo)
    heard = await chat_heard(phone)
    assert (heard["was"], heard["unread"]) == (1, 0)
    await sync_to_async(post_message)(topic, "still here", by=ada)
    assert "read" not in await chat_heard(other)
    await hang_up(phone)
    await hang_up(other)


async def test_changes_of_a_topic_are_numbered_and_the_last_is_repeated(broadcasts_run_here: None) -> None:
    ada, bo, topic = await sync_to_async(scene)()
    line = await listening(bo, topic)
    message = await sync_to_async(post_message)(topic, "48 V", by=ada)
    await sync_to_async(react)(message, "eye", by=ada)
    await sync_to_async(remove_message)(message, by=ada)
    assert [(await chat_heard(line))["change"] for _ in range(3)] == [1, 2, 3]
    heard = await chat_heard(line)
    assert (heard["topic"], heard["change"], heard["seq"], heard["again"]) == (str(topic.pk), 3, 1, True)
    await hang_up(line)


def test_what_is_repeated_goes_to_those_who_may_hear_of_it() -> None:
    ada, bo, topic = scene()
    private = direct_topic(topic.project, [bo], by=ada)
    post_message(private, "Between us", by=ada)
    mark_read(private, 1, by=bo)
    repeated = list(recent_changes([topic.project_id], clock.now() - timedelta(seconds=10)))
    assert {group for group, body in repeated if body.get("chat", {}).get("topic") == str(private.pk)} == {
        group_of_person(ada.pk),
        group_of_person(bo.pk),
    }
    assert (group_of_person(bo.pk), {"reading": {"topic": str(private.pk), "seq": 1}}) in repeated
    assert list(recent_changes([topic.project_id], clock.now() + timedelta(seconds=10))) == []


@pytest.fixture
async def broadcasts_run_here() -> Any:
    """Let what verbs send from threads reach the sockets of this loop, as in the embedded server."""
    import asyncio

    from foundation.web import broadcasts

    broadcasts.attach(asyncio.get_running_loop())
    yield
    broadcasts._loops.clear()
