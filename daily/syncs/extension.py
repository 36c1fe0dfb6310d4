"""What the syncs add to circles: the daily sync of a new project, the next one's time in the sidebar."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circles.circles.domain_events import CircleClosing
from circles.circles.models import Circle
from circles.circles.panels import Panel
from circles.navigation.entries import NavCount, NavGroup, NavLink, NavStatus
from circles.projects.access import projects_of
from circles.projects.domain_events import ProjectCreated
from circles.projects.models import Project
from circles.projects.project_cache import cached, now_in
from circles.projects.references import References
from circles.projects.thing_parts import ThingTexts
from circles.record.labels import FactLabels
from circles.record.templates import Sentences
from daily.syncs.event_types import SyncEvent
from daily.syncs.fact_labels import FACT_LABELS
from daily.syncs.kept_data import KEPT_DATA
from daily.syncs.models import AgendaItem, Occurrence, Outcome, OutcomeKind, RecurringSync, Sync
from daily.syncs.models.attendees import gathering_in
from daily.syncs.models.imported_minutes_cache import last_minutes
from daily.syncs.models.upcoming import ahead_of, syncs_of
from daily.syncs.permissions import may_hold
from daily.syncs.record_sentences import SENTENCES
from daily.syncs.sealed_kinds import SEALED_KINDS
from daily.syncs.search_texts import SYNCS
from daily.syncs.takeaway import PART
from daily.syncs.workflows.opening import take_up_pulled
from decisions.decisions.models import Decision
from decisions.decisions.models.proposals.pull import ProposalPulled
from decisions.decisions.sync_sources import SyncLeaders, SyncsHeld, SyncTimes
from documents.documents.models.restriction import RestrictionBegun
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.contexts import NextSyncs
from foundation.inbox.kinds import NoticeKind, NoticeKinds
from foundation.web.extension_registry import Subscribers
from foundation.web.formatting import clock as hours

PANEL_ROWS = 4


def begin_daily_sync(event: ProjectCreated) -> None:
    """Give a new project its daily sync: working days, 09:15, 15 minutes."""
    RecurringSync.begin(event.project.circles.general(), by=event.by, at=event.at)


def name_clauses_by_key(event: RestrictionBegun) -> None:
    """Leave the keys alone of a restricted document's clauses on agendas, which everyone reads. The publisher holds the
    project's lock.
    """
    points = AgendaItem.objects.on_clauses_of(event.restriction.document)
    for point in points:
        point.text = point.reference
        point.save()
    for sync in Sync.objects.running().filter(points__in=points).distinct():
        sync.notify_pages()


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show when a circle meets next, and its last syncs."""
    gathering = gathering_in(circle.project)
    held = (
        Sync.objects.in_project(circle.project).not_cancelled().select_related("recurring_sync").filter(circle=circle)
    )
    return "syncs/panel.html", {
        "coming": lambda: coming_of(gathering.recurring_syncs.get(circle.pk, []), now_in(circle.project)),
        "syncs": held.order_by("-opened_at")[:PANEL_ROWS],
        "imported": last_minutes(circle),
        "may_hold": may_hold(user, circle) and not circle.is_closed,
    }


def coming_of(recurring_syncs: list[RecurringSync], now: datetime) -> list[Occurrence]:
    """Return the next meeting of each recurring sync, in order of time."""
    coming = [one for one in (recurring_sync.next(now) for recurring_sync in recurring_syncs) if one]
    return sorted(coming, key=lambda one: one.starts_at)


def end_recurring_syncs(event: CircleClosing) -> None:
    """End the recurring syncs of a circle that closes."""
    for recurring_sync in event.circle.recurring_syncs.current():
        recurring_sync.end(by=event.by)


def runs_or_begins(project: Project, user: User, now: datetime) -> tuple[bool, datetime | None]:
    """Return whether a sync of the person's runs, and when the next one begins."""
    ahead = ahead_of(project, user, now)
    return bool(ahead.running), ahead.next.starts_at if ahead.next else None


def cached_sync(project: Project, user: User) -> tuple[bool, datetime | None]:
    """Return the same, kept until the project's next event, a minute at most."""
    now = now_in(project)
    return cached(project, f"next-sync:{user.pk}", lambda: runs_or_begins(project, user, now))


def next_sync(project: Project, user: User) -> NavCount | None:
    """Say beside "Sync" that one runs, or when the next one is today."""
    is_running, starts_at = cached_sync(project, user)
    if is_running:
        return NavCount("●", is_new=True)
    is_today = starts_at is not None and timezone.localtime(starts_at).date() == timezone.localtime().date()
    return NavCount(hours(starts_at)) if is_today else None


def next_syncs(user: User, projects: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when the next sync of a person begins, by project, of some of theirs."""
    known = [project for project in projects_of(user) if project.pk in projects]
    found = {project.pk: cached_sync(project, user)[1] for project in known}
    return {pk: starts_at for pk, starts_at in found.items() if starts_at}


def who_led(decision: Decision) -> QuerySet[Sync, tuple[str | None, str | None]]:
    """Return who facilitated and who wrote in the sync that took a decision, by name. None for who facilitated where
    that was handed on afterwards: the sync says only who did in the end.
    """
    came_out = Outcome.objects.filter(sync=OuterRef("pk"), kind=OutcomeKind.DECISION, reference=decision.reference)
    handed_on = Entry.objects.filter(
        project=decision.project_id,
        subject_kind="sync",
        subject=Cast(OuterRef("pk"), CharField()),
        event=SyncEvent.FACILITATION_HANDED_OVER,
        happened_at__gt=decision.adopted_at,
    )
    known = Case(When(Exists(handed_on), then=None), default=F("facilitator__name"))
    return Sync.objects.filter(Exists(came_out), project=decision.project_id).values_list(known, "secretary__name")


def has_met_since(circle: Circle, instant: datetime) -> bool:
    """Return whether a circle has held a sync that was opened after an instant, and closed it."""
    return circle.syncs.held().filter(opened_at__gt=instant).exists()


def find_sync(project: Project, number: int) -> Sync | None:
    """Return the sync that `S-12` means, or None."""
    return Sync.objects.in_project(project).filter(number=number).first()


EXTENSION = (
    NavLink("sync", 32, _("Sync"), "refresh-cw", "meetings:sync", NavGroup.DECIDE),
    References({"S": find_sync}),
    Panel("syncs", 55, panel),
    NavStatus({"sync": next_sync}),
    ThingTexts({"sync": SYNCS}),
    Sentences("syncs", SENTENCES),
    FactLabels(FACT_LABELS),
    NoticeKinds({SyncEvent.PULSES_REQUESTED: NoticeKind.PULSE}),
    PART,
    KEPT_DATA,
    *SEALED_KINDS,
    SyncTimes(syncs_of),
    SyncLeaders(who_led),
    SyncsHeld(has_met_since),
    NextSyncs(next_syncs),
    Subscribers(
        {
            ProjectCreated: [begin_daily_sync],
            CircleClosing: [end_recurring_syncs],
            RestrictionBegun: [name_clauses_by_key],
            ProposalPulled: [take_up_pulled],
        }
    ),
)
