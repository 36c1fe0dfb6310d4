"""People write together: everyone sees it, and what is called saved is in the database."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pycrdt import Doc, Text

from documents.coediting.log_access import PendingUpdate
from documents.coediting.log_append import append
from documents.coediting.models import Quarantine, Update
from documents.coediting.session_registry import close_registry, current_registry
from documents.richtext.yjs.lib0 import var_bytes, var_uint
from tests.documents.coediting.conftest import Scene

PANICS = json.loads((Path(__file__).parent / "data" / "pycrdt_panics.json").read_text())
pytestmark = pytest.mark.django_db(transaction=True)


async def test_bo_sees_what_ada_types_and_the_database_has_it(scene: Scene, stored: Callable[..., Any]) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    name = ada.say("The pump")
    await ada.until(lambda: name in ada.acked)
    assert ada.acked[name] == 1
    assert await stored(scene.document) == "The pump"
    await bo.until(lambda: bo.words == "The pump")
    name = bo.say(" turns")
    await bo.until(lambda: name in bo.acked)
    await ada.until(lambda: ada.words == "The pump turns")
    assert [frame for frame in ada.frames if frame[0] == "update"], "bo's words came as an update"
    assert "The pump" not in [frame[1] for frame in ada.frames if frame[0] == "update"]


async def test_an_update_is_acknowledged_only_after_the_commit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.coediting import writer
    from documents.coediting.log_append import append

    seen: list[int] = []

    def watched(batch: Any) -> Any:
        places = append(batch)
        seen.append(len(ada.acked))
        return places

    monkeypatch.setattr(writer, "append", watched)
    ada = await scene.opens(scene.ada).greeted()
    name = ada.say("x")
    await ada.until(lambda: name in ada.acked)
    assert seen == [0]


async def test_stock_clients_write_together(scene: Scene, stored: Callable[..., Any]) -> None:
    ada, bo = await scene.opens(scene.ada, ours=False).greeted(), await scene.opens(scene.bo, ours=False).greeted()
    ada.say("a")
    bo.say("b")
    await ada.until(lambda: len(ada.words) == 2 and ada.words == bo.words)
    await current_registry().writer.all_landed()
    assert sorted(await stored(scene.document)) == ["a", "b"]
    assert {frame[0] for frame in ada.frames} <= {"step1", "step2", "update", "awareness"}


async def test_offline_changes_arrive_with_the_synchronisation(scene: Scene, stored: Callable[..., Any]) -> None:
    ada = scene.opens(scene.ada, ours=False)
    ada.type("written in the train")
    await ada.greeted()
    await current_registry().writer.all_landed()
    bo = await scene.opens(scene.bo).greeted()
    assert bo.words == "written in the train"
    assert await stored(scene.document) == "written in the train"


async def test_a_message_sent_twice_is_one_row(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    update = ada.type("once")
    name = ada.send(update)
    await ada.until(lambda: name in ada.acked)
    place = ada.acked.pop(name)
    ada.send(update, name)
    await ada.until(lambda: name in ada.acked)
    assert ada.acked[name] == place
    assert await sync_to_async(Update.objects.filter(log=scene.document.pk).count)() == 1


async def test_a_message_sent_again_after_a_restart_is_one_row(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    update = ada.type("once")
    name = ada.send(update)
    await ada.until(lambda: name in ada.acked)
    await close_registry()
    again = await scene.opens(scene.ada).greeted()
    again.send(update, name)
    await again.until(lambda: name in again.acked)
    assert again.acked[name] == ada.acked[name]
    assert await sync_to_async(Update.objects.filter(log=scene.document.pk).count)() == 1


async def test_an_update_that_leaves_a_hole_is_refused_and_requested_again(
    scene: Scene, stored: Callable[..., Any]
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    ada.type("first ")  # never sent
    name = ada.say("second")
    await ada.until(lambda: name in ada.nacked)
    assert ada.nacked[name] == "hole"
    # The server asks what it lacks, and the answer brings both.
    await bo.until(lambda: bo.words == "first second")
    await current_registry().writer.all_landed()
    assert await stored(scene.document) == "first second"


async def test_repeated_deletions_are_not_written_again(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    ada.say("long word")
    before = ada.doc.get_state()
    del ada.text[0:5]
    name = ada.send(ada.doc.get_update(before))
    await ada.until(lambda: name in ada.acked)
    rows = await sync_to_async(Update.objects.count)()
    for _ in range(3):
        ada.send_raw(b"\x00\x01" + var_bytes(ada.doc.get_update(ada.doc.get_state())))
    name = ada.say("!")
    await ada.until(lambda: name in ada.acked)
    assert await sync_to_async(Update.objects.count)() == rows + 1


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x09",
        b"\x65\x01a\x01",
        b"\x00\x02\xff\xff\xff\xff\x0f",
        b"\x01\x05\x01\x01\x01\x05nope",
        b"\x64\x00\x00",
        b"\xff" * 40,
    ],
)
async def test_a_bad_frame_ends_its_own_connection_only(scene: Scene, frame: bytes) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    bo.send_raw(frame)
    await bo.until(lambda: bo.closed is not None)
    assert bo.closed == 1002
    name = ada.say("still here")
    await ada.until(lambda: name in ada.acked)
    assert ada.closed is None


async def test_updates_that_panic_the_library_are_quarantined_and_the_session_lives(
    scene: Scene, stored: Callable[..., Any]
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    ada.say("before ")
    for hostile in PANICS:
        name = bo.send(bytes.fromhex(hostile["update_hex"]))
        await bo.until(lambda name=name: name in bo.nacked)
        assert bo.nacked[name] == "rejected"
    name = ada.say("after")
    await ada.until(lambda: name in ada.acked)
    await bo.until(lambda: bo.words == "before after")
    assert await stored(scene.document) == "before after"
    await close_registry()
    kept = [row async for row in Quarantine.objects.values_list("user", "size")]
    assert sorted(kept) == sorted((scene.bo.pk, hostile["bytes"]) for hostile in PANICS)


async def test_a_broken_replica_is_rebuilt_from_the_log(
    scene: Scene, stored: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    name = ada.say("kept")
    await ada.until(lambda: name in ada.acked)
    session = current_registry().sessions[scene.document.pk]
    old = session.replica

    def panic(_update: bytes) -> None:
        raise BaseException("as pyo3 panics")

    monkeypatch.setattr(old.doc, "apply_update", panic)
    name = bo.say(" lost for now")
    await bo.until(lambda: name in bo.nacked)
    await bo.until(lambda: session.replica is not old and session.live.ready.is_set())
    # Asked again by the new replica, bo's client gives what it has.
    await ada.until(lambda: ada.words == "kept lost for now")
    await current_registry().writer.all_landed()
    assert await stored(scene.document) == "kept lost for now"


async def test_people_see_what_another_node_wrote_before_a_replica_was_rebuilt(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    name = ada.say("here")
    await bo.until(lambda: bo.words == "here")
    await ada.until(lambda: name in ada.acked)
    session = current_registry().sessions[scene.document.pk]
    # The rebuild comes before this node looks into the log.
    monkeypatch.setattr(session.live, "catch_up", lambda: None)
    elsewhere: Doc[Any] = Doc()
    elsewhere.get("text", type=Text).insert(0, "there ")
    row = PendingUpdate(scene.document.pk, "n1", scene.ada.pk, elsewhere.get_update(), lambda rows, places: None)
    await sync_to_async(append)([row])
    session.live.rebuild()
    await bo.until(lambda: "there " in bo.words)
    assert bo.words in ("herethere ", "there here")  # both were written at the beginning


async def test_an_update_over_a_mebibyte_is_refused(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    name = ada.say("x" * (1024 * 1024 + 10))
    await ada.until(lambda: name in ada.nacked or ada.closed)
    assert ada.nacked.get(name) == "too-large"
    stock = await scene.opens(scene.bo, ours=False).greeted()
    stock.say("x" * (1024 * 1024 + 10))
    await stock.until(lambda: stock.closed is not None)
    assert stock.closed == 1009


async def test_a_slow_reader_is_disconnected_and_nobody_waits(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    bo.writable.clear()
    for _ in range(12):
        name = ada.say("x" * 100_000)
        await ada.until(lambda name=name: name in ada.acked)
    await asyncio.wait_for(bo.task, 5)
    assert len(current_registry().sessions[scene.document.pk].peers) == 1


async def test_an_older_editor_may_only_read(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted(schema=0)
    await ada.until(lambda: ("read-only", "schema") in ada.frames)
    name = ada.say("x")
    await ada.until(lambda: name in ada.nacked)
    assert ada.nacked[name] == "read-only"


async def test_a_client_of_another_epoch_is_never_merged(scene: Scene, stored: Callable[..., Any]) -> None:
    ada = await scene.opens(scene.ada).greeted(epoch="99")
    await ada.until(lambda: ada.closed is not None)
    assert ada.closed == 4409
    assert next(frame[1]["epoch"] for frame in ada.frames if frame[0] == "hello") == "1"


async def test_a_ping_is_echoed(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    ada.send_raw(var_uint(105) + var_uint(7_000_000))
    await ada.until(lambda: ("pong", 7_000_000) in ada.frames)


async def test_first_joins_share_one_load(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.coediting import log_access

    loads: list[Any] = []
    load = log_access.load

    def counted(document: Any) -> Any:
        loads.append(document)
        return load(document)

    monkeypatch.setattr(log_access, "load", counted)
    clients = [scene.opens(scene.ada) for _ in range(5)]
    await asyncio.gather(*(client.greeted() for client in clients))
    assert len(loads) == 1


async def test_a_session_without_people_is_forgotten_and_opens_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.coediting.session_registry.LINGER_S", 0.02)
    for number in range(4):
        ada = await scene.opens(scene.ada).greeted()
        assert ada.words == "x" * number
        name = ada.say("x")
        await ada.until(lambda name=name, ada=ada: name in ada.acked)
        await ada.leave()
        await ada.until(lambda: scene.document.pk not in current_registry().sessions)
