"""People see where others are in a document, under their true names."""

import json
from typing import Any

import pytest

from documents.coediting.awareness import read_presences
from documents.coediting.session_registry import current_registry
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def cursor(client: int, clock: int, state: Any) -> bytes:
    said = var_uint(1) + var_uint(client) + var_uint(clock) + var_string(json.dumps(state))
    return var_uint(1) + var_bytes(said)


def states(client: Any) -> list[dict[str, Any] | None]:
    return [json.loads(p.state) for frame in client.frames if frame[0] == "awareness" for p in read_presences(frame[1])]


async def test_cursors_carry_the_true_name_and_disappear_with_their_person(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    bo.send_raw(cursor(77, 1, {"user": {"name": "Ada Mercier", "hue": 1, "color": "url(x)"}, "cursor": 3}))
    await ada.until(lambda: states(ada))
    assert states(ada) == [{"user": {"name": "Bo Nguyen", "hue": scene.bo.hue}, "cursor": 3}]
    ada.send_raw(cursor(77, 5, None))  # ada speaks for bo: not passed on
    late = await scene.opens(scene.ada).greeted()
    await late.until(lambda: states(late))
    await bo.leave()
    await ada.until(lambda: None in states(ada))


async def test_an_echoed_cursor_does_not_bring_back_who_left(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    bo.send_raw(cursor(77, 1, {"cursor": 3}))
    await ada.until(lambda: states(ada))
    await bo.leave()
    await ada.until(lambda: None in states(ada))
    ada.send_raw(cursor(77, 1, {"cursor": 3}))
    ada.send_raw(var_uint(105) + var_uint(1))
    await ada.until(lambda: ("pong", 1) in ada.frames)
    assert current_registry().sessions[scene.document.pk].presences.current() == []
