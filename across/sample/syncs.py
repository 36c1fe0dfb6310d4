"""The syncs of the story: who comes, what each point comes to, what everyone should know, and the pulses."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from across.sample.actions import make_in
from across.sample.proposals import PLANS, name_of
from across.sample.roles import ABSENCES
from across.sample.story import Story
from daily.syncs.agenda import Part
from daily.syncs.models import AgendaItem, Pulse, RecurringSync, Sync
from daily.syncs.models.attendees import gathering_in
from daily.syncs.workflows.closing import TOO_OFTEN, close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement, conclude_point, note_info
from daily.syncs.workflows.triage import triage
from decisions.actions.models import Action
from decisions.decisions.consent import RoundState
from foundation.accounts.models import User

NOT_HELD = (-49, -47, -43, -37, -32, -27, -26, -25, -19, -13, -7)
"""When the general sync fell out: too few were in Valence."""


@dataclass(frozen=True)
class SyncSeries:
    """A circle that meets: who facilitates, at what time, on which days of the story."""

    circle: str
    facilitator: str
    clock: str
    days: tuple[int, ...]


SYNC_SERIES = (
    SyncSeries("general", "fay", "09:15", tuple(day for day in range(-54, 1) if day not in NOT_HELD)),
    SyncSeries("prototype", "lea", "13:30", (-14, -9, -4)),
    SyncSeries("conception", "lea", "14:00", (-13, -8, -3)),
)
"""The general sync is a project's own from its first day; the two others are once a week."""
WORKING_WEEK = 5


@dataclass(frozen=True)
class Brought:
    """A tension of the texts: brought the evening before the general sync of a day, where it becomes `what`."""

    key: str
    day: int
    by: str
    what: str
    circle: str = ""


TENSIONS = (
    Brought("lumiere", -35, "sami", "info"),
    Brought("prix", -28, "olivier", "info"),
    Brought("gaine", -24, "nora", "action"),
    Brought("vieux", -23, "quentin", "parked"),
    Brought("presse", -15, "lea", "circle", "prototype"),
    Brought("factures", -12, "rose", "info"),
    Brought("couple", -6, "thea", "parked"),
    Brought("astreinte", -3, "nora", "action"),
    Brought("indices", -2, "sami", "info"),
)
AWAY = {"ada": 11, "rose": 3, "quentin": 4, "paula": 5, "olivier": 7, "nora": 5, "ines": 6, "thea": 4, "karim": 8}
"""Who misses every nth sync: on the road, at the laboratory, with the accountants, at school."""
POINT = timedelta(seconds=70)
ROUND = timedelta(minutes=9, seconds=20)
"""The least that a sync lasts: everyone speaks in it."""
PULSES = (
    (-1, "yesterday", ("paula", "thea")),
    (0, "today", ("quentin", "rose")),
    (1, "tomorrow", ()),
)
"""For which day each set of pulses is, and who gave none; for tomorrow only those whose words are there have."""


def plan(story: Story) -> None:
    """Plan all syncs and what is brought to them."""
    for table in SYNC_SERIES:
        if table.circle != "general":
            story.on(table.days[0], "10:00", begin, table)
        for day in table.days:
            story.on(day, table.clock, hold, table, day)
    for tension in TENSIONS:
        story.on(tension.day - 1, "17:30", bring, tension)
    plan_pulses(story)


def plan_pulses(story: Story) -> None:
    """Plan the pulses of these days; those for tomorrow are given as soon as today's sync is over."""
    for day, name, without in PULSES:
        for number, (handle, words) in enumerate(story.texts["syncs"]["pulses"].items()):
            if name in words and handle not in without:
                when = (0, f"09:{50 + number % 5}") if day > 0 else (day, f"08:{(number * 7 + 3) % 45:02}")
                story.on(*when, give_pulse, handle, day, words[name])


def begin(story: Story, table: SyncSeries, at: datetime) -> None:
    """Begin a circle's weekly sync, on the weekday of its next one: holidays may have moved the held ones."""
    day = story.days.on(table.days[-1] + WORKING_WEEK)
    RecurringSync.begin(
        story.circles[table.circle],
        by=story.people[table.facilitator],
        recurrence=f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[day.weekday()]}",
        local_time=time.fromisoformat(table.clock),
        facilitator=story.people[table.facilitator],
        at=at,
    )


def bring(story: Story, tension: Brought, at: datetime) -> None:
    """Bring a tension to the next sync."""
    words = story.texts["syncs"]["tensions"][tension.key]
    AgendaItem.raise_tension(story.circles["general"], words, by=story.people[tension.by], at=at)


def give_pulse(story: Story, handle: str, day: int, words: dict[str, str], at: datetime) -> None:
    """Record a person's pulse for a day's sync."""
    Pulse.give(story.project, story.days.on(day), by=story.people[handle], at=at, **words)


