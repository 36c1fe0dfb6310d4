"""Who hears of what was said: their inbox has it, and their open pages are told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from circles.projects.models import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.inbox.models import Notice
from foundation.web.broadcasts import broadcast_on_commit, group_of, group_of_person

MOST_PEOPLE = 50
"""Beyond so many, all pages of the project are told once."""


def notify_readers(
    place: Subject,
    people: Mapping[User, str],
    event: EventType,
    *,
    by: User | None,
    address: str,
    at: datetime | None = None,
    reference: str = "",
) -> None:
    """Put what was said in a place into inboxes, in the caller's transaction; `people` maps to the reason. Nobody hears
    of their own words, nor of what they may not read.
    """
    others = [user for user in people if by is None or user.pk != by.pk]
    readers = place.readers_among(others) if others else set()
    if reading := {user: people[user] for user in others if user.pk in readers}:
        Notice.post(
            reading,
            project=place.record_id,
            event=event,
            by=by,
            reference=reference or place.reference,
            title=place.headline,
            address=address,
            at=at or clock.now(),
        )
        broadcast_inboxes(reading, project=place.record_id)


def broadcast_inboxes(people: Collection[User], *, project: UUID) -> None:
    """After commit, tell the open pages of people that something came into their inbox; of many, in one call."""
    groups = [group_of(project)] if len(people) > MOST_PEOPLE else [group_of_person(user.pk) for user in people]
    broadcast_on_commit(groups, lambda: {"what": ["inbox"]})
