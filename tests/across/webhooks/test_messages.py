"""Programs read along in the rooms that were chosen, as far as their owner may, and in no direct message."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from across.webhooks.models import OutgoingWebhook, Webhook
from across.webhooks.tasks import deliver_webhooks
from chat.chat.models import Room, Topic
from chat.chat.workflows.conversation import edit_message, open_topic, post_message, remove_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.marking import react
from documents.conversation.models import ReactionKind
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast, operation
from tests.support.entry_points import at_browser, by_token
from tests.support.program import Program, a_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def program(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr("foundation.web.task_queue.current_app.send_task", lambda *_task: None)
    with a_program() as running:
        yield running


def reads_along(cast: Cast, program: Program, **terms: Any) -> Webhook:
    rooms = {"by": cast.bo, "rooms": [cast.circle.key], "types": ["action.created"], **terms}
    return Webhook.add(cast.project, name="bot", url=program.at(200), **rooms)


def a_talk(cast: Cast) -> Topic:
    return open_topic(Room.of(cast.circle), "Seals", by=cast.ada)


def told(program: Program) -> list[dict[str, Any]]:
    while deliver_webhooks():
        pass
    return [json.loads(body) for _path, _headers, body in program.got]


@pytest.mark.both_databases
def test_a_program_is_told_what_happens_to_messages_of_its_room(cast: Cast, program: Program) -> None:
    reads_along(cast, program)
    message = post_message(a_talk(cast), "It leaks.", by=cast.ada)
    (said,) = told(program)
    assert (said["type"], said["data"]["message"]["text"]) == ("chat.message_posted", "It leaks.")
    assert (said["data"]["room"], said["data"]["topic"]["name"]) == (cast.circle.key, "Seals")
    assert said["data"]["message"]["author"] == {"id": str(cast.ada.pk), "name": "Ada Mercier"}
    edit_message(message, "It leaks at farm 2.", by=cast.ada)
    remove_message(message, by=cast.ada)
    later = told(program)[1:]
    assert [one["type"] for one in later] == ["chat.message_edited", "chat.message_deleted"]
    assert [one["data"]["message"]["text"] for one in later] == ["", ""], "what was taken back is told to nobody"


def test_a_reaction_is_told_with_who_gave_it(cast: Cast, program: Program) -> None:
    reads_along(cast, program, types=["chat.message_reacted"])
    message = post_message(a_talk(cast), "It leaks.", by=cast.ada)
    kind = next(iter(ReactionKind)).value
    react(message, kind, by=cast.bo)
    react(message, kind, by=cast.bo)
    told_of = [one["data"] for one in told(program)]
    assert [(one["reaction"], one["stands"], one["actor"]) for one in told_of] == [
        (kind, True, str(cast.bo.pk)),
        (kind, False, str(cast.bo.pk)),
    ]


def test_other_rooms_and_direct_messages_are_told_to_no_program(cast: Cast, program: Program) -> None:
    reads_along(cast, program, types=[], rooms=[])
    other = reads_along(cast, program, rooms=[cast.power.key], types=["chat.message_posted"])
    post_message(a_talk(cast), "It leaks.", by=cast.ada)
    post_message(direct_topic(cast.project, [cast.bo], by=cast.ada), "Between us.", by=cast.ada)
    assert not OutgoingWebhook.objects.exclude(message=None).exists()
    assert not OutgoingWebhook.objects.filter(webhook=other).exists()
    post_message(open_topic(Room.of(cast.power), "Volts", by=cast.pia), "48 V.", by=cast.pia)
    assert [one["data"]["message"]["text"] for one in told(program) if "message" in one["data"]] == ["48 V."]


def test_a_room_that_is_chosen_no_more_is_sent_nothing_that_waits(cast: Cast, program: Program) -> None:
    hook = reads_along(cast, program)
    post_message(a_talk(cast), "It leaks.", by=cast.ada)
    hook.change(by=cast.bo, rooms=[])
    assert told(program) == []
    with pytest.raises(Refused, match="no circle “elsewhere”"):
        hook.change(by=cast.bo, rooms=["elsewhere"])


def test_rooms_are_chosen_on_the_page_and_by_the_api(cast: Cast, program: Program) -> None:
    browser, pages = at_browser(cast.bo), f"/p/{cast.project.slug}/webhooks/"
    assert "Messages in the rooms below" in browser.get(pages).text
    sent = {"name": "bot", "url": program.at(200), "rooms": [cast.circle.key], "types": ["chat.message_posted"]}
    browser.post(pages, sent)
    hook = Webhook.objects.get()
    assert (hook.rooms, hook.types) == ([cast.circle.key], ["chat.message_posted"])
    address = operation(cast, f"webhooks/{hook.pk}")
    given = {"rooms": [cast.power.key]}
    answer = browser.patch(address, given, content_type="application/json", headers=by_token(cast.bo))
    assert answer.json()["rooms"] == [cast.power.key]
