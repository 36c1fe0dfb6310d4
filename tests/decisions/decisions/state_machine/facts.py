"""How a proposal stands in the fold (see story.py): the facts, and what they amount to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from decisions.decisions.models.rounds.position_kind import PositionKind

DAY = timedelta(days=1)
HOME, POWER, GENERAL = "home", "power", "general"
FACILITATES = {HOME: "cy", GENERAL: "fay"}
BLOCKS = frozenset(kind.value for kind in PositionKind if kind.facts.may_block)
CONSENTS = frozenset(kind.value for kind in PositionKind if kind.facts.consents)
PROLONGS = frozenset(kind.value for kind in PositionKind if kind.facts.prolongs)
SPEAKS = frozenset(kind.value for kind in PositionKind if kind.facts.speaks)
HAS, LIMIT = (500, 200), 450  # money in hand at home and in the general circle; what home commits at once


@dataclass(frozen=True)
class Move:
    """A person does something at an instant. `kind` is that of a position; an objection that is not `valid` does not
    block. `round` is the one a page showed (None: the newest). `recorded`: fay writes it down for them.
    """

    name: str
    at: datetime
    by: str = "ada"
    kind: str = ""
    valid: bool = True
    recorded: bool = False
    deputy: str = ""  # who speaks for them, or will
    whose: str = ""  # objection it is that another person lifts
    nth: int | None = None  # of their objections that blocked, as a page showed it (None: the newest)
    round: int | None = None
    place: int = -1  # of a change of wording, among all
    circle: str = HOME  # whose sync it is
    without_silent: bool = False
    in_sync: bool = True  # what was done first is undone there, or anywhere
    days: int = 0
    money: tuple[int, int] = (0, 0)  # what home and the general circle then have


class Said(NamedTuple):
    """The last word of a person that counts. `written_down`: by another, who heard it or speaks for them."""

    kind: str
    round: int
    at: datetime
    written_down: bool


class Put(NamedTuple):
    """The last objection of a person that blocked, and which of theirs it is."""

    nth: int
    round: int
    deputy: str = ""
    lifted_at: datetime | None = None
    lifted_by: str = ""
    reopened_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What has happened to a proposal."""

    grave: bool = False
    costly: bool = False
    urgent: bool = False  # was done first
    cost: int = 0
    money: tuple[int, int] = HAS
    claimed: bool = False
    raised: bool = False  # sent up to the general circle
    gone: Mapping[str, datetime] = field(default_factory=dict)
    away: Mapping[str, tuple[str, date]] = field(default_factory=dict)  # their deputy, and until when
    asked: frozenset[tuple[str, str]] = frozenset()
    since: Mapping[str, datetime] = field(default_factory=dict)  # when each was first asked
    said: Mapping[str, Said] = field(default_factory=dict)
    spoke_at: Mapping[str, datetime] = field(default_factory=dict)  # when each last said more than "I need time"
    put: Mapping[str, Put] = field(default_factory=dict)
    lifted_for: tuple[str, ...] = ()  # whose objections others lifted, and nobody reopened
    late: int = 0
    outcomes: tuple[tuple[str, str, datetime], ...] = ()  # of the rounds that ended: how, where, when
    is_open: bool = False
    ends: datetime | None = None
    not_before: datetime | None = None
    objector_until: datetime | None = None
    integrate_by: datetime | None = None
    prolonged: bool = False
    edited: datetime | None = None
    syncs: frozenset[datetime] = frozenset()
    text: int = 0
    texts: tuple[int, ...] = ()  # of each round
    drafts: int = 0  # how many texts there were
    opened: tuple[datetime, ...] = ()
    time_asked: Mapping[int, datetime] = field(default_factory=dict)  # in which round, when
    wordings: tuple[tuple[int, int], ...] = ()  # labelled editorial: in which round, and the text before
    end: str = ""
    may_be_pulled: bool = False  # in force without a sync, which has not closed yet

    @property
    def number(self) -> int:
        return len(self.outcomes) + self.is_open

    @property
    def is_dear(self) -> bool:
        """More than home has in hand."""
        return self.cost > self.money[0]

    @property
    def is_too_dear(self) -> bool:
        return self.cost > sum(self.money)

    @property
    def decides(self) -> str:
        meets = self.claimed and (self.grave or self.urgent)
        return GENERAL if meets or self.raised or self.is_dear else HOME

    @property
    def is_synchronised(self) -> bool:
        """Decided at home, as soon as Power has spoken."""
        return self.claimed and not self.in_sync

    @property
    def taken_at(self) -> str:
        """Whose sync takes it; nothing where none does."""
        return GENERAL if self.is_synchronised else self.decides if self.in_sync else ""

    @property
    def in_sync(self) -> bool:
        return self.grave or self.urgent or self.decides == GENERAL

    @property
    def standing(self) -> frozenset[str]:
        return frozenset(one for one, put in self.put.items() if put.lifted_at is None)

    def is_left_to(self, person: str) -> bool:
        """Whether another person lifted their objection, and they have not spoken since."""
        put, spoke_at = self.put.get(person), self.spoke_at.get(person)
        if put is None or put.lifted_at is None or put.lifted_by in (person, put.deputy):
            return False
        return spoke_at is None or spoke_at < put.lifted_at

    @property
    def lifted_again(self) -> list[str]:
        """Whose objection another person lifted once more, after they had reopened it."""
        return [one for one, put in self.put.items() if put.reopened_at and self.is_left_to(one)]

    def deputy_of(self, person: str, now: datetime) -> str:
        deputy, until = self.away.get(person, ("", date.min))
        return deputy if now.date() <= until and deputy not in self.gone else ""

    def is_here(self, person: str) -> bool:
        """Whoever leaves after the end of a window was there."""
        left = self.gone.get(person)
        return left is None or (self.is_open and self.ends is not None and left >= self.ends)

    def people(self) -> frozenset[str]:
        return frozenset(person for person, _ in self.asked)

    def may_speak(self, person: str) -> bool:
        """Who is asked, and members of the circle that decides: eve is one of the general circle, as Power's pilot."""
        return person in self.people() or (self.decides == GENERAL and person == "eve")

    def speakers(self) -> frozenset[str]:
        """Who is asked, and who has spoken here unasked, or objects still."""
        unasked = self.said.keys() - self.people() - self.gone.keys()
        here = {
            one
            for one in unasked
            if self.said[one].round == self.number or (one in self.standing and self.said[one].kind in BLOCKS)
        }
        return self.people() | here

    def has_spoken(self, person: str) -> bool:
        said = self.said.get(person)
        if said is None or said.kind not in SPEAKS:
            return False
        return person in self.standing if said.kind in BLOCKS else said.round == self.number

    def consents(self, person: str) -> bool:
        return self.has_spoken(person) and self.said[person].kind in CONSENTS

    def silent(self) -> frozenset[str]:
        return frozenset(one for one in self.people() if self.is_here(one) and not self.has_spoken(one))

    def unheard(self) -> frozenset[str]:
        """Who has not spoken to these words themselves."""
        here = frozenset(one for one in self.people() if self.is_here(one))
        return self.silent() | frozenset(one for one in here & self.said.keys() if self.is_indirect(self.said[one]))

    def is_indirect(self, said: Said) -> bool:
        return said.written_down or self.is_before_edit(said)

    def is_before_edit(self, said: Said) -> bool:
        return self.edited is not None and said.at < self.edited

    def misread_since(self) -> datetime | None:
        """When the words were changed, while a person who is here has spoken only to the earlier ones; None where an
        objection holds it up anyway.
        """
        said = {one: self.said[one] for one in self.people() & self.said.keys()}
        every = {one: self.said[one] for one in self.speakers() & self.said.keys()}
        objects = any(one in self.standing and last.kind in BLOCKS for one, last in every.items())
        misread = any(self.is_here(one) and self.is_before_edit(last) for one, last in said.items())
        return self.edited if misread and not objects else None

    def is_held_up(self) -> bool:
        """A person who has to speak has not: each person where it is grave, else each circle that claimed."""
        if self.grave:
            return bool(self.silent())
        return self.is_power_silent()

    def is_power_silent(self) -> bool:
        voices = {one for one, circle in self.asked if circle == POWER}
        return self.claimed and any(map(self.is_here, voices)) and not any(map(self.has_spoken, voices))

    def may_end_early(self) -> bool:
        """At home, when all have spoken themselves; or, where Power is affected, when eve has."""
        if self.in_sync:
            return False
        here = [one for one in self.people() if self.is_here(one)]
        agrees = not here or any(self.consents(one) for one in self.speakers() if self.is_here(one))
        if not self.is_synchronised:
            return agrees and not self.unheard()
        voices = [one for one, circle in self.asked if circle == POWER]
        heard = [one for one in voices if self.has_spoken(one) and not self.is_indirect(self.said[one])]
        return agrees and (bool(heard) or not any(map(self.is_here, voices)))

    def verdict(self, *, over: bool, overdue: bool = False, without_silent: bool = False) -> str:
        """Say how the open round ends now; nothing where it stays open."""
        if self.standing:
            again = any(how == "failed" and where == self.decides for how, where, _ in self.outcomes)
            if self.decides == GENERAL:
                return ("lapsed" if again else "failed") if over else ""
            return "escalated" if overdue or (over and again) else "failed" if over else ""
        here = [one for one in self.people() if self.is_here(one)]
        if not over:
            return "consented" if self.may_end_early() else ""
        leaves_out = without_silent and bool(self.taken_at) and len({at.date() for at in self.syncs}) > 1
        if self.is_held_up() and (not leaves_out or (self.grave and self.is_power_silent())):
            return ""
        return "consented" if not here or any(map(self.consents, self.speakers())) else "lapsed"

    def answer_due(self, person: str) -> datetime | None:
        """Until when an objector has to answer the newest text; None where none came since, or since they reopened."""
        _, first, *_, reopened_at = self.put[person]
        later = [
            number for number in range(first + 1, self.number + 1) if self.texts[number - 1] != self.texts[number - 2]
        ]
        if not later or (reopened_at is not None and reopened_at >= self.opened[later[-1] - 1]):
            return None
        asked = [at for number, at in self.time_asked.items() if number >= first]
        return max([*asked, self.opened[later[-1] - 1]]) + DAY
