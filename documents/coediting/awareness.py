"""Who is connected to a document and where their cursor is: kept in memory, passed on, never stored.

A client may only send states of its own client ids: what it sends of others (stock clients echo what they receive) is
dropped, and the name shown is that of the signed-in person, whatever the client claims. When a newer connection of the
same person sends a higher clock for an id, the id belongs to that connection: the older one broke, and the server has
not noticed yet.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from documents.richtext.yjs.lib0 import ByteReader, Malformed, var_string, var_uint

if TYPE_CHECKING:
    from uuid import UUID

MAX_STATE = 4096  # bytes of one client's state
LIFE_S = 30.0  # without a word; clients speak every 15 s
MAX_PRESENCES = 1000  # in one frame: stock clients echo those of all who are here
MAX_CLIENTS = 8  # that one connection may speak for
_GONE = "null"
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


@dataclass(frozen=True, slots=True)
class ClientPresence:
    """What one client says of itself: its clock, and its state as JSON (`null` when it leaves)."""

    client: int
    clock: int
    state: str


def read_presences(payload: bytes) -> list[ClientPresence]:
    """Read an awareness payload; raises Malformed."""
    reader = ByteReader(payload)
    if (count := reader.count()) > MAX_PRESENCES:
        raise Malformed("more than anyone has to say")
    presences = [ClientPresence(reader.uint(), reader.uint(), reader.string()) for _ in range(count)]
    reader.done()
    return presences


def write_presences(presences: list[ClientPresence]) -> bytes:
    """Write an awareness payload."""
    return var_uint(len(presences)) + b"".join(
        var_uint(presence.client) + var_uint(presence.clock) + var_string(presence.state) for presence in presences
    )


def cleaned(state: str, name: str, hue: int, *, is_guest: bool = False) -> str:
    """Return `state` with the person's true name and hue, whether they are a guest, and no colour that is none; raises
    Malformed.
    """
    if state == _GONE:
        return state
    if len(state) > MAX_STATE:
        raise Malformed("too much to say")
    try:
        content = json.loads(state)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(content, dict):
        raise Malformed("no state")
    user = content.get("user")
    if user is None:
        return state
    true = {"name": name, "hue": hue, **({"guest": True} if is_guest else {}), **_colour_of(user)}
    if user == true:
        return state
    content["user"] = true
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _colour_of(user: object) -> dict[str, Any]:
    colour = user.get("color") if isinstance(user, dict) else None
    return {"color": colour} if isinstance(colour, str) and _COLOUR.fullmatch(colour) else {}


class Owner(Protocol):
    """A connection."""

    user: UUID


class PresenceTable:
    """The presences of one document session, and which connection each belongs to."""

    def __init__(self) -> None:
        self._presences: dict[int, ClientPresence] = {}
        self._owner: dict[int, Owner | bytes] = {}  # or the name of a node
        self._seen_at: dict[int, float] = {}
        self._left: dict[int, int] = {}  # the last clock of those who left, so that an echo does not bring them back

    def update_from_peer(
        self, presences: list[ClientPresence], owner: Owner, name: str, hue: int, *, is_guest: bool = False
    ) -> list[ClientPresence]:
        """Note what a connection says and return what of it may be passed on; raises Malformed."""
        passed = []
        for presence in presences:
            if not self._may_set(presence, owner):
                continue
            clean = ClientPresence(
                presence.client, presence.clock, cleaned(presence.state, name, hue, is_guest=is_guest)
            )
            passed.append(clean)
            self._note(clean, owner)
        return passed

    def update_from_node(self, presences: list[ClientPresence], node: bytes) -> list[ClientPresence]:
        """Note what another node passed on (it has cleaned it) and return what is new here."""
        passed = []
        for presence in presences:
            known = self._presences.get(presence.client)
            if known and (self._owner[presence.client] != node or presence.clock < known.clock):
                continue
            passed.append(presence)
            self._note(presence, node)
        return passed

    def remove_peer(self, owner: object) -> list[ClientPresence]:
        """Forget a connection and return what the others must receive for it."""
        gone = [presence for client, presence in self._presences.items() if self._owner[client] is owner]
        # Under the clock that it had: whoever comes back goes on from there.
        farewell = [ClientPresence(presence.client, presence.clock, _GONE) for presence in gone]
        for presence in farewell:
            self._forget(presence.client, presence.clock)
        return farewell

    def current(self) -> list[ClientPresence]:
        """Return all that are here; who has been silent too long (a node died) is not."""
        start = time.monotonic() - LIFE_S
        return [presence for client, presence in self._presences.items() if self._seen_at[client] > start]

    def local(self) -> list[ClientPresence]:
        """Return those who are connected to this process."""
        return [presence for presence in self.current() if not isinstance(self._owner[presence.client], bytes)]

    def _may_set(self, presence: ClientPresence, owner: Owner) -> bool:
        known = self._owner.get(presence.client)
        if known is owner:
            return presence.clock >= self._presences[presence.client].clock
        if known is None:
            last = self._left.get(presence.client, -1)
        elif isinstance(known, bytes) or known.user != owner.user:
            return False
        else:
            last = self._presences[presence.client].clock
        if presence.state == _GONE or presence.clock <= last:
            return False
        return sum(1 for each in self._owner.values() if each is owner) < MAX_CLIENTS

    def _note(self, presence: ClientPresence, owner: Owner | bytes) -> None:
        if presence.state == _GONE:
            self._forget(presence.client, presence.clock)
            return
        self._presences[presence.client] = presence
        self._owner[presence.client] = owner
        self._seen_at[presence.client] = time.monotonic()

    def _forget(self, client: int, clock: int) -> None:
        self._presences.pop(client, None)
        self._owner.pop(client, None)
        self._seen_at.pop(client, None)
        self._left[client] = clock
        if len(self._left) > 1000:
            del self._left[next(iter(self._left))]
