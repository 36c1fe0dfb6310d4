"""Who has the same page open: each page's socket tells the others of its group, and forgets those who fall silent.

Nothing is stored. A page that many have open stays cheap: who knows of enough others keeps silent.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from foundation.accounts.models import User
from foundation.web.collation import place_of
from foundation.web.socket_groups import Listener, SocketGroups

MOST = 12
"""Of so many others a page knows; more are neither told of oneself nor answered."""
BEAT_S = 30.0
FORGET_S = 75.0
LONGEST_PAGE = 300

type Face = dict[str, str | int]
"""A person as a page draws them: `id`, `name`, `initials`, `hue`."""


def group_of_page(project: UUID, page: str) -> str:
    """Name the group of those who have a page of the project open."""
    return f"page.{project.hex}.{sha256(page[:LONGEST_PAGE].encode(errors='replace')).hexdigest()[:20]}"


def face_of(user: User) -> Face:
    """Return a person as pages draw them."""
    face: Face = {"id": user.pk.hex, "name": user.name, "initials": user.initials, "hue": user.hue}
    return face | {"picture": user.picture_url} if user.picture else face


@dataclass
class PagePresence:
    """The others at one page, as one socket knows them. `show` is called with them whenever they change.

    `name` is the socket's own, and that of a group of it alone: so one newcomer is answered.
    """

    groups: SocketGroups
    name: str
    group: str
    me: Face
    show: Callable[[list[Face]], None]
    _others: dict[str, tuple[Face, float]] = field(default_factory=dict)
    _next_beat: float = 0.0
    _shown: list[Face] = field(default_factory=list)

    def join(self, listener: Listener) -> None:
        """Follow the others from now on; the first beat tells them of oneself."""
        for group in (self.group, self.name):
            self.groups.add(group, listener)

    def leave(self, listener: Listener) -> None:
        """Say goodbye."""
        for group in (self.group, self.name):
            self.groups.discard(group, listener)
        self.groups.send(self.group, {"type": "left", "socket": self.name})

    def say_typing(self) -> None:
        """Tell the others that one is writing."""
        text = json.dumps({"typing": self.me})
        self.groups.send(self.group, {"type": "typing", "socket": self.name, "text": text})

    def beat(self) -> None:
        """Say that one is still here, once in a while, and forget who has not said so for long."""
        now = time.monotonic()
        self._others = {key: known for key, known in self._others.items() if known[1] > now - FORGET_S}
        if now >= self._next_beat:
            self._next_beat = now + BEAT_S
            if len(self._others) < MOST:
                self.groups.send(self.group, self._message("arrived"))
        self._show_changes()

    def receive(self, message: dict[str, Any]) -> None:
        """Take in what another socket of the group sent; a newcomer is answered."""
        name = message["socket"]
        if name == self.name:
            return
        is_new = name not in self._others
        if message["type"] == "left":
            self._others.pop(name, None)
        else:
            self._others[name] = (message["face"], time.monotonic())
        if message["type"] == "arrived" and is_new and len(self._others) <= MOST:
            self.groups.send(name, self._message("met"))
        self._show_changes()

    def _message(self, kind: str) -> dict[str, Any]:
        return {"type": kind, "socket": self.name, "face": self.me}

    def _show_changes(self) -> None:
        """Show each other person once, by name, if they changed."""
        people = {face["id"]: face for face, _ in self._others.values() if face["id"] != self.me["id"]}
        found = sorted(people.values(), key=lambda face: (place_of(face["name"]), face["id"]))[:MOST]
        if found != self._shown:
            self._shown = found
            self.show(found)