def hold(story: Story, table: SyncSeries, day: int, at: datetime) -> None:
    """Hold one sync from the opening to the last point; then everyone says in a sentence where they are."""
    opened_at, by = at, story.people[table.facilitator]
    circle = story.circles[table.circle]
    sync = open_sync(circle, by=by, at=at)
    handles = {person.pk: handle for handle, person in story.people.items()}
    expected = gathering_in(story.project).people_of(circle)
    sync.attend(*(user for user in expected if user != by and not misses(handles[user.pk], day)), at=at)
    at = walk(story, sync, table, day, at + POINT)
    if info := story.texts["syncs"]["infos"][table.circle].get(str(-day)):
        note_info(sync, info, by=by, at=at)
    make_in(story, sync, table.circle, day, at)
    story.at(max(at + POINT, opened_at + ROUND + timedelta(minutes=day % 5)), close, sync, by)


def misses(handle: str, day: int) -> bool:
    """Whether a person is not in the syncs of a day: on one of their days, or away as they said."""
    away = any(one.who == handle and one.since <= day <= one.until for one in ABSENCES)
    return away or (handle in AWAY and (day + 3) % AWAY[handle] == 0)


def close(_story: Story, sync: Sync, by: User, at: datetime) -> None:
    """Close the sync into its minutes."""
    close_sync(sync, by=by, at=at)


def walk(story: Story, sync: Sync, table: SyncSeries, day: int, at: datetime) -> datetime:
    """Take one point after the other; returns when the last one left the table."""
    by = story.people[table.facilitator]
    sync.go_to_next_point(by=by, at=at)
    while True:
        sync.refresh_from_db()
        point = sync.at_hand
        if point is None:
            return at
        at += POINT
        if not end_point(story, sync, point, table, day, at):
            sync.go_to_next_point(by=by, at=at)


def end_point(story: Story, sync: Sync, point: AgendaItem, table: SyncSeries, day: int, at: datetime) -> bool:
    """Bring one point to an end; returns whether that turned to the next one."""
    by = story.people[table.facilitator]
    if point.part == Part.AGREEMENTS:
        adopt_agreement(sync, point, by=by, at=at)
    elif point.part == Part.DECISIONS:
        decide(story, sync, point, table, at)
    elif point.part == Part.TENSIONS:
        triage_tension(story, sync, point, table, day, at)
    else:
        explain(story, sync, point, by, at)
        return False
    return True


def explain(story: Story, sync: Sync, point: AgendaItem, by: User, at: datetime) -> None:
    """Say why something is late before it is carried over a third time: that is what came of the point."""
    if point.carried < TOO_OFTEN - 1:
        return
    before = sync.circle.points.filter(reference=point.reference).exclude(sync=sync).count()
    for key, reasons in story.texts["syncs"]["late"].items():
        action = story.things.get(f"action {key}")
        is_clause = key.startswith("SPEC-")
        if action is None and not is_clause and key not in PLANS:
            continue  # made later in the story
        if point.reference == (action.reference if action else key if is_clause else name_of(key)):
            note_info(sync, reasons[before // TOO_OFTEN], by=by, point=point, at=at)


def triage_tension(story: Story, sync: Sync, point: AgendaItem, table: SyncSeries, day: int, at: datetime) -> None:
    """Let a tension become what the table says; whatever else is on people's minds, everyone should know."""
    by = story.people[table.facilitator]
    said = story.texts["syncs"]["tensions"]
    found = [one for one in TENSIONS if one.day == day and said[one.key] == point.text and table.circle == "general"]
    what = found[0].what if found else "info"
    circle = story.circles[found[0].circle] if found and found[0].circle else None
    triage(sync, point, what, by=by, circle=circle, at=at)
    if what == "action":
        made = Action.objects.in_project(story.project).order_by("number").last()
        story.things[f"action {found[0].key}"] = made


def decide(story: Story, sync: Sync, point: AgendaItem, table: SyncSeries, at: datetime) -> None:
    """Close without the silent where this is the second sync to reach it; else it waits, and the minutes say why."""
    by = story.people[table.facilitator]
    key = next(key for key, proposal in story.proposals.items() if proposal.reference == point.reference)
    round_ = story.proposals[key].open_round
    if PLANS[key].reversibility == "irreversible" and round_ and len(round_.syncs) > 1:
        state = conclude_point(sync, point, by=by, without_silent=True, at=at)
        if state is not RoundState.CONSENTED:
            raise RuntimeError(f"{point.reference} came to {state}, and the story goes on from its adoption")
        return
    words = story.texts["syncs"]["put_off"]
    because = words.get(key, ())
    sync.postpone(point, by=by, because=because[point.carried] if because else words["usual"][0], at=at)
