"""What people may expect of a proposal: a fold over what they do, without a database and without the product’s code.

The company of the fold: ada proposes, bo and cy are with her in Hydraulics; eve pilots Power; fay pilots the general
circle. Every day is a working day, in UTC. A story takes a deed and gives the next story and what the person hears.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

DAY = timedelta(days=1)
WINDOW, COSTLY_WINDOW, TO_INTEGRATE, GRAVE = DAY, 2 * DAY, 3 * DAY, 3 * DAY
HOME, POWER, GENERAL = "home", "power", "general"
HYDRAULICS = frozenset({"bo", "cy"})  # those of them who are asked: who proposes is not
CONSENTS = ("no_objection", "concern")
DONE, LATE, REFUSED = "done", "late", "refused"


@dataclass(frozen=True)
class Deed:
    """Somebody does something at an instant. `kind` is that of a position; an objection that is not `valid` does not
    block. `round` is the one a page showed (None: the newest). `recorded`: fay writes it down for them.
    """

    name: str
    at: datetime
    by: str = "ada"
    kind: str = ""
    valid: bool = True
    recorded: bool = False
    round: int | None = None
    circle: str = HOME  # whose sync it is
    without_silent: bool = False


@dataclass(frozen=True)
class Story:
    """How a proposal stands. `said`: each person's last word that counts, in which round, and whether written down."""

    grave: bool = False
    costly: bool = False
    claimed: bool = False
    raised: bool = False  # sent up to the general circle
    gone: dict[str, datetime] = field(default_factory=dict)
    asked: frozenset[tuple[str, str]] = frozenset()
    since: dict[str, datetime] = field(default_factory=dict)  # when each was first asked
    said: dict[str, tuple[str, int, bool]] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    late: int = 0
    outcomes: tuple[tuple[str, str, datetime], ...] = ()  # of the rounds that ended: how, where, when
    is_open: bool = False
    ends: datetime | None = None
    not_before: datetime | None = None
    integrate_by: datetime | None = None
    prolonged: bool = False
    syncs: frozenset[datetime] = frozenset()
    end: str = ""

    @property
    def number(self) -> int:
        return len(self.outcomes) + self.is_open

    @property
    def decides(self) -> str:
        return GENERAL if self.claimed or self.raised else HOME

    @property
    def in_sync(self) -> bool:
        return self.grave or self.decides == GENERAL

    def is_here(self, person: str) -> bool:
        """Whoever leaves after the end of a window was there."""
        left = self.gone.get(person)
        return left is None or (self.is_open and self.ends is not None and left >= self.ends)

    def people(self) -> frozenset[str]:
        return frozenset(person for person, _ in self.asked)

    def has_spoken(self, person: str) -> bool:
        kind, number, _ = self.said.get(person, ("time", 0, False))
        if kind == "objection":
            return person in self.standing
        return kind != "time" and number == self.number

    def consents(self, person: str) -> bool:
        return self.has_spoken(person) and self.said[person][0] in CONSENTS

    def silent(self) -> frozenset[str]:
        return frozenset(one for one in self.people() if self.is_here(one) and not self.has_spoken(one))

    def unheard(self) -> frozenset[str]:
        """Who has not spoken to this text themselves."""
        here = frozenset(one for one in self.people() if self.is_here(one))
        return self.silent() | frozenset(one for one in here if self.said.get(one, ("", 0, False))[2])

    def is_held_up(self) -> bool:
        """Somebody who has to speak has not: each person where it is grave, else each circle that claimed."""
        if self.grave:
            return bool(self.silent())
        voices = {one for one, circle in self.asked if circle == POWER}
        return self.claimed and any(map(self.is_here, voices)) and not any(map(self.has_spoken, voices))

    def verdict(self, *, over: bool, overdue: bool = False, without_silent: bool = False) -> str:
        """Say how the open round ends now; nothing where it stays open."""
        if self.standing:
            again = any(how == "failed" and where == self.decides for how, where, _ in self.outcomes)
            if self.decides == GENERAL:
                return ("lapsed" if again else "failed") if over else ""
            return "escalated" if overdue or (over and again) else "failed" if over else ""
        here = [one for one in self.people() if self.is_here(one)]
        if not over:
            early = not self.in_sync and not self.unheard() and (not here or any(map(self.consents, here)))
            return "consented" if early else ""
        if self.is_held_up() and not (without_silent and self.in_sync and len(self.syncs) > 1):
            return ""
        return "consented" if not here or any(map(self.consents, self.people())) else "lapsed"

    # What happens ---------------------------------------------------------------------------------------------------

    def begin(self, now: datetime) -> "Story":
        wanted = {(one, HOME) for one in HYDRAULICS}
        if self.decides == GENERAL:
            wanted |= {("fay", GENERAL), ("eve", GENERAL)}
        if self.claimed:
            wanted.add(("eve", POWER))
        last = self.outcomes[-1][0] if self.outcomes else ""
        kept = None if last == "escalated" else self.integrate_by
        kept_asked = {pair for pair in self.asked if pair[0] not in self.gone}
        return replace(
            replace(self, asked=frozenset(kept_asked))._asking(wanted, now),
            is_open=True,
            ends=None if self.in_sync else now + (COSTLY_WINDOW if self.costly else WINDOW),
            not_before=(self.not_before or now + GRAVE) if self.grave else None,
            integrate_by=(kept or now + TO_INTEGRATE) if self.standing else None,
            prolonged=False,
            syncs=frozenset(),
        )

    def _asking(self, wanted: set[tuple[str, str]], now: datetime) -> "Story":
        here = {pair for pair in wanted if pair[0] not in self.gone}
        return replace(self, asked=self.asked | here, since={one: now for one, _ in here} | self.since)

    def close(self, how: str, now: datetime) -> "Story":
        when = min(now, self.ends or now)
        after = replace(self, is_open=False, outcomes=(*self.outcomes, (how, self.decides, when)))
        if how == "escalated":
            return replace(after, raised=True).begin(now)
        ends = {"consented": "adopted", "lapsed": "lapsed", "withdrawn": "withdrawn"}
        return replace(after, end=ends.get(how, ""))

    def settle(self, now: datetime) -> "Story":
        """Let time have decided what it has."""
        overdue = self.integrate_by is not None and self.integrate_by <= now
        if self.end or (not self.outcomes and not self.is_open):
            return self
        if not self.is_open:
            if not overdue or self.outcomes[-1][:2] != ("failed", HOME):
                return self
            return replace(self, raised=True, integrate_by=None).begin(now).settle(now)
        is_over = self.ends is not None and self.ends <= now
        was_overdue = self.integrate_by is not None and self.integrate_by <= min(now, self.ends or now)
        how = self.verdict(over=is_over, overdue=was_overdue)
        is_due = is_over or overdue
        return self.close(how, now).settle(now) if is_due and how else self

    def take(self, deed: Deed) -> "tuple[Story, str]":
        """Live through a deed; a refusal changes nothing but what time had decided anyway."""
        story = self if deed.name == "leave" else self.settle(deed.at)
        after, heard = getattr(story, f"_{deed.name}")(deed)
        return (story, REFUSED) if heard == REFUSED else (after, heard)

    def _sweep(self, deed: Deed) -> "tuple[Story, str]":
        return self, DONE

    def _leave(self, deed: Deed) -> "tuple[Story, str]":
        return replace(self, gone={**self.gone, deed.by: deed.at}), REFUSED if deed.by in self.gone else DONE

    def _ask(self, deed: Deed) -> "tuple[Story, str]":
        return (self, REFUSED) if self.end or self.is_open else (self.begin(deed.at), DONE)

    def _revise(self, deed: Deed) -> "tuple[Story, str]":
        if self.end:
            return self, REFUSED
        closed = self.close("replaced", deed.at) if self.is_open else self
        return (closed.begin(deed.at) if self.number else self), DONE

    def _withdraw(self, deed: Deed) -> "tuple[Story, str]":
        if self.end:
            return self, REFUSED
        return replace(self.close("withdrawn", deed.at) if self.is_open else self, end="withdrawn"), DONE

    def _claim(self, deed: Deed) -> "tuple[Story, str]":
        if self.end or self.claimed:
            return self, REFUSED
        claimed = replace(self, claimed=True)
        if self.is_open:
            wanted = {("fay", GENERAL), ("eve", GENERAL), ("eve", POWER)}
            kept = self.not_before if self.grave or self.prolonged else None
            claimed = replace(claimed._asking(wanted, deed.at), ends=None, not_before=kept)
        return claimed, DONE

    def _speak(self, deed: Deed) -> "tuple[Story, str]":
        if not self.number or deed.by not in self.people() or deed.by in self.gone:
            return self, REFUSED
        number = deed.round or self.number
        if number < self.number and deed.kind == "objection" and self.outcomes[number - 1][0] == "replaced":
            number = self.number
        if deed.recorded and not self._may_be_written_down(deed.by):
            return self, REFUSED
        if not self.is_open or number < self.number:
            is_kept = deed.kind == "objection"
            return (replace(self, late=self.late + 1), LATE) if is_kept else (self, REFUSED)
        after = self._heard(deed)
        how = "" if after.in_sync else after.verdict(over=False)
        return (after.close(how, deed.at) if how else after), DONE

    def _may_be_written_down(self, person: str) -> bool:
        kind, number, written_down = self.said.get(person, ("time", 0, False))
        said_here = number == self.number and kind != "time" and not written_down
        return person not in self.standing and not said_here

    def _heard(self, deed: Deed) -> "Story":
        blocks = deed.kind == "objection" and deed.valid
        kind = "concern" if deed.kind == "objection" and not deed.valid else deed.kind
        standing = self.standing if kind == "time" else self.standing - {deed.by}
        after = replace(
            self,
            said={**self.said, deed.by: (kind, self.number, deed.recorded)},
            standing=standing | {deed.by} if blocks else standing,
        )
        if kind == "time" and not self.prolonged:
            later = deed.at + DAY
            if self.ends:
                after = replace(after, prolonged=True, ends=self.ends + DAY)
            else:
                after = replace(after, prolonged=True, not_before=max(later, self.not_before or later))
        due = (self.integrate_by or deed.at + TO_INTEGRATE) if after.standing else None
        return replace(after, integrate_by=due)

    def _lift(self, deed: Deed) -> "tuple[Story, str]":
        if deed.by not in self.standing:
            return self, REFUSED
        left = self.standing - {deed.by}
        fallen = replace(self, standing=left, integrate_by=self.integrate_by if left else None)
        return fallen._speak(replace(deed, kind="no_objection", round=None)) if self.is_open else (fallen, DONE)

    def _adopt(self, deed: Deed) -> "tuple[Story, str]":
        reached = self._reached(deed)
        if self.end or not self.is_open or reached is None:
            return self, REFUSED
        how = reached.verdict(over=reached.in_sync, without_silent=deed.without_silent)
        return (reached.close(how, deed.at), DONE) if how == "consented" else (self, REFUSED)

    def _conclude(self, deed: Deed) -> "tuple[Story, str]":
        reached = self._reached(deed)
        if self.end or not self.is_open or reached is None:
            return self, REFUSED
        overdue = self.integrate_by is not None and self.integrate_by <= deed.at
        how = reached.verdict(over=reached.in_sync, overdue=overdue, without_silent=deed.without_silent)
        return (reached.close(how, deed.at) if how else reached), DONE

    def _reached(self, deed: Deed) -> "Story | None":
        """Count the sync at hand, if it may take this; what waits for no sync is not touched by one."""
        if not self.in_sync or not self.is_open:
            return self
        before = datetime.combine(deed.at.date() - DAY, time(17), deed.at.tzinfo)
        in_time = all(self.since[one] < before for one in self.unheard())
        if deed.circle != self.decides or (self.not_before and deed.at < self.not_before) or not in_time:
            return None
        return replace(self, syncs=self.syncs | {deed.at})
