"""What the inbox shows: a row for each thing, with all notices about it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.models import User
from inbox.kinds import NoticeKind
from inbox.models import Notice, NoticeQuerySet
from web.extension_registry import installed

MOST = 200
"""So many notices are looked at; what is older is found once these are done."""
PAGE = 30
MORNING = time(8)
"""When something comes back that was put off until a day."""
ICONS = {
    NoticeKind.POSITION: "circle-dot",
    NoticeKind.ENDING: "hourglass",
    NoticeKind.OBJECTION: "circle-alert",
    NoticeKind.ACTION: "square-check",
    NoticeKind.PULSE: "heart",
    NoticeKind.MENTIONED: "at-sign",
    NoticeKind.ANSWERED: "reply",
    NoticeKind.DECIDED: "check-check",
    NoticeKind.REVIEW: "history",
    NoticeKind.MINUTES: "scroll-text",
    NoticeKind.ACCESS: "key-round",
}


@dataclass(frozen=True)
class InboxAnswer:
    """How a thing is answered in place: a template, with what it needs."""

    template: str
    context: dict[str, Any]


def reply_to(name: str, words: str, action: str, **fields: str) -> InboxAnswer:
    """Return how somebody's words are answered where they are read: a form that posts `text` with these fields; sent
    twice, it says once.
    """
    context = {"name": name, "words": words, "action": action, "fields": {**fields, "key": str(uuid4())}}
    return InboxAnswer("inbox/reply.html", context)


type InboxAnswersOf = Callable[[User, Sequence[Notice], str], dict[int, InboxAnswer]]
"""(person, notices that wait, newest first, address of the page) → by the notice's pk, of those it can answer."""


@dataclass
class InboxItem:
    """A thing with the notices about it, newest first."""

    notices: list[Notice] = field(default_factory=list)
    answer: InboxAnswer | None = None

    @property
    def last(self) -> Notice:
        return self.notices[0]

    @property
    def kind(self) -> NoticeKind:
        """Return the kind that weighs most: they stand in this order."""
        order = list(NoticeKind)
        return min((NoticeKind(one.kind) for one in self.notices), key=order.index)

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "bell")

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
        _add_answers(user, found[:PAGE], path)
    return {
        "tab": tab,
        "things": found[:PAGE],
        "more": len(found) - PAGE if len(found) > PAGE else 0,
        "kinds": [(one, counts[one]) for one in NoticeKind if one in counts],
        "kind": kind,
        "project": project,
        "projects": {one.last.project for one in shown if one.last.project},
        "waiting": len(shown) if tab == "waiting" else len(things(_in_tab(Notice.objects.to(user), "", now)[:MOST])),
        "snoozed": len(things(Notice.objects.to(user).snoozed(now)[:MOST])),
        "unread": user.notices.unread().waiting(now).count(),
        "snoozes": snoozes(user, now),
        "now": now,
    }


def things(notices: Iterable[Notice]) -> list[InboxItem]:
    """Gather notices by the thing they are about; the one with the newest notice comes first."""
    found: dict[tuple[UUID | None, str], InboxItem] = {}
    for notice in notices:
        found.setdefault((notice.project, notice.thing or str(notice.pk)), InboxItem()).notices.append(notice)
    return list(found.values())


def snoozes(user: User, now: datetime) -> list[tuple[str, str, datetime]]:
    """Return until when one may put something off: a key, words, and the time on the person's clock."""
    local = now.astimezone(user.zone)
    morning = datetime.combine(local.date(), MORNING, user.zone)
    later = (local + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    choices = [
        ("later", _("Later today"), later),
        ("tomorrow", _("Tomorrow"), morning + timedelta(days=1)),
        ("monday", _("Next Monday"), morning + timedelta(days=7 - local.weekday())),
    ]
    return [one for one in choices if one[0] != "later" or one[2].date() == local.date()]


def _in_tab(notices: NoticeQuerySet, tab: str, now: datetime) -> NoticeQuerySet:
    if tab == "done":
        return notices.done().order_by("-done_at", "-pk")
    return notices.snoozed(now) if tab == "snoozed" else notices.waiting(now)


def _add_answers(user: User, shown: Sequence[InboxItem], path: str) -> None:
    """Let each thing be answered where it stands: by the notice that weighs most, then by the newest."""
    notices = [notice for thing in shown for notice in thing.notices]
    answers: dict[int, InboxAnswer] = {}
    for extension in installed():
        if extension.inbox_answers:
            answers |= extension.inbox_answers(user, notices, path)
    order = list(NoticeKind)
    for thing in shown:
        by_weight = sorted(thing.notices, key=lambda one: order.index(NoticeKind(one.kind)))
        thing.answer = next((answers[one.pk] for one in by_weight if one.pk in answers), None)
