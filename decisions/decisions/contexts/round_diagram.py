"""A round drawn as one: who is asked around the table, what each said, and the time left in the middle."""

from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.decisions.models import Position, Round
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.position_kind import BY_GRAVITY, PositionKind, heard
from foundation.accounts.models import User

CENTRE, RING, SEAT = 136.0, 100.0, 20.0
SEATS_AT_MOST = 20


@dataclass(frozen=True)
class DiagramSeat:
    """A place at the table, in the picture's units (272 by 272)."""

    user: User
    sign: str
    x: float
    y: float
    radius: float

    @property
    def sign_x(self) -> float:
        """Return where the sign's middle is: at the lower right of the seat."""
        return round(self.x + self.radius * 0.65, 1)

    @property
    def sign_y(self) -> float:
        """Return the same downwards."""
        return round(self.y + self.radius * 0.65, 1)

    @property
    def corner_x(self) -> float:
        """Return where the sign, 16 wide, begins."""
        return round(self.sign_x - 8, 1)

    @property
    def corner_y(self) -> float:
        """Return the same downwards."""
        return round(self.sign_y - 8, 1)


@dataclass(frozen=True)
class PositionCount:
    """All who said the same (`kind` is None for silence). `again`: silent here, not on the last text."""

    kind: PositionKind | None
    people: list[Participant]
    again: bool = False

    @property
    def sign(self) -> str:
        """Return the sign of what they said."""
        return heard(self.kind).sign

    @property
    def label(self) -> str:
        """Return the words that go with the sign."""
        return _("To reconfirm") if self.again else str(heard(self.kind).short)

    @property
    def names(self) -> str:
        """Return first names, as colleagues speak, and who wrote it down where they did not say it here themselves."""
        return ", ".join(name_of(one) for one in self.people)


def name_of(participant: Participant) -> str:
    """Return a first name; with whoever wrote the position down for them, or spoke for them."""
    position = participant.position if participant.position and not participant.to_reconfirm else None
    recorder = position.recorded_by if position else None
    if position and position.deputy:
        return _("%(by)s, for %(name)s") % {"name": participant.user.first_name, "by": position.deputy.first_name}
    if recorder is None:
        return participant.user.first_name
    return _("%(name)s (written down by %(by)s)") % {"name": participant.user.first_name, "by": recorder.first_name}


@dataclass(frozen=True)
class ParticipantRow:
    """One line of a decision's table of positions; `kind` is None for silence."""

    user: User
    kind: PositionKind | None
    position: Position | None

    @property
    def sign(self) -> str:
        """Return the sign of what they said."""
        return heard(self.kind).sign

    @property
    def label(self) -> str:
        """Return the words that go with the sign."""
        return str(heard(self.kind).short)

    @property
    def words(self) -> str:
        """Return what they said with it; nothing from whom silence is recorded."""
        return self.position.words if self.position and self.kind else ""

    @property
    def recorder(self) -> User | None:
        """Return who wrote it down for them, if they did not say it here themselves."""
        return self.position.recorded_by if self.position and self.kind else None

    @property
    def deputy(self) -> User | None:
        """Return who spoke for them while they were away."""
        return self.position.deputy if self.position and self.kind else None


def participant_rows(participants: list[Participant]) -> list[ParticipantRow]:
    """Return everyone who was asked, with what counts of what they said; silence as silence."""
    return [
        ParticipantRow(one.user, None if one.to_reconfirm and not one.objection_stands else one.kind, one.position)
        for one in participants
    ]


@dataclass(frozen=True)
class RoundDiagram:
    """A round as people see it. `share` is the part of its window that is left, 0 to 1; None where a sync ends it.
    `held_until` is until when "I need time" holds it; None where that is past.
    """

    round: Round
    participants: list[Participant]
    seats: list[DiagramSeat]
    said: list[PositionCount]
    ends_at: datetime | None
    share: float | None
    is_over: bool
    mine: Participant | None
    held_until: datetime | None

    @property
    def chosen(self) -> str:
        """Return what the reader has said to this text, for the buttons."""
        mine = self.mine
        return mine.kind.value if mine and mine.kind and (not mine.to_reconfirm or mine.objection_stands) else ""

    @property
    def held_by(self) -> User | None:
        """Return who asked for time first: the round lasts a working day more for all, once."""
        holder = self.round.prolonged_by_id
        return next((one.user for one in self.participants if one.user.pk == holder), None)

    @property
    def is_due(self) -> bool:
        """Return whether the sync that ends it should have begun."""
        return self.round.in_sync and self.share == 0

    @property
    def span_s(self) -> int:
        """Return the length of its window in seconds."""
        return int((self.ends_at - self.round.opened_at).total_seconds()) if self.ends_at else 0

    @property
    def summary(self) -> str:
        """Say in one line what the picture shows."""
        number = sum(one.is_asked for one in self.participants)
        people = ngettext("one person asked", "%(n)s people asked", number) % {"n": number}
        return f"{people}: " + ", ".join(f"{len(said.people)} {said.label}" for said in self.said)


def round_diagram(
    round_: Round, participants: list[Participant], user: User, now: datetime, ends_at: datetime | None
) -> RoundDiagram:
    """Draw a round for a reader; `ends_at` is its end, or the sync that ends it, if known."""
    counts = [(one, _counting(one)) for one in participants]
    said = [
        PositionCount(kind, [one for one, counted in counts if counted == (kind, again)], again)
        for kind in (*BY_GRAVITY, None)
        for again in (False, True)
    ]
    said = [group for group in said if group.people]
    span = (ends_at - round_.opened_at).total_seconds() if ends_at else 0
    share = max(0.0, min(1.0, (ends_at - now).total_seconds() / span)) if ends_at and span > 0 else None
    return RoundDiagram(
        round=round_,
        participants=participants,
        seats=seats_of([(one.user, group.sign) for group in said for one in group.people]),
        said=said,
        ends_at=ends_at,
        share=share,
        is_over=round_.is_over(now),
        mine=next((one for one in participants if one.user.pk == user.pk), None),
        held_until=round_.earliest_at if round_.earliest_at and round_.earliest_at > now else None,
    )


def _counting(one: Participant) -> tuple[PositionKind | None, bool]:
    """Return what of a person's word counts here, and whether they have one to reconfirm: to an earlier text an
    objection stays, all else is silence.
    """
    if not one.to_reconfirm:
        return one.kind, False
    return (one.kind, False) if one.objection_stands else (None, one.kind is not None)


def seats_of(people: list[tuple[User, str]]) -> list[DiagramSeat]:
    """Place people evenly around the table, from the top clockwise; the first `SEATS_AT_MOST` of a large round."""
    shown = people[:SEATS_AT_MOST]
    radius = min(SEAT, pi * RING / max(len(shown), 1) - 2)
    turn = 2 * pi / max(len(shown), 1)
    return [
        DiagramSeat(
            user,
            sign,
            round(CENTRE + RING * sin(place * turn), 1),
            round(CENTRE - RING * cos(place * turn), 1),
            round(radius, 1),
        )
        for place, (user, sign) in enumerate(shown)
    ]
