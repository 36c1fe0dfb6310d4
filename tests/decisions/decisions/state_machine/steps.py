"""What people do less often, in the fold (see story.py): each gives the next story, or None where it is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tests.decisions.decisions.state_machine.facts import DAY, FACILITATES, Move

if TYPE_CHECKING:
    from tests.decisions.decisions.state_machine.model import Story


def leave(story: "Story", move: Move) -> "Story | None":
    return None if move.by in story.gone else replace(story, gone={**story.gone, move.by: move.at})


def go_away(story: "Story", move: Move) -> "Story | None":
    today = move.at.date()
    _, until = story.away.get(move.by, ("", today - DAY))
    if until >= today or move.deputy == move.by or move.deputy in story.gone:
        return None
    return replace(story, away={**story.away, move.by: (move.deputy, today + move.days * DAY)})


def come_back(story: "Story", move: Move) -> "Story | None":
    today = move.at.date()
    _, until = story.away.get(move.by, ("", today - DAY))
    left = {one: absence for one, absence in story.away.items() if one != move.by}
    return replace(story, away=left) if until >= today else None


def move_money(story: "Story", move: Move) -> "Story":
    """Money came or went, by whatever was done; open rounds of what costs some follow, but none that had ended without
    needing any. What costs nothing is not looked at.
    """
    if not story.cost:
        return replace(story, money=move.money)
    decided = story.write_due_outcomes(move.at)
    story = story if decided.end == "adopted" else decided
    return replace(story, money=move.money).reroute(story, move.at)


# Words ----------------------------------------------------------------------------------------------------------------


def reword(story: "Story", move: Move) -> "Story | None":
    """Change words under the label "editorial", while there is time to refuse it: what was done first has none."""
    if story.end or not story.is_open or story.urgent:
        return None
    opened = story.opened[-1]
    if story.ends and move.at >= opened + (story.ends - opened) * 9 / 10:
        return None
    text = story.drafts + 1
    return replace(
        story,
        text=text,
        drafts=text,
        texts=(*story.texts[:-1], text),
        edited=move.at,
        wordings=(*story.wordings, (story.number, story.texts[-1])),
    )


def refuse_label(story: "Story", move: Move) -> "Story | None":
    """Refuse a label, as anyone in the project but ada may, who gave it: the round has its words back, and the next
    asks everyone to look again.
    """
    if story.end or not story.is_open or not story.wordings:
        return None
    number, text = story.wordings[move.place]
    if number != story.number or move.by == "ada" or move.by in story.gone:
        return None
    given_back = replace(story, texts=(*story.texts[:-1], text))
    return given_back.close("replaced", move.at).begin(move.at)


# Objections -----------------------------------------------------------------------------------------------------------


def lift(story: "Story", move: Move) -> "Story | None":
    """By the objector, by the deputy who put it for them, or by a facilitator whom nobody has answered."""
    whose = move.whose or move.by
    if whose not in story.standing or move.nth not in (None, story.put[whose].nth):
        return None
    put, deputy = story.put[whose], story.deputy_of(whose, move.at)
    is_own = move.by == whose or move.by == put.deputy == deputy
    if not is_own and not may_lift_unanswered(story, move):
        return None
    fallen = replace(story, put={**story.put, whose: put._replace(lifted_at=move.at, lifted_by=move.by)})
    if not is_own:
        return left_to_objector(replace(fallen, lifted_for=(*story.lifted_for, whose)), move)
    if not story.is_open:
        fallen = goes_on(fallen.counting(move.at), move.at)
        if not fallen.is_open:
            return fallen
    speaks = move.by if move.by != whose else ""
    word = replace(move, name="speak", by=whose, deputy=speaks, kind="no_objection", round=None)
    after, heard = fallen.take(word)
    return after if heard == "done" else None


def may_lift_unanswered(story: "Story", move: Move) -> bool:
    """Say whether the newest text has stayed without an answer for a day, and this person facilitates."""
    where = story.decides if story.is_open else story.outcomes[-1][1]
    due = story.answer_due(move.whose)
    facilitates = FACILITATES.get(where) == move.by and move.by not in (*story.gone, story.put[move.whose].deputy)
    may_return = move.whose not in story.gone  # who has left could not reopen it
    return facilitates and may_return and due is not None and move.at >= due


def left_to_objector(story: "Story", move: Move) -> "Story":
    counted = story.counting(move.at)
    if not story.is_open:
        counted = goes_on(counted, move.at)
        if not counted.is_open:
            return counted
    until = move.at + DAY
    return replace(counted, objector_until=until, ends=counted.ends and max(counted.ends, until))


def goes_on(story: "Story", now: datetime) -> "Story":
    """Open the next round by itself, where the last one failed and nothing stands any more."""
    failed = bool(story.outcomes) and story.outcomes[-1][0] == "failed" and not story.end
    return story.begin(now) if failed and not story.standing else story


def reopen(story: "Story", move: Move) -> "Story | None":
    """Once, by the objector, where another person lifted it and they have not spoken since."""
    if story.end or move.by in story.gone or not story.is_left_to(move.by) or story.put[move.by].reopened_at:
        return None
    again = story.put[move.by]._replace(lifted_at=None, lifted_by="", reopened_at=move.at)
    others = list(story.lifted_for)
    others.remove(move.by)
    return replace(story, put={**story.put, move.by: again}, lifted_for=tuple(others)).counting(move.at)


# Acts -----------------------------------------------------------------------------------------------------------------


def undo(story: "Story", move: Move) -> "Story | None":
    """Undo what was done first: in a sync only what is not agreed to there, elsewhere at any time."""
    if story.end or not story.urgent:
        return None
    if not story.is_open:
        return replace(story, end="withdrawn")
    if move.in_sync:
        reached = story.reached(move)
        if reached is None or reached.verdict(over=True) == "consented":
            return None
    return replace(story.close("withdrawn", move.at), end="withdrawn")


BY_NAME: dict[str, Callable[["Story", Move], "Story | None"]] = {
    "leave": leave,
    "go away": go_away,
    "come back": come_back,
    "move money": move_money,
    "reword": reword,
    "refuse the label": refuse_label,
    "lift": lift,
    "reopen": reopen,
    "undo": undo,
}
