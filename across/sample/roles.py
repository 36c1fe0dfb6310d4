"""What each circle has beside money: people's time and absences, roles for a term, roles of its own, and equipment."""

from dataclasses import dataclass
from datetime import datetime

from across.sample.story import Story
from circles.circles.models import Equipment, Membership
from decisions.decisions.models import Absence


@dataclass(frozen=True)
class TimeShare:
    """How many percent of their week a person gives to a circle, said by themselves on a day."""

    circle: str
    who: str
    percent: int
    day: int = -52


@dataclass(frozen=True)
class Term:
    """Until which day of the story a person holds a role, said on another."""

    circle: str
    who: str
    role: str
    until: int
    day: int = -51


@dataclass(frozen=True)
class Away:
    """From which day to which a person is away, who speaks for them, and on which day they said so."""

    who: str
    since: int
    until: int
    deputy: str
    day: int


@dataclass(frozen=True)
class Own:
    """A role that only this circle has; its words are in `texts/*/circles.toml`."""

    key: str
    circle: str
    who: str
    by: str
    day: int


@dataclass(frozen=True)
class Thing:
    """What a circle put on its list of equipment on a day, and who looks after it."""

    key: str
    circle: str
    keeper: str
    day: int


SHARES = (
    TimeShare("general", "ada", 60),
    TimeShare("hydraulique", "bo", 50),
    TimeShare("prototype", "bo", 25),
    TimeShare("conception", "bo", 15),
    TimeShare("certification", "fay", 40),
    TimeShare("general", "fay", 30),
    TimeShare("certification", "ines", 70),
    TimeShare("achats", "karim", 80),
    TimeShare("conception", "lea", 50),
    TimeShare("industrialisation", "lea", 25),
    TimeShare("prototype", "lea", 15),
    TimeShare("electronique", "marc", 60),
    TimeShare("conception", "marc", 20),
    TimeShare("prototype", "marc", 20),
    TimeShare("numerique", "marc", 15, day=-24),
    TimeShare("terrain", "nora", 60),
    TimeShare("hydraulique", "nora", 10),
    TimeShare("service", "nora", 20, day=-31),
    TimeShare("industrialisation", "olivier", 70),
    TimeShare("prototype", "olivier", 15),
    TimeShare("marche", "paula", 80),
    TimeShare("numerique", "quentin", 75),
    TimeShare("electronique", "quentin", 15),
    TimeShare("general", "rose", 20),
    TimeShare("achats", "rose", 20),
    TimeShare("prototype", "sami", 60),
    TimeShare("terrain", "sami", 15),
    TimeShare("industrialisation", "sami", 10),
    TimeShare("prototype", "thea", 60, day=-10),
    TimeShare("hydraulique", "thea", 20, day=-10),
)
"""Marc has given 115 % away since he helps with the firmware as well."""

TERMS = (
    Term("prototype", "lea", "facilitator", 30),
    Term("conception", "bo", "delegate", 70),
    Term("hydraulique", "bo", "delegate", 2),
    Term("prototype", "thea", "secretary", 120, day=-10),
    Term("hydraulique", "thea", "secretary", 120, day=-10),
)
ANNOUNCED = ("hydraulique", "bo", -1)
"""Whose term ends within a week, and on which day they and the pilot are notified."""

ABSENCES = (Away("quentin", 0, 2, "ada", -1),)
"""Quentin sees the maker of the gateways; what is asked of him meanwhile is asked of Ada too."""

OWN = (
    Own("signature", "general", "rose", "ada", -50),
    Own("risques", "certification", "fay", "ines", -12),
)

THINGS = (
    Thing("tour", "prototype", "sami", -52),
    Thing("banc", "prototype", "sami", -44),
    Thing("puits", "prototype", "olivier", -34),
    Thing("charge", "electronique", "marc", -50),
    Thing("oscilloscope", "electronique", "marc", -36),
    Thing("etuve", "certification", "ines", -48),
    Thing("imprimante", "conception", "lea", -48),
    Thing("postes", "industrialisation", "olivier", -30),
    Thing("fourgon", "terrain", "nora", -42),
    Thing("sonde", "terrain", "nora", -27),
    Thing("passerelles", "numerique", "quentin", -15),
)


def plan(story: Story) -> None:
    """Plan who says what of their time, who is away, how long roles last, and what is put on the lists."""
    for share in SHARES:
        story.on(share.day, "16:40", give, share)
    for term in TERMS:
        story.on(term.day, "10:40", last, term)
    for away in ABSENCES:
        story.on(away.day, "17:50", leave, away)
    for own in OWN:
        story.on(own.day, "18:05", hold, own)
    for thing in THINGS:
        story.on(thing.day, "18:10", put, thing)
    circle, who, day = ANNOUNCED
    story.on(day, "07:30", announce, circle, who)


def seat_of(story: Story, circle: str, who: str) -> Membership:
    """Return a person's membership of a circle."""
    return Membership.objects.current().get(circle=story.circles[circle], user=story.people[who])


def give(story: Story, share: TimeShare, at: datetime) -> None:
    """Let someone say how much of their week goes into a circle."""
    seat_of(story, share.circle, share.who).give_time(share.percent, by=story.people[share.who], at=at)


def last(story: Story, term: Term, at: datetime) -> None:
    """Say until when a role is held; the pilot of the whole does."""
    seat = seat_of(story, term.circle, term.who)
    seat.renew_role(term.role, story.days.on(term.until), by=story.people["ada"], at=at)


def leave(story: Story, away: Away, at: datetime) -> None:
    """Let someone say from when to when they are away, and who speaks for them meanwhile."""
    Absence.declare(
        story.project,
        by=story.people[away.who],
        from_on=story.days.on(away.since),
        until_on=story.days.on(away.until),
        deputy=story.people[away.deputy],
        at=at,
    )


def announce(story: Story, circle: str, who: str, at: datetime) -> None:
    """Announce that a term ends, as the daily job does a week before."""
    seat_of(story, circle, who).forewarn(at=at)


def hold(story: Story, own: Own, at: datetime) -> None:
    """Assign a role of the circle's own, with its purpose and what can be expected of it."""
    words = story.texts["circles"]["roles"][own.key]
    seat = seat_of(story, own.circle, own.who)
    expected = "\n".join(words["expected"])
    seat.take_role(words["name"], by=story.people[own.by], at=at, purpose=words["purpose"], accountabilities=expected)


def put(story: Story, thing: Thing, at: datetime) -> None:
    """Put something on a circle's list."""
    words, keeper = story.texts["circles"]["equipment"][thing.key], story.people[thing.keeper]
    Equipment.put_on_list(
        story.circles[thing.circle], words["name"], by=keeper, note=words["note"], keeper=keeper, at=at
    )
