"""Who is here and where their cursor is: kept in memory, passed on, never stored.

A client speaks for its own client ids only: what it says of others (stock clients echo what they hear) is dropped, and
the name it shows is the person's own, whatever it claims.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from documents.lib0 import Malformed, Reader, var_string, var_uint

MAX_STATE = 4096  # bytes of one client's state
LIFE_S = 30.0  # without a word; clients speak every 15 s
MAX_CLIENTS = 8  # that one connection may speak for
_GONE = "null"
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


@dataclass(frozen=True, slots=True)
class Presence:
    """What one client says of itself: its clock, and its state as JSON (`null` when it leaves)."""

    client: int
    clock: int
    state: str


def read_presences(payload: bytes) -> list[Presence]:
    """Read an awareness payload; raises Malformed."""
    reader = Reader(payload)
    said = [Presence(reader.uint(), reader.uint(), reader.string()) for _ in range(reader.count())]
    reader.done()
    return said


def write_presences(presences: list[Presence]) -> bytes:
    """Write an awareness payload."""
    return var_uint(len(presences)) + b"".join(
        var_uint(said.client) + var_uint(said.clock) + var_string(said.state) for said in presences
    )


def cleaned(state: str, name: str, hue: int) -> str:
    """Return `state` with the person's true name and hue and no colour that is none; raises Malformed."""
    if state == _GONE:
        return state
    if len(state) > MAX_STATE:
        raise Malformed("too much to say")
    try:
        said = json.loads(state)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(said, dict):
        raise Malformed("no state")
    user = said.get("user")
    if user is None:
        return state
    true = {"name": name, "hue": hue, **_colour_of(user)}
    if user == true:
        return state
    said["user"] = true
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _colour_of(user: object) -> dict[str, Any]:
    colour = user.get("color") if isinstance(user, dict) else None
    return {"color": colour} if isinstance(colour, str) and _COLOUR.fullmatch(colour) else {}


class Here:
    """The presences of one room, and which connection each belongs to."""

    def __init__(self) -> None:
        self._said: dict[int, Presence] = {}
        self._owner: dict[int, object] = {}
        self._heard: dict[int, float] = {}
        self._left: dict[int, int] = {}  # the last clock of those who left, so that an echo does not bring them back

    def take(self, presences: list[Presence], owner: object, name: str, hue: int) -> list[Presence]:
        """Note what a connection says and return what of it may be passed on; raises Malformed."""
        passed = []
        for said in presences:
            if not self._may_speak(said, owner):
                continue
            clean = Presence(said.client, said.clock, cleaned(said.state, name, hue))
            passed.append(clean)
            self._note(clean, owner)
        return passed

    def take_over(self, presences: list[Presence], node: bytes) -> list[Presence]:
        """Note what another node passed on (it has cleaned it) and return what is news here."""
        passed = []
        for said in presences:
            known = self._said.get(said.client)
            if known and (self._owner[said.client] != node or said.clock < known.clock):
                continue
            passed.append(said)
            self._note(said, node)
        return passed

    def leave(self, owner: object) -> list[Presence]:
        """Forget a connection and return what tells the others so."""
        gone = [said for client, said in self._said.items() if self._owner[client] is owner]
        farewell = [Presence(said.client, said.clock + 1, _GONE) for said in gone]
        for said in farewell:
            self._forget(said.client, said.clock)
        return farewell

    def everybody(self) -> list[Presence]:
        """Return all that are here, for one who joins; who has been silent too long (a node died) is not."""
        start = time.monotonic() - LIFE_S
        return [said for client, said in self._said.items() if self._heard[client] > start]

    def own(self) -> list[Presence]:
        """Return those who are connected to this process."""
        return [said for said in self.everybody() if not isinstance(self._owner[said.client], bytes)]

    def _may_speak(self, said: Presence, owner: object) -> bool:
        known = self._owner.get(said.client)
        if known is owner:
            return said.clock >= self._said[said.client].clock
        if known is not None or said.state == _GONE or said.clock <= self._left.get(said.client, -1):
            return False
        return sum(1 for each in self._owner.values() if each is owner) < MAX_CLIENTS

    def _note(self, said: Presence, owner: object) -> None:
        if said.state == _GONE:
            self._forget(said.client, said.clock)
            return
        self._said[said.client] = said
        self._owner[said.client] = owner
        self._heard[said.client] = time.monotonic()

    def _forget(self, client: int, clock: int) -> None:
        self._said.pop(client, None)
        self._owner.pop(client, None)
        self._heard.pop(client, None)
        self._left[client] = clock
        if len(self._left) > 1000:
            del self._left[next(iter(self._left))]
