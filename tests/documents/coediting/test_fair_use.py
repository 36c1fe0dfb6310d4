"""One person's connections take a bounded part of a process; and a large document comes through all the same."""

import pytest

from documents.coediting import fair_use
from documents.coediting.fair_use import MAX_WAITING, FairShare, SendBacklog
from documents.coediting.session_registry import current_registry
from documents.richtext.yjs.lib0 import var_bytes, var_uint
from foundation.web.token_bucket import TokenBucket
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene
from tests.documents.coediting.test_longpoll import Poller, poller

__all__ = ["poller"]
pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = 3 * 900_000


async def grown(scene: Scene) -> Client:
    """Let ada write a document that is larger than what may wait for a slow reader."""
    ada = await scene.opens(scene.ada).greeted()
    for _ in range(3):
        name = ada.say("x" * 900_000)
        await ada.until(lambda name=name: name in ada.acked)
    return ada


async def test_a_large_document_is_sent_whole(scene: Scene) -> None:
    await grown(scene)
    bo = await scene.opens(scene.bo).greeted()
    bo.send_raw(b"\x00\x00" + var_bytes(b"\x00"))
    await bo.until(lambda: bo.closed is not None or len(str(bo.text)) == WHOLE)
    assert bo.closed is None


async def test_a_large_document_is_sent_whole_by_long_polling(scene: Scene, poller: Poller) -> None:
    await grown(scene)
    await poller.post()
    await poller.post(b"\x00\x00" + var_bytes(b"\x00"))
    assert len(str(poller.text)) == WHOLE


async def test_a_reader_who_requests_a_large_document_twice_unread_is_disconnected(scene: Scene) -> None:
    await grown(scene)
    bo = await scene.opens(scene.bo).greeted()
    bo.writable.clear()
    for _ in range(2):
        bo.send_raw(b"\x00\x00" + var_bytes(b"\x00"))
    await bo.task


async def test_large_frames_waiting_for_one_person_are_bounded() -> None:
    whole, frame = FairShare(), b"x" * (fair_use.MAX_LARGE // 2)
    first, second, third = SendBacklog(whole), SendBacklog(whole), SendBacklog(whole)
    assert first.add(frame)
    assert second.add(frame)
    assert not third.add(b"x" * (MAX_WAITING + 1))
    first.remove(frame)
    assert third.add(b"x" * (MAX_WAITING + 1))
    third.clear()
    second.clear()
    assert whole.large == 0


async def test_a_person_who_keeps_the_loop_busy_waits_and_nobody_else_does(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    monkeypatch.setattr(current_registry().share_of(scene.ada.pk), "seconds", TokenBucket(0.0, 1e-9))
    ada.send_raw(var_uint(105) + var_uint(1))
    await ada.until(lambda: ("pong", 1) in ada.frames)
    again = scene.opens(scene.ada)
    await again.until(lambda: again.frames)
    for one in (ada, again):
        one.send_raw(var_uint(105) + var_uint(2))
    bo.send_raw(var_uint(105) + var_uint(1))
    await bo.until(lambda: ("pong", 1) in bo.frames)
    assert ("pong", 2) not in ada.frames + again.frames


async def test_the_sockets_of_one_person_are_bounded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.coediting.consumers.MAX_SOCKETS", 1)
    first = await scene.opens(scene.ada).greeted()
    second = scene.opens(scene.ada)
    await second.until(lambda: second.closed is not None)
    assert second.closed == 1013
    await scene.opens(scene.bo).greeted()
    await first.leave()
    await scene.opens(scene.ada).greeted()


def test_many_rows_at_once_count_as_the_work_that_they_are() -> None:
    one, many = FairShare(), FairShare()
    one.count_unwritten(1, 10)
    many.count_unwritten(10_001, 10)
    assert one.seconds.left - many.seconds.left == pytest.approx(10_000 * fair_use.ROW_S, abs=0.01)
