"""What people write is passed on at once, and what comes in one turn of the loop together."""

import asyncio
from typing import Any

from pycrdt import Doc, Text

from documents.coediting.awareness import ClientPresence, read_presences
from documents.coediting.relay import Relay
from tests.documents.coediting.server_frames import parsed


class Room:
    """Connections that note what they are sent, and what was published to the other nodes."""

    def __init__(self) -> None:
        self.sent: dict[str, list[Any]] = {}
        self.writes: dict[str, int] = {}
        self.all_were_sent_something = asyncio.Event()
        self.published: list[list[ClientPresence]] = []
        self.ada, self.bo, self.cleo = people = [self.connection(name) for name in ("ada", "bo", "cleo")]
        self.relay = Relay(set(people), lambda cursors: self.published.append(read_presences(cursors)))
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get("text", type=Text)

    def connection(self, name: str) -> Any:
        self.sent[name], self.writes[name] = [], 0
        room = self

        class Connection:
            def send_all(self, frames: tuple[bytes, ...]) -> None:
                room.sent[name] += map(parsed, frames)
                room.writes[name] += 1
                if all(room.sent.values()):
                    room.all_were_sent_something.set()

        return Connection()

    def write(self, words: str, author: Any) -> None:
        before = self.doc.get_state()
        self.text += words
        self.relay.relay(self.doc.get_update(before), author)

    def words(self, name: str) -> str:
        doc: Doc[Any] = Doc()
        for kind, said in self.sent[name]:
            if kind == "update":
                doc.apply_update(said)
        return str(doc.get("text", type=Text))


async def test_each_turn_is_sent_by_itself() -> None:
    room = Room()
    for words in ("a", "b"):
        room.write(words, room.ada)
        await asyncio.sleep(0)
    assert [len(room.sent[name]) for name in ("ada", "bo", "cleo")] == [0, 2, 2]


async def test_what_comes_in_one_turn_goes_together() -> None:
    room = Room()
    for words, author in (("a", room.ada), ("b", room.bo), ("c", room.ada)):
        room.write(words, author)
    room.relay.show([ClientPresence(1, 0, "{}")], room.ada)
    assert not any(room.sent.values())
    await asyncio.wait_for(room.all_were_sent_something.wait(), 5)
    assert room.writes == {"ada": 1, "bo": 1, "cleo": 1}
    assert [len(room.sent[name]) for name in ("ada", "bo", "cleo")] == [1, 2, 2]
    assert room.words("cleo") == "abc"


async def test_of_each_cursor_only_its_last_place_is_shown_and_not_to_its_own_person() -> None:
    room = Room()
    ada, bo = [ClientPresence(1, clock, f'{{"at":{clock}}}') for clock in range(3)], ClientPresence(2, 0, "{}")
    for presence in ada:
        room.relay.show([presence], room.ada)
    room.relay.show([bo], room.bo)
    room.relay.show([ClientPresence(3, 0, "{}")], b"another node")
    await asyncio.wait_for(room.all_were_sent_something.wait(), 5)
    shown = {name: sorted(one.client for one in read_presences(frame[1])) for name, (frame,) in room.sent.items()}
    assert shown == {"ada": [2, 3], "bo": [1, 3], "cleo": [1, 2, 3]}
    assert room.published == [[ada[-1], bo]]
