"""Who opens a document of which there is a snapshot is sent it at once, while the server still builds its own."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from documents.coediting import live_replica, loading, sync
from documents.coediting.models import Update
from documents.coediting.session_registry import close_registry, current_registry
from documents.coediting.snapshots import take_snapshot
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from foundation.accounts.models import User
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene
from tests.documents.coediting.server_frames import parsed

pytestmark = pytest.mark.django_db(transaction=True)


class Page(Client):
    """Asks for everything before it says what it has itself, as our page does, and y-websocket."""

    def __init__(self, scene: Scene, person: User, *, ours: bool = True) -> None:
        header = (b"authorization", b"Bearer " + scene.tokens[person.pk].encode())
        super().__init__(scene.document.pk, ours=ours, headers=[header])
        self.has_asked = False

    def _take(self, data: bytes) -> None:
        if not self.has_asked and parsed(data)[0] == "step1":
            self.has_asked = True
            if self.ours:
                self.send_raw(var_uint(103) + var_string(json.dumps({"schema": sync.SCHEMA, "epoch": None})))
            self.send_raw(b"\x00\x00" + var_bytes(self.doc.get_state()))
        super()._take(data)


@pytest.fixture
def building(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let replicas be built only once this is set."""
    released, build = threading.Event(), loading.loading_sound

    def held(*given: Any) -> Any:
        while not released.wait(0.01):
            yield
        return (yield from build(*given))

    monkeypatch.setattr(live_replica, "loading_sound", held)
    return released


def let_in(scene: Scene) -> None:
    """Let eve in as a guest who reads."""
    invite_guest(scene.document, str(scene.eve.email), level="read", reason="Tests", ends_on=None, by=scene.ada)
    accept(Guest.objects.get(), by=scene.eve)


async def write(scene: Scene, *words: str) -> None:
    ada = await scene.opens(scene.ada).greeted()
    for name in [ada.say(word) for word in words]:
        await ada.until(lambda name=name: name in ada.acked)
    await ada.leave()


async def written_and_left(scene: Scene) -> None:
    """Let ada write some of it before there is a snapshot, and some after."""
    await write(scene, "The ", "pump ")
    await sync_to_async(take_snapshot)(scene.document.pk, after=1)
    await write(scene, "turns")
    await close_registry()


@pytest.mark.parametrize("ours", [True, False])
async def test_what_is_stored_is_read_before_the_server_has_built_it(
    scene: Scene, building: threading.Event, stored: Callable[..., Any], *, ours: bool
) -> None:
    building.set()
    await written_and_left(scene)
    building.clear()
    ada, bo = Page(scene, scene.ada, ours=ours), Page(scene, scene.bo, ours=ours)
    await bo.until(lambda: ada.words == bo.words == "The pump turns")
    ada.say("!")
    bo.say("?")
    assert not current_registry().sessions[scene.document.pk].live.ready.is_set()
    building.set()
    await ada.until(lambda: len(ada.words) == 16 and ada.words == bo.words)
    await current_registry().writer.all_landed()
    assert await stored(scene.document) == ada.words


async def test_a_guest_is_sent_nothing_that_was_deleted(scene: Scene, building: threading.Event) -> None:
    building.set()
    await sync_to_async(let_in)(scene)
    await written_and_left(scene)
    ada = await scene.opens(scene.ada).greeted()
    secret = ada.say(" at 14 bar")
    await ada.until(lambda: secret in ada.acked)
    before = ada.doc.get_state()
    del ada.text[len("The pump turns") :]
    name = ada.send(ada.doc.get_update(before))
    await ada.until(lambda: name in ada.acked)
    await ada.leave()
    await close_registry()
    building.clear()
    eve = Page(scene, scene.eve)
    ada = Page(scene, scene.ada)
    await ada.until(lambda: ada.words == "The pump turns")
    building.set()
    await eve.until(lambda: eve.words == "The pump turns")
    assert "14 bar" not in repr(eve.frames)


async def test_what_another_server_writes_meanwhile_arrives(scene: Scene, building: threading.Event) -> None:
    building.set()
    await written_and_left(scene)
    building.clear()
    ada = Page(scene, scene.ada)
    await ada.until(lambda: ada.words == "The pump turns")
    elsewhere = Client(scene.document.pk)
    update = elsewhere.type("Again. ")
    await Update.objects.acreate(log_id=scene.document.pk, seq=4, message_id="elsewhere", data=update)
    current_registry().sessions[scene.document.pk].live.catch_up()
    building.set()
    await ada.until(lambda: sorted(ada.words) == sorted("The pump turnsAgain. "))


async def test_a_document_that_cannot_be_built_is_closed_and_opens_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written_and_left(scene)

    def failing(*_given: Any) -> Any:
        yield
        raise MemoryError

    with monkeypatch.context() as hostile:
        hostile.setattr(live_replica, "loading_sound", failing)
        ada = scene.opens(scene.ada)
        await ada.until(lambda: ada.closed == 1013)
    ada = await scene.opens(scene.ada).greeted()
    await ada.until(lambda: ada.words == "The pump turns")
