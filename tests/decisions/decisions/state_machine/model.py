"""What people may expect of a proposal: a fold over what they do, without a database and without the product’s code.

The company of the fold: ada proposes, bo and cy are with her in Hydraulics, which cy facilitates; eve pilots Power; fay
pilots and facilitates the general circle. Every day is a working day, in UTC. A story takes a move and gives the next
story and what the person hears. What is done less often stands in moves.py.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from tests.decisions.decisions.state_machine import steps
from tests.decisions.decisions.state_machine.facts import (
    BLOCKS,
    DAY,
    FACILITATES,
    GENERAL,
    HOME,
    POWER,
    PROLONGS,
    SPEAKS,
    Facts,
    Move,
    Put,
    Said,
)

__all__ = ["DONE", "GENERAL", "HOME", "LATE", "POWER", "REFUSED", "Move", "Story"]
WINDOW, COSTLY_WINDOW, TO_INTEGRATE, GRAVE = DAY, 2 * DAY, 3 * DAY, 3 * DAY
ANSWER, TO_LIFT = DAY, DAY
HYDRAULICS = frozenset({"bo", "cy"})  # those of them who are asked: who proposes is not
DONE, LATE, REFUSED = "done", "late", "refused"
TIMELESS = {"leave", "go away", "come back", "move money"}
"""What is done to no proposal, so that nothing that is due is written before."""


def day_of(at: datetime) -> datetime:
    """Give the beginning of its day: whole days are counted as people count them."""
    return datetime.combine(at.date(), time(), at.tzinfo)


@dataclass(frozen=True)
class Story(Facts):
    """A proposal through time."""

    def begin(self, now: datetime) -> "Story":
        last = self.outcomes[-1][0] if self.outcomes else ""
        kept = None if last == "escalated" else self.integrate_by
        kept_asked = {pair for pair in self.asked if pair[0] not in self.gone}
        ends = None if self.taken_at else now + self.window
        return replace(
            replace(self, asked=frozenset(kept_asked))._asking(now),
            is_open=True,
            ends=self.time_to_lift(ends, now),
            not_before=(self.not_before or day_of(now + GRAVE)) if self.grave else None,
            objector_until=None,
            integrate_by=(kept or now + TO_INTEGRATE) if self.standing else None,
            prolonged=False,
            edited=None,
            syncs=frozenset(),
            texts=(*self.texts, self.text),
            opened=(*self.opened, now),
        )

    def time_to_lift(self, ends: datetime | None, since: datetime) -> datetime | None:
        """Give the facilitator a day to lift what stands against an earlier text, after the one that it has to be
        answered in.
        """
        first = min((self.put[one].round for one in self.standing), default=0)
        earlier = bool(first) and any(text != self.text for text in self.texts[first - 1 :])
        is_there = FACILITATES[self.decides] not in self.gone
        return max(ends, since + ANSWER + TO_LIFT) if ends and earlier and is_there else ends

    @property
    def window(self) -> timedelta:
        return COSTLY_WINDOW if self.costly else WINDOW

    def _asking(self, now: datetime) -> "Story":
        wanted = {(one, HOME) for one in HYDRAULICS}
        if self.decides == GENERAL:
            wanted |= {("fay", GENERAL), *([("eve", GENERAL)] if self.grave else [])}
        if self.claimed:
            wanted.add(("eve", POWER))
        here = {pair for pair in wanted if pair[0] not in self.gone}
        return replace(self, asked=self.asked | here, since={one: now for one, _ in here} | dict(self.since))

    def reroute(self, before: "Story", now: datetime) -> "Story":
        """Follow a claim, or money that came or went, where a round is open; no sync waits for a window."""
        if not self.is_open or (before.decides, before.claimed) == (self.decides, self.claimed):
            return self
        kept = self.not_before if self.grave or self.prolonged else None
        ends = None if self.taken_at else self.ends or now + self.window
        return replace(self._asking(now), ends=ends, not_before=kept)

    def close(self, how: str, now: datetime) -> "Story":
        when = min(now, self.ends or now)
        after = replace(self, is_open=False, outcomes=(*self.outcomes, (how, self.decides, when)))
        if how == "escalated":
            return replace(after, raised=True).begin(now)
        if how == "consented":
            return after.decide()
        return replace(after, end={"lapsed": "lapsed", "withdrawn": "withdrawn"}.get(how, ""))

    def decide(self) -> "Story":
        """Become a decision, which reserves what it costs; home's own money first."""
        home, general = self.money
        missing = max(0, self.cost - home)
        left = max(0, home - self.cost), general - missing
        return replace(self, end="adopted", money=left, may_be_pulled=self.is_synchronised)

    def write_due_outcomes(self, now: datetime) -> "Story":
        """Let time have decided what it has."""
        overdue = self.integrate_by is not None and self.integrate_by <= now
        if self.end or (not self.outcomes and not self.is_open):
            return self
        if not self.is_open:
            if not overdue or self.outcomes[-1][:2] != ("failed", HOME):
                return self
            return replace(self, raised=True, integrate_by=None).begin(now).write_due_outcomes(now)
        is_over = self.ends is not None and self.ends <= now
        was_overdue = self.integrate_by is not None and self.integrate_by <= min(now, self.ends or now)
        how = self.verdict(over=is_over, overdue=was_overdue)
        is_due = is_over or overdue
        return self.close(how, now).write_due_outcomes(now) if is_due and how else self

    def take(self, move: Move) -> "tuple[Story, str]":
        """Live through a move; a refusal changes nothing but what time had decided anyway."""
        story = self if move.name in TIMELESS else self.write_due_outcomes(move.at)
        further = steps.BY_NAME.get(move.name)
        after = further(story, move) if further else getattr(story, f"_{move.name}")(move)
        if after is None:
            return story, REFUSED
        return after, LATE if after.late > story.late else DONE

    def _sweep(self, move: Move) -> "Story | None":
        return self

    def _ask(self, move: Move) -> "Story | None":
        return None if self.end or self.is_open else self.begin(move.at)

    def _revise(self, move: Move) -> "Story | None":
        if self.end:
            return None
        closed = self.close("replaced", move.at) if self.is_open else self
        rewritten = replace(closed, text=self.drafts + 1, drafts=self.drafts + 1)
        return rewritten.begin(move.at) if self.number else rewritten

    def _withdraw(self, move: Move) -> "Story | None":
        if self.end or self.urgent:
            return None
        return replace(self.close("withdrawn", move.at) if self.is_open else self, end="withdrawn")

    def _claim(self, move: Move) -> "Story | None":
        if self.may_be_pulled:
            return replace(self, may_be_pulled=False)
        if self.end or self.claimed:
            return None
        return replace(self, claimed=True).reroute(self, move.at)

    def _speak(self, move: Move) -> "Story | None":
        if not self.number or not self.may_speak(move.by) or move.by in self.gone:
            return None
        number = move.round or self.number
        if number < self.number and move.kind in BLOCKS and self.outcomes[number - 1][0] == "replaced":
            number = self.number
        if (move.recorded or move.deputy) and not self._may_be_written_down(move, number):
            return None
        if not self.is_open or number < self.number:
            return replace(self, late=self.late + 1) if move.kind in BLOCKS else None
        after = self._heard(move)
        how = "" if after.in_sync else after.verdict(over=False)
        return after.close(how, move.at) if how else after

    def _may_be_written_down(self, move: Move, number: int) -> bool:
        if move.deputy and (move.deputy == "ada" or self.deputy_of(move.by, move.at) != move.deputy):
            return False
        said = self.said.get(move.by)
        said_here = said is not None and said.round == number and said.kind in SPEAKS and not said.written_down
        return move.by not in self.standing and not said_here

    def _heard(self, move: Move) -> "Story":
        by, now = move.by, move.at
        kind = "concern" if move.kind in BLOCKS and not move.valid else move.kind
        put, waits = dict(self.put), self.objector_until
        if kind in SPEAKS:
            if by in self.standing:
                put[by] = put[by]._replace(lifted_at=now, lifted_by=by)
            waits = waits if set(self.lifted_for) - {by} else None
        if kind in BLOCKS:
            put[by] = Put(put[by].nth + 1 if by in put else 1, self.number, move.deputy)
        written = move.recorded or bool(move.deputy)
        after = replace(
            self,
            said={**self.said, by: Said(kind, self.number, now, written)},
            spoke_at={**self.spoke_at, by: now} if kind in SPEAKS else self.spoke_at,
            put=put,
            objector_until=waits,
        )
        if kind in PROLONGS and not self.prolonged:
            after = replace(after, prolonged=True, time_asked={**self.time_asked, self.number: now})
            later = now + DAY
            if self.ends:
                after = replace(after, ends=after.time_to_lift(self.ends + DAY, now))
            else:
                after = replace(after, not_before=max(later, self.not_before or later))
        return after.counting(now)

    def counting(self, now: datetime) -> "Story":
        """Count the days of integration while an objection stands."""
        return replace(self, integrate_by=(self.integrate_by or now + TO_INTEGRATE) if self.standing else None)

    def _adopt(self, move: Move) -> "Story | None":
        reached = self.reached(move)
        if self.end or not self.is_open or reached is None or self.leaves_out_for_itself(move):
            return None
        how = reached.verdict(over=bool(reached.taken_at), without_silent=move.without_silent)
        return reached.close(how, move.at) if how == "consented" and not self.is_too_dear else None

    def _conclude(self, move: Move) -> "Story | None":
        reached = self.reached(move)
        if self.end or not self.is_open or reached is None or self.leaves_out_for_itself(move):
            return None
        overdue = self.integrate_by is not None and self.integrate_by <= move.at
        how = reached.verdict(over=bool(reached.taken_at), overdue=overdue, without_silent=move.without_silent)
        if how == "consented" and self.is_too_dear:
            return None
        return reached.close(how, move.at) if how else reached

    def leaves_out_for_itself(self, move: Move) -> bool:
        """Who proposes does not close it without the silent."""
        return move.without_silent and move.by == "ada"

    def reached(self, move: Move) -> "Story | None":
        """Count the sync at hand, if it may take this: whoever has not spoken to these words had the time to. What
        waits for no sync is not touched by one, and what was done first waits for nobody's time.
        """
        if not self.taken_at or not self.is_open:
            return self
        before = datetime.combine(move.at.date() - DAY, time(17), move.at.tzinfo)
        late = [self.misread_since(), *(self.since[one] for one in self.unheard())]
        in_time = self.urgent or all(at < before for at in late if at)
        earliest = max(filter(None, (self.not_before, self.objector_until)), default=None)
        if move.circle != self.taken_at or (earliest and move.at < earliest) or not in_time:
            return None
        return replace(self, syncs=self.syncs | {move.at})
