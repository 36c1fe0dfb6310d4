"""What people write is passed on at once; where a process passes on much, together with what comes soon after."""

import asyncio
from typing import Any

import pytest
from pycrdt import Doc, Text

from documents.coediting import relay as relay_module
from documents.coediting.awareness import ClientPresence, read_presences
from documents.coediting.relay import BUSY, COUNTED_S, Relay, Traffic
from tests.documents.server_frames import parsed


class Room:
    """Connections that note what they are sent, and what was published to the other nodes."""

    def __init__(self, *, is_busy: bool) -> None:
        self.sent: dict[str, list[Any]] = {}
        self.all_were_sent_something = asyncio.Event()
        self.published: list[list[ClientPresence]] = []
        traffic = Traffic()
        traffic.count(0, asyncio.get_running_loop().time())
        traffic.is_busy = is_busy
        self.ada, self.bo, self.cleo = people = [self.connection(name) for name in ("ada", "bo", "cleo")]
        self.relay = Relay(set(people), traffic, lambda cursors: self.published.append(read_presences(cursors)))
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get("text", type=Text)

    def connection(self, name: str) -> Any:
        self.sent[name] = []
        room = self

        class Connection:
            def send(self, frame: bytes) -> None:
                room.sent[name].append(parsed(frame))
                if all(room.sent.values()):
                    room.all_were_sent_something.set()

        return Connection()

    def write(self, words: str, author: Any) -> None:
        before = self.doc.get_state()
        self.text += words
        self.relay.relay(self.doc.get_update(before), author)

    def words(self, name: str) -> str:
        doc: Doc[Any] = Doc()
        for _, update in self.sent[name]:
            doc.apply_update(update)
        return str(doc.get("text", type=Text))


async def test_with_little_to_pass_on_each_turn_is_sent_by_itself() -> None:
    room = Room(is_busy=False)
    for words in ("a", "b"):
        room.write(words, room.ada)
        await asyncio.sleep(0)
    assert [len(room.sent[name]) for name in ("ada", "bo", "cleo")] == [0, 2, 2]


async def test_with_much_to_pass_on_what_comes_soon_after_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "WINDOW_S", 0.05)
    room = Room(is_busy=True)
    for words, author in (("a", room.ada), ("b", room.bo), ("c", room.ada)):
        room.write(words, author)
        await asyncio.sleep(0)
    assert not any(room.sent.values())
    await asyncio.wait_for(room.all_were_sent_something.wait(), 5)
    assert [len(room.sent[name]) for name in ("ada", "bo", "cleo")] == [1, 1, 1]
    assert room.words("cleo") == "abc"


@pytest.mark.parametrize("is_busy", [True, False])
async def test_of_each_cursor_only_its_last_place_is_shown_and_not_to_its_own_person(*, is_busy: bool) -> None:
    room = Room(is_busy=is_busy)
    ada, bo = [ClientPresence(1, clock, f'{{"at":{clock}}}') for clock in range(3)], ClientPresence(2, 0, "{}")
    for presence in ada:
        room.relay.show([presence], room.ada)
    room.relay.show([bo], room.bo)
    room.relay.show([ClientPresence(3, 0, "{}")], b"another node")
    await asyncio.wait_for(room.all_were_sent_something.wait(), 5)
    shown = {name: sorted(one.client for one in read_presences(frame[1])) for name, (frame,) in room.sent.items()}
    assert shown == {"ada": [2, 3], "bo": [1, 3], "cleo": [1, 2, 3]}
    assert room.published == [[ada[-1], bo]]


def test_a_process_is_busy_while_it_has_much_to_deliver() -> None:
    traffic, now = Traffic(), 100.0
    traffic.count(0, now)
    for deliveries, is_busy in ((BUSY * COUNTED_S * 2, True), (BUSY * COUNTED_S / 2, False)):
        now += COUNTED_S
        traffic.count(int(deliveries), now)
        assert traffic.is_busy is is_busy
