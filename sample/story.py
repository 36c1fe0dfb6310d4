"""Tell the story: deeds in order of time, each through a verb with `at=`."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from audit import clock
from chat.models import Topic
from circles.models import Circle, Domain, Fundamental, Project
from decisions.models import Proposal
from decisions.models.rounds.working_time import calendar
from inbox.models import Notice, OutgoingEmail
from sample import actions, chat, decisions, documents, money, reviews, roles, syncs
from sample import people as cast
from sample.days import Days
from sample.texts import Texts

type Deed = Callable[..., None]
"""Called with the story, what it was planned with, and the instant at which it happens."""


@dataclass
class Story:
    """One telling: who and what is there by key, and the deeds that are still to come."""

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
        self.texts = Texts(self.language, decisions.name_of, self.days.on)
        self._deeds: list[tuple[datetime, int, Deed, tuple[Any, ...]]] = []
        self._order = count()

    @property
    def project(self) -> Project:
        """Give the project."""
        return self.circles["general"].project

    def on(self, day: int, time: str, deed: Deed, *what: Any) -> None:
        """Let something be done at a clock time of a working day."""
        self.at(self.days.at(day, time), deed, *what)

    def at(self, moment: datetime, deed: Deed, *what: Any) -> None:
        """Let something be done at an instant; what would lie in the future is done now, in the same order."""
        heapq.heappush(self._deeds, (moment, next(self._order), deed, what))

    def tell(self) -> Project:
        """Do all deeds; all or nothing."""
        with transaction.atomic(), translation.override(self.language):
            letters = set(OutgoingEmail.objects.values_list("pk", flat=True))
            for part in (cast, roles, decisions, reviews, documents, chat, actions, syncs, money):
                part.plan(self)
            while self._deeds:
                moment, _, deed, what = heapq.heappop(self._deeds)
                deed(self, *what, min(moment, self.now))
            self._settle_down(letters)
        return self.project

    def _settle_down(self, letters: set[int]) -> None:
        """Leave unread what is of today, and of yesterday after its sync, and send nothing: no mail arrives at
        `.example`.
        """
        OutgoingEmail.objects.exclude(pk__in=letters).filter(sent_at=None).delete()
        old = Notice.objects.filter(project=self.project.pk, happened_at__lt=self.days.at(-1, "09:30"))
        old.update(read_at=self.now)  # in bulk, as an import writes: notices have no history
