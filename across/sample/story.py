"""What the parts of the sample share: who and what is there by key, and the events that are still to come."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from across.sample.days import Days
from across.sample.proposals import name_of
from across.sample.texts import Texts
from chat.chat.models import Topic
from circles.circles.models import Circle, Domain, Fundamental
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.models.rounds.working_time import calendar
from foundation.accounts.models import User
from foundation.audit import clock

type Event = Callable[..., None]
"""Called with the story, what it was planned with, and the instant at which it happens."""


@dataclass
class Story:
    """One loading of the sample project in one language."""

    language: str
    password: str | None
    now: datetime = field(default_factory=clock.now)
    people: dict[str, User] = field(default_factory=dict)
    circles: dict[str, Circle] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    elements: dict[str, Fundamental] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.days = Days(calendar(Project(time_zone="Europe/Paris", working_days="01234", country="FR")), self.now)
        self.texts = Texts(self.language, name_of, self.days.on)
        self._events: list[tuple[datetime, int, Event, tuple[Any, ...]]] = []
        self._order = count()

    @property
    def project(self) -> Project:
        return self.circles["general"].project

    def on(self, day: int, time: str, event: Event, *args: Any) -> None:
        """Plan an event at a clock time of a working day."""
        self.at(self.days.at(day, time), event, *args)

    def at(self, moment: datetime, event: Event, *args: Any) -> None:
        """Plan an event at an instant; what would lie in the future happens now, in the same order."""
        heapq.heappush(self._events, (moment, next(self._order), event, args))

    def play(self, note: Callable[[float], None]) -> None:
        """Let all planned events happen in order of time; some plan further ones. Note at each percent of the time that
        the story tells how far it is.
        """
        first, noted = self._events[0][0], 0
        while self._events:
            moment, _, event, args = heapq.heappop(self._events)
            event(self, *args, min(moment, self.now))
            percent = int(100 * min(1, (moment - first) / (self.now - first)))
            if percent > noted:
                noted = percent
                note(percent / 100)
