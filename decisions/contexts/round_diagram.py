"""A round drawn as one: who is asked around the table, what each said, and the time left in the middle."""

from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from decisions.consent import Kind
from decisions.models import Position, Round
from decisions.models.rounds.participants import Participant

CENTRE, RING, SEAT = 136.0, 100.0, 20.0
SEATS_AT_MOST = 20
SIGNS = {
    Kind.OBJECTION: "objection",
    Kind.CONCERN: "concern",
    Kind.TIME: "time",
    Kind.NO_OBJECTION: "consent",
    Kind.PASS: "pass",
    None: "silent",
}


@dataclass(frozen=True)
class Seat:
    """A place at the table, in the picture's units (272 by 272)."""

    user: User
    sign: str
    x: float
    y: float
    radius: float

    @property
    def sign_x(self) -> float:
        """Give where the sign's middle is: at the lower right of the seat."""
        return round(self.x + self.radius * 0.65, 1)

    @property
    def sign_y(self) -> float:
        """Give the same downwards."""
        return round(self.y + self.radius * 0.65, 1)

    @property
    def corner_x(self) -> float:
        """Give where the sign, 16 wide, begins."""
        return round(self.sign_x - 8, 1)

    @property
    def corner_y(self) -> float:
        """Give the same downwards."""
        return round(self.sign_y - 8, 1)


@dataclass(frozen=True)
class Said:
    """All who said the same: the sign, a word for it, their names. `again`: silent here, not on the last text."""

    sign: str
    people: list[Participant]
    again: bool = False

    @property
    def word(self) -> str:
        """Give the word that goes with the sign."""
        return _("To reconfirm") if self.again else word_for(self.sign)

    @property
    def names(self) -> str:
        """Give first names, as colleagues speak, and who wrote it down where they did not say it here themselves."""
        return ", ".join(name_of(heard) for heard in self.people)


def name_of(heard: Participant) -> str:
    """Give a first name; with whoever wrote the position down for them, or spoke for them."""
    position = heard.position if heard.position and not heard.to_reconfirm else None
    recorder = position.recorded_by if position else None
    if position and position.deputy:
        return _("%(by)s, for %(name)s") % {"name": heard.user.first_name, "by": position.deputy.first_name}
    if recorder is None:
        return heard.user.first_name
    return _("%(name)s (written down by %(by)s)") % {"name": heard.user.first_name, "by": recorder.first_name}


@dataclass(frozen=True)
class Row:
    """One line of a decision's table of positions."""

    user: User
    sign: str
    position: Position | None

    @property
    def word(self) -> str:
        """Give the word that goes with the sign."""
        return word_for(self.sign)

    @property
    def words(self) -> str:
        """Give what they said with it; nothing from whom silence is recorded."""
        return self.position.words if self.position and self.sign != "silent" else ""

    @property
    def recorder(self) -> User | None:
        """Give who wrote it down for them, if they did not say it here themselves."""
        return self.position.recorded_by if self.position and self.sign != "silent" else None

    @property
    def deputy(self) -> User | None:
        """Give who spoke for them while they were away."""
        return self.position.deputy if self.position and self.sign != "silent" else None


def rows_of(heard: list[Participant]) -> list[Row]:
    """Give everybody who was asked, with what counts of what they said; silence as silence."""
    return [
        Row(one.user, SIGNS[None if one.to_reconfirm and not one.objection_stands else one.kind], one.position)
        for one in heard
    ]


@dataclass(frozen=True)
class Table:
    """A round as people see it. `share` is the part of its window that is left, 0 to 1; None where a sync ends it.
    `held_until` is until when "I need time" holds it; None where that is past.
    """

    round: Round
    heard: list[Participant]
    seats: list[Seat]
    said: list[Said]
    ends_at: datetime | None
    share: float | None
    is_over: bool
    mine: Participant | None
    held_until: datetime | None

    @property
    def pressed(self) -> str:
        """Give what the reader has said to this text, for the presses."""
        mine = self.mine
        return mine.kind.value if mine and mine.kind and (not mine.to_reconfirm or mine.objection_stands) else ""

    @property
    def held_by(self) -> User | None:
        """Give who asked for time first: the round lasts a working day more for all, once."""
        holder = self.round.prolonged_by_id
        return next((one.user for one in self.heard if one.user.pk == holder), None)

    @property
    def is_due(self) -> bool:
        """Say whether the sync that ends it should have begun."""
        return self.round.in_sync and self.share == 0

    @property
    def span_s(self) -> int:
        """Give the length of its window in seconds."""
        return int((self.ends_at - self.round.opened_at).total_seconds()) if self.ends_at else 0

    @property
    def summary(self) -> str:
        """Say in one line what the picture shows."""
        people = ngettext("one person asked", "%(n)s people asked", len(self.heard)) % {"n": len(self.heard)}
        return f"{people}: " + ", ".join(f"{len(said.people)} {said.word}" for said in self.said)


def table_of(round_: Round, heard: list[Participant], user: User, now: datetime, ends_at: datetime | None) -> Table:
    """Draw a round for a reader; `ends_at` is its end, or the sync that ends it, if known."""
    counts = [(one, _counting(one)) for one in heard]
    said = [
        Said(sign, [one for one, counted in counts if counted == (kind, again)], again)
        for kind, sign in SIGNS.items()
        for again in (False, True)
    ]
    said = [group for group in said if group.people]
    span = (ends_at - round_.opened_at).total_seconds() if ends_at else 0
    share = max(0.0, min(1.0, (ends_at - now).total_seconds() / span)) if ends_at and span > 0 else None
    return Table(
        round=round_,
        heard=heard,
        seats=seats_of([(one.user, group.sign) for group in said for one in group.people]),
        said=said,
        ends_at=ends_at,
        share=share,
        is_over=round_.is_over(now),
        mine=next((one for one in heard if one.user.pk == user.pk), None),
        held_until=round_.earliest_at if round_.earliest_at and round_.earliest_at > now else None,
    )


def _counting(one: Participant) -> tuple[Kind | None, bool]:
    """Give what of somebody's word counts here, and whether they have one to reconfirm: to an earlier text an objection
    stays, all else is silence.
    """
    if not one.to_reconfirm:
        return one.kind, False
    return (Kind.OBJECTION, False) if one.objection_stands else (None, one.kind is not None)


def seats_of(people: list[tuple[User, str]]) -> list[Seat]:
    """Place people evenly around the table, from the top clockwise; the first `SEATS_AT_MOST` of a large round."""
    shown = people[:SEATS_AT_MOST]
    radius = min(SEAT, pi * RING / max(len(shown), 1) - 2)
    turn = 2 * pi / max(len(shown), 1)
    return [
        Seat(
            user,
            sign,
            round(CENTRE + RING * sin(place * turn), 1),
            round(CENTRE - RING * cos(place * turn), 1),
            round(radius, 1),
        )
        for place, (user, sign) in enumerate(shown)
    ]


def word_for(sign: str) -> str:
    """Give the word that goes with a sign."""
    return {
        "objection": _("Objection"),
        "concern": _("Concern"),
        "time": _("I need time"),
        "consent": _("No objection"),
        "pass": _("Not mine to judge"),
        "silent": _("Silent"),
    }[sign]
