"""Who is in a running sync or expected in it, with their pulse and what they have said to the point at hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from daily.syncs.contexts.position_groups import said_by, sign_of
from daily.syncs.models import Presence, Pulse, Sync
from daily.syncs.models.agenda_proposal import Matter
from daily.syncs.models.attendees import gathering_in
from daily.syncs.models.pulse import WORDS
from decisions.decisions.models.rounds.participants import Participant
from foundation.accounts.models import User
from foundation.web.collation import place_of

SHOWN_AWAY = 20


@dataclass(frozen=True)
class Person:
    """A person in the live meeting, or expected in it."""

    user: User
    is_here: bool
    raised_hand: datetime | None
    sign: str
    label: str
    pulse: str
    recorder: User | None = None
    """Who wrote their position down, where they did not say it here themselves."""
    may_be_recorded: bool = False
    """Whether the reader may write down what they say aloud."""

    @property
    def here(self) -> str:
        """Return the attribute value of the face."""
        return "yes" if self.is_here else ""


def as_asked(person: Person, one: Participant, *, may_record: bool) -> Person:
    """Add how a person who is asked stands; over an objection, or their own words, nobody writes anything down."""
    recorder = one.position.recorded_by if one.position and said_by(one) else None
    may_be_recorded = may_record and not one.objection_stands and (one.is_silent or one.is_recorded) and not one.left
    return replace(person, sign=sign_of(one), recorder=recorder, may_be_recorded=may_be_recorded)


def people_in(
    sync: Sync, presences: dict[Any, Presence], matter: Matter | None, *, may_record: bool
) -> tuple[list[Person], int]:
    """Return who is here (raised hands first), then who is expected, and how many more of these there are."""
    expected = list(gathering_in(sync.project).people_of(sync.circle)[: SHOWN_AWAY + len(presences)])
    day = sync.project.day_of(sync.starts_at)
    here = [row.user for row in presences.values()]
    away = [user for user in expected if user.pk not in presences]
    pulses = {
        pulse.user_id: pulse
        for pulse in Pulse.objects.for_sync(sync.project, day, sync.starts_at).filter(user__in=[*here, *away])
    }
    asked = {one.user.pk: one for one in matter.participants} if matter else {}
    labels = {name: str(Pulse._meta.get_field(name).verbose_name) for name in WORDS}  # type: ignore[union-attr]
    people = []
    for user in (*here, *away[:SHOWN_AWAY]):
        presence = presences.get(user.pk)
        which, words = pulses[user.pk].line if user.pk in pulses else ("", "")
        raised_hand = presence.raised_hand_at if presence else None
        person = Person(user, presence is not None, raised_hand, "", labels.get(which, ""), words)
        people.append(as_asked(person, asked[user.pk], may_record=may_record) if user.pk in asked else person)
    people.sort(key=lambda one: place_of(one.user.name))
    people.sort(key=lambda one: (one.raised_hand is None, one.raised_hand or sync.opened_at, not one.is_here))
    return people, max(0, len(away) - SHOWN_AWAY)
