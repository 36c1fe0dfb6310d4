"""What the inbox shows: a row for each thing, with all notices about it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NoticeQuerySet
from foundation.inbox.replies import InboxReply, replies_to
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import Addition, additions
from foundation.web.pagination import day_in, time_in

MOST = 200
"""So many notices are looked at; what is older is found once these are done."""
PAGE = 30
MORNING = time(8)
"""When something comes back that was put off until a day."""
WITH_SYNCS = 2
"""Of so many projects a page offers to wait for the next sync, those heard of last: each asks four queries."""
BEFORE_SYNC = timedelta(minutes=15)
"""So long before a sync comes back what was put off until it."""


@dataclass(frozen=True)
class NextSyncs(Addition):
    """When the next sync begins that a person is expected in, by project: (person, projects) → instants."""

    of: Callable[[User, Collection[UUID]], dict[UUID, datetime]]


@dataclass(frozen=True)
class SnoozeChoice:
    """Until when something may be put off: `key` is what the form sends."""

    key: str
    words: str
    at: datetime
    icon: str


@dataclass
class InboxItem:
    """A thing with the notices about it, newest first."""

    notices: list[Notice] = field(default_factory=list)
    reply: InboxReply | None = None
    snoozes: list[SnoozeChoice] = field(default_factory=list)

    @property
    def last(self) -> Notice:
        return self.notices[0]

    @property
    def kind(self) -> NoticeKind:
        """Return the kind that weighs most: they stand in this order."""
        order = list(NoticeKind)
        return min((NoticeKind(one.kind) for one in self.notices), key=order.index)

    @property
    def is_new(self) -> bool:
        return any(one.read_at is None for one in self.notices)

    @property
    def ends_at(self) -> datetime | None:
        return max((one.ends_at for one in self.notices if one.ends_at), default=None)


def page_of(user: User, query: Any, now: datetime, path: str) -> dict[str, Any]:
    """Return the page for what its address asks: which tab, kind and project."""
    tab = query.get("show", "") if query.get("show") in ("snoozed", "done") else "waiting"
    shown = things(_in_tab(Notice.objects.to(user), tab, now).with_faces()[:MOST])
    counts: dict[NoticeKind, int] = {}
    project = query.get("project", "")
    inside = [one for one in shown if not project or str(one.last.project) == project]
    for thing in inside:
        counts[thing.kind] = counts.get(thing.kind, 0) + 1
    kind = query.get("kind", "")
    found = [one for one in inside if not kind or one.kind == kind]
    if tab == "waiting":
        _add_replies(user, found[:PAGE], path)
        recent = dict.fromkeys(one.last.project for one in found[:PAGE] if one.last.project)
        syncs = next_syncs(user, list(recent)[:WITH_SYNCS])
        for thing in found[:PAGE]:
            thing.snoozes = snoozes(user, now, syncs.get(thing.last.project) if thing.last.project else None)
    return {
        "tab": tab,
        "things": found[:PAGE],
        "more": len(found) - PAGE if len(found) > PAGE else 0,
        "kinds": [(one, counts[one]) for one in NoticeKind if one in counts],
        "kind": kind,
        "project": project,
        "projects": {one.last.project for one in shown if one.last.project},
        "waiting": user.notices.waiting(now).last_of_things().count(),
        "snoozed": user.notices.snoozed(now).last_of_things().count(),
        "unread": user.notices.unread().waiting(now).count(),
        "change_key": Notice.change_key_of(user),
        "now": now,
    }


def things(notices: Iterable[Notice]) -> list[InboxItem]:
    """Gather notices by the thing they are about; the one with the newest notice comes first."""
    found: dict[tuple[UUID | None, str], InboxItem] = {}
    for notice in notices:
        found.setdefault((notice.project, notice.thing or str(notice.pk)), InboxItem()).notices.append(notice)
    return list(found.values())


def next_syncs(user: User, projects: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when the next sync begins that a person is expected in, by project; without those that plan none."""
    found: dict[UUID, datetime] = {}
    for added in additions(NextSyncs) if projects else ():
        found |= added.of(user, projects)
    return found


def snoozes(user: User, now: datetime, sync: datetime | None = None) -> list[SnoozeChoice]:
    """Return until when one may put something off, on the person's clock, the nearest first; `sync` is when the next
    one of its project begins.
    """
    local = now.astimezone(user.zone)
    morning = datetime.combine(local.date(), MORNING, user.zone)
    later = (local + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    choices = [
        SnoozeChoice("tomorrow", _("Tomorrow"), morning + timedelta(days=1), "sun"),
        SnoozeChoice("monday", _("Next Monday"), morning + timedelta(days=7 - local.weekday()), "calendar"),
    ]
    if later.date() == local.date():
        choices.append(SnoozeChoice("later", _("Later today"), later, "clock"))
    if sync and sync - BEFORE_SYNC > now:
        before = (sync - BEFORE_SYNC).astimezone(user.zone)
        choices.append(SnoozeChoice("sync", _("Before the next sync"), before, "refresh-cw"))
    return sorted(choices, key=lambda one: one.at)


def until_asked(user: User, project: UUID | None, asked: Mapping[str, Any]) -> datetime:
    """Read until when something is put off, or when to be reminded of it: one of the choices, the morning of a day,
    or a time of it.

    :raises Refused: for a choice that is none any more (the page was opened hours ago), and for what is not to come.
    """
    now = clock.now()
    if asked.get("until") != "day":
        for choice in choices_for(user, project, now):
            if choice.key == asked.get("until"):
                return choice.at
        raise Refused(_("This choice is over; choose another time."))
    day = day_in(asked.get("day", ""))
    at = datetime.combine(day, time_in(asked.get("at", "")) or MORNING, user.zone) if day else None
    if at is None or at <= now:
        raise Refused(_("Choose a date in the future."))
    return at


def choices_for(user: User, project: UUID | None, now: datetime) -> list[SnoozeChoice]:
    """Return until when one may put off what is of a project, or of none."""
    return snoozes(user, now, next_syncs(user, [project]).get(project) if project else None)


def _in_tab(notices: NoticeQuerySet, tab: str, now: datetime) -> NoticeQuerySet:
    if tab == "done":
        return notices.done().order_by("-done_at", "-pk")
    return notices.snoozed(now) if tab == "snoozed" else notices.waiting(now)


def _add_replies(user: User, shown: Sequence[InboxItem], path: str) -> None:
    """Let each thing be answered where it stands: by the notice that weighs most, then by the newest."""
    notices = [notice for thing in shown for notice in thing.notices]
    replies = replies_to(user, notices, path)
    order = list(NoticeKind)
    for thing in shown:
        by_weight = sorted(thing.notices, key=lambda one: order.index(NoticeKind(one.kind)))
        thing.reply = next((replies[one.pk] for one in by_weight if one.pk in replies), None)
