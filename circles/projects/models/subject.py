"""What every thing of a project can do: be locked, be told of, be referred to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from circles.projects.models.translated_name import as_written
from foundation.accounts.models import User
from foundation.audit.event_types import EventType
from foundation.audit.models import Entry, Head
from foundation.audit.sealing import due
from foundation.inbox.kinds import kind_of
from foundation.inbox.models import Attention, Notice
from foundation.web.broadcasts import notify_change
from foundation.web.extension_registry import DomainEvent, publish

SEVERAL = ":"
"""Between the name of a fact and a number, in the names of personal values of which there are several."""


def numbered_values(fact: str, values: Iterable[str]) -> dict[str, str]:
    """Return several personal values under a fact's name: each can be erased, and the others stay."""
    return {f"{fact}{SEVERAL}{at}": value for at, value in enumerate(values)}


class Subject(models.Model):
    """A thing that events of the record are about. Most have a `project` and a `circle`; others say what stands for
    them.
    """

    locked_with: ClassVar[tuple[str, ...]] = ()
    """What nearly every change asks of the thing, and `locked` reads along, without locking it."""

    project_id: UUID

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        raise NotImplementedError

    @property
    def record_id(self) -> UUID:
        """Return the id of the project whose record tells of this thing: of its `project`, where nothing else is
        said.
        """
        return self.project_id

    @property
    def scope(self) -> str:
        """Return the key of its `circle`; nothing for what has none."""
        circle = getattr(self, "circle", None)
        return str(circle.key) if circle else ""

    @property
    def reference(self) -> str:
        """Return the short name people use (P-24), or nothing."""
        return ""

    @property
    def headline(self) -> str:
        """Return the words that name it."""
        return str(self)

    @property
    def open_headline(self) -> str:
        """Return the words that everyone in the project may read of it: its headline, unless only some may read it."""
        return self.headline

    @property
    def quotable(self) -> str:
        """Return the words to quote where something is born from it, or nothing."""
        return ""

    def refuse_spreading(self) -> None:
        """Raise Refused where only some people may read it now: what is made of its words would be open to everyone."""

    @property
    def proposed_text(self) -> str:
        """Return the text with which a proposal that is made of it begins, or nothing."""
        return ""

    @property
    def kind(self) -> str:
        """Return the kind as change notifications and entries name it (`proposal`)."""
        return self.kind_name()

    @classmethod
    def kind_name(cls) -> str:
        """Return the kind of all things of this model: its name, unless the record knows it by another one."""
        return str(cls._meta.model_name)

    @property
    def change_key(self) -> str:
        """Return the key by which open pages know it (`proposal:12`)."""
        return f"{self.kind}:{self.pk}"

    def seen_in(self) -> list[str]:
        """Return the change keys of the other pages that show it, its own page and its circle's apart: what every event
        about it changes, whoever records that.
        """
        return []

    @property
    def asks_until(self) -> datetime | None:
        """Return when it is too late for what it asks of people: the end of its `open_round`, where it has one; a thing
        that asks for something else says its own end.
        """
        ends: datetime | None = getattr(getattr(self, "open_round", None), "closes_at", None)
        return ends

    def locked(self) -> Self:
        """Lock the project's head row, then this row, and give this thing read afresh.

        Must run inside a transaction; every change begins with it, so all changes of a project are in one order
        and cannot deadlock.
        """
        Head.lock(self.record_id)
        found = type(self)._default_manager.select_for_update(of=("self",))
        return (found.select_related(*self.locked_with) if self.locked_with else found).get(pk=self.pk)

    def record_event(
        self,
        event: EventType,
        *,
        by: User | None,
        at: datetime | None = None,
        people: Mapping[User, str] | None = None,
        personal: Mapping[str, str] | None = None,
        also: Iterable[str] = (),
        erased: Any = None,
        **facts: Any,
    ) -> Entry:
        """Write the event to the record and to inboxes in this transaction; open pages hear after commit.

        `people` maps those who hear of it to a `Notice.Reason`; the actor never hears of their own act. `personal` are
        values that may have to be erased later. `also` are further change keys, beside those of where it is `seen_in`.
        `facts` are strings, integers, booleans, None, or lists and mappings of these. The entry seals the rows that
        hang on the thing (`SealedKind`); `erased` names values whose salts an erasure took away, as
        `foundation.audit.sealing.erase_sealed` does.

        In an archived project an act of a person is refused (`foundation.audit.models.Closed`).
        """
        scope = self.scope
        entry = Entry.write(
            project=self.record_id,
            actor=by.pk if by else None,
            event=event,
            subject_kind=self.kind,
            subject=str(self.pk),
            reference=self.reference,
            title=as_written(self.open_headline),
            scope=scope,
            facts=as_written(facts),
            personal={**({"by": by.name} if by else {}), **(personal or {})},
            at=at,
            seals=due(self, event),
            erased=erased,
        )
        others = self.with_followers(people or {}, event)
        others = {user: reason for user, reason in others.items() if by is None or user.pk != by.pk}
        if recipients := self.recipients_among(others):
            self._notify(entry, recipients, by)
        publish(EventRecorded(thing=self, entry=entry))
        keys = [self.change_key, *self.seen_in(), *also, "record", *([f"circle:{scope}"] if scope else [])]
        notify_change(self.record_id, entry.seq, keys)
        return entry

    def with_followers(self, people: Mapping[User, str], event: EventType) -> dict[User, str]:
        """Add who follows this thing or its circle, and leave out who has muted it; who is asked for a position is
        notified all the same. An event whose kind `asks` for something is for those who are asked: followers do not
        hear of it.
        """
        scope = self.scope
        following, muted = Attention.split(self.record_id, self.change_key, f"circle:{scope}" if scope else "")
        kept = {user: why for user, why in people.items() if user.pk not in muted or why == Notice.Reason.ASKED}
        more = following - muted - {one.pk for one in people}
        if not more or kind_of(event, Notice.Reason.FOLLOWED).facts.asks:
            return kept
        followers = list(User.objects.filter(pk__in=more))
        readers = self.readers_among(followers)
        return kept | {user: Notice.Reason.FOLLOWED for user in followers if user.pk in readers}

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people may read this thing now, in a fixed number of queries: who is in the project,
        unless it says otherwise.
        """
        return self.members_among(people)

    def members_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people is in the project now."""
        if not people:
            return set()
        inside = User.objects.filter(memberships__project=self.record_id, memberships__ended_at=None)
        return set(inside.filter(pk__in=[user.pk for user in people]).values_list("pk", flat=True))

    def recipients_among(self, people: Mapping[User, str]) -> dict[User, str]:
        """Keep those who are in the project: who has left it is notified of nothing in it."""
        members = self.members_among(people)
        return {user: reason for user, reason in people.items() if user.pk in members}

    def _notify(self, entry: Entry, people: Mapping[User, str], by: User | None) -> None:
        Notice.post(
            people,
            project=entry.project,
            event=entry.event,
            by=by,
            reference=entry.reference,
            title=entry.title,
            address=self.get_absolute_url(),
            at=entry.happened_at,
            ends_at=self.asks_until,
        )


@dataclass(frozen=True, kw_only=True)
class EventRecorded(DomainEvent):
    """An event was recorded about a thing."""

    thing: Subject
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class ThingAdopted(DomainEvent):
    """A thing that was proposed holds from now on, as `decision` (D-12); what it was born from may take effect."""

    thing: Subject
    decision: str
    by: User | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContentWritten(DomainEvent):
    """People wrote, changed or took back what no entry of the record tells of: messages, clauses, imported things. The
    things are of one kind and of one project.
    """

    things: Sequence[Subject]


@dataclass(frozen=True, kw_only=True)
class TextsChanged(DomainEvent):
    """The texts of a thing that is found by them may have changed; these are as they are now."""

    thing: Subject
    texts: list[str]
