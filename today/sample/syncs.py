"""The daily syncs of the story: who comes, what each point comes to, what everybody should know, and the pulses."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from decisions.consent import State
from meetings.agenda import Part
from meetings.models import AgendaItem, Pulse, Sync
from meetings.models.triage import Triage
from today.sample.proposals import PLANS

if TYPE_CHECKING:
    from today.sample.story import Story

INFO_DAYS = (-52, -44, -42, -40, -39, -38, -37, -36, -34, -30, -29, -27, -24, -15, -12, -11, -9, -4, -10, -5, -2)
"""On which day each info of `texts/*/syncs.toml` is given, in their order."""
TENSIONS = ((-48, "nora", "action"), (-35, "sami", "info"), (-17, "lea", "circle"), (-6, "thea", "parked"))
"""Who brings each tension of the texts the evening before which sync, and what becomes of it there."""
AWAY = {"ada": 11, "rose": 3, "quentin": 4, "paula": 5, "olivier": 7, "nora": 5, "ines": 6}
"""Who misses every so-manieth sync: on the road, at the laboratory, with the accountants."""
ADOPTION_DAYS = (-46, -40, -33, -31, -28, -22, -21, -15, -10)
"""The syncs that what touches several circles, or is grave, was waiting for."""
HELD = sorted({*INFO_DAYS, *ADOPTION_DAYS, *(day for day, _by, _what in TENSIONS), *range(-9, 1)})
POINT = timedelta(seconds=70)
PULSE_DAYS = (-2, -1, 0)
EARLY = ("karim", "thea")  # their pulse for tomorrow is in already


def plan(story: "Story") -> None:
    """Plan the syncs that something came out of, and all of the last two weeks; pulses; what waits for the next."""
    words = story.texts["syncs"]
    for day in HELD:
        story.on(day, "09:15", hold, day)
    for number, (day, by, _what) in enumerate(TENSIONS):
        story.on(day - 1, "17:30", bring, words["tensions"][number], by)
    for day in PULSE_DAYS:
        for number, handle in enumerate(words["pulses"]):
            if (number + day) % 4:
                story.on(day, f"08:{(number * 7 + 3) % 45:02}", give_pulse, handle, day, ("done", "next", "blocked_by"))
    for handle in EARLY:
        story.on(0, "09:55", give_pulse, handle, 1, ("done", "next", "blocked_by", "tension"))
    story.on(0, "09:56", bring, words["late"], "nora")
    story.on(0, "09:57", add)


def bring(story: "Story", text: str, by: str, at: datetime) -> None:
    """Bring a tension to the next sync."""
    AgendaItem.raise_tension(story.circles["general"], text, by=story.people[by], at=at)


def add(story: "Story", at: datetime) -> None:
    """Add a point to the next sync."""
    AgendaItem.add(story.circles["general"], story.texts["syncs"]["added"], by=story.people["marc"], at=at)


def give_pulse(story: "Story", handle: str, day: int, lines: tuple[str, ...], at: datetime) -> None:
    """Give these lines of a person's pulse for a day's sync."""
    words = {name: line for name, line in story.texts["syncs"]["pulses"][handle].items() if name in lines}
    Pulse.give(story.project, story.days.on(day), by=story.people[handle], at=at, **words)


def hold(story: "Story", day: int, at: datetime) -> None:
    """Hold one sync from the opening to the minutes."""
    fay = story.people["fay"]
    sync = Sync.hold(story.circles["general"], by=fay, at=at)
    for user in story.circles["general"].members():
        handle = next(key for key, person in story.people.items() if person.pk == user.pk)
        if handle != "fay" and (handle not in AWAY or (day - 1) % AWAY[handle]):
            sync.attend(user, at=at)
    at = walk(story, sync, day, at + POINT)
    for number, info_day in enumerate(INFO_DAYS):
        if info_day == day:
            sync.make_info(story.texts["syncs"]["infos"][number], by=fay, at=at)
    sync.close(by=fay, at=at + POINT)


def walk(story: "Story", sync: Sync, day: int, at: datetime) -> datetime:
    """Take one point after the other; gives when the last one left the table."""
    fay = story.people["fay"]
    sync.turn_on(by=fay, at=at)
    while True:
        sync.refresh_from_db()
        point = sync.at_hand
        if point is None:
            return at
        at += POINT
        if not take(story, sync, point, day, at):
            sync.turn_on(by=fay, at=at)


def take(story: "Story", sync: Sync, point: AgendaItem, day: int, at: datetime) -> bool:
    """Bring one point to an end; gives whether that turned to the next one."""
    fay = story.people["fay"]
    if point.part == Part.AGREEMENTS:
        sync.agree(point, by=fay, at=at)
    elif point.part == Part.DECISIONS:
        decide(story, sync, point, at)
    elif point.part == Part.TENSIONS:
        what = next((what for on, _by, what in TENSIONS if on == day), "info")
        circle = story.circles["electronique"] if what == "circle" else None
        Triage(sync, point).becomes(what, by=fay, circle=circle, at=at)
    else:
        return False
    return True


def decide(story: "Story", sync: Sync, point: AgendaItem, at: datetime) -> None:
    """Close without the silent where this is the second sync to reach it; else it waits for who has not spoken."""
    fay = story.people["fay"]
    key = next(key for key, proposal in story.proposals.items() if proposal.reference == point.reference)
    round_ = story.proposals[key].open_round
    if PLANS[key].reversibility == "irreversible" and round_ and len(round_.syncs) > 1:
        state = sync.conclude(point, by=fay, without_silent=True, at=at)
        if state is not State.CONSENTED:
            raise RuntimeError(f"{point.reference} came to {state}, and the story goes on from its adoption")
        return
    sync.postpone(point, by=fay, because=story.texts["syncs"]["waits"], at=at)
