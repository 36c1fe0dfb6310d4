"""Opening a sync, planned or beside the plan, with its agenda frozen into points; and cancelling it again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from daily.syncs.agenda import LINE_S, OWN, USUAL_LENGTH, Part, build
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, PointKind, Pulse, RecurringSync, Sync
from daily.syncs.workflows.agenda_input import facts_for
from decisions.decisions.models.proposals.pull import ProposalPulled
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

EARLY = timedelta(hours=1)


def open_sync(circle: Circle, *, by: User, facilitator: User | None = None, at: datetime | None = None) -> Sync:
    """Open a sync of the circle now: the day's planned one if it is due within the hour or was missed, else one
    beside the plan. Its agenda is built from what waits and frozen into points. Where no `facilitator` is named, it is
    who `facilitator_now` says. Records `sync.opened`.
    """
    with transaction.atomic():
        circle = circle.open_or_refuse()
        if circle.syncs.running().exists():
            raise Refused(_("A sync of this circle is running already."))
        now = at or clock.now()
        recurring_sync, planned_for = _planned_now(circle, now)
        sync = Sync.objects.create(
            project=circle.project,
            circle=circle,
            number=Sync.next_number(circle.project),
            created_by=by,
            recurring_sync=recurring_sync,
            planned_for=planned_for,
            length_minutes=recurring_sync.length_minutes if recurring_sync else USUAL_LENGTH,
            facilitator=facilitator or facilitator_now(circle, by=by, at=at),
            secretary=circle.people_in("secretary").first(),
            opened_at=now,
        )
        sync.presences.create(user=by, came_at=now)
        freeze_agenda(sync, now)
        people = dict.fromkeys(circle.members(), "circle")
        sync.record_event(SyncEvent.SYNC_OPENED, by=by, at=at, people=people, also=["syncs"])
    return sync


def facilitator_now(circle: Circle, *, by: User, at: datetime | None = None) -> User:
    """Return who facilitates a sync of the circle that a person opens now: whose turn it is in the planned one, else
    they themselves.
    """
    recurring_sync, planned_for = _planned_now(circle, at or clock.now())
    turn = recurring_sync.facilitator_on(circle.project.day_of(planned_for)) if recurring_sync and planned_for else None
    return turn or by


def cancel_sync(sync: Sync, *, by: User, at: datetime | None = None) -> None:
    """Cancel a sync in which nobody has spoken: what was brought to it waits for the next one, and a planned one can be
    opened again. Records `sync.cancelled`.
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        if not sync.is_untouched:
            raise Refused(
                _("Someone has already spoken: close this sync instead; its minutes will say what came of it.")
            )
        # The agenda made its own points at the opening; what people brought has a time of its own.
        for point in sync.points.filter(part__in=OWN).exclude(created_at=sync.opened_at):
            point.sync = None
            point.save()
        sync.closed_at = sync.cancelled_at = at or clock.now()
        sync.save()
        people = dict.fromkeys(sync.circle.members(), "circle")
        sync.record_event(SyncEvent.SYNC_CANCELLED, by=by, at=at, people=people, also=["syncs", "agenda"])


def _planned_now(circle: Circle, now: datetime) -> tuple[RecurringSync | None, datetime | None]:
    """Find the occurrence of today that this sync is, if any was not held yet."""
    zone = circle.project.zone
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for recurring_sync in circle.recurring_syncs.current().select_related("project", "facilitator"):
        for planned in recurring_sync.occurrences(midnight):
            if planned.starts_at > now + EARLY:
                break
            if not recurring_sync.syncs.not_cancelled().filter(planned_for=planned.starts_at).exists():
                return recurring_sync, planned.starts_at
    return None, None


def freeze_agenda(sync: Sync, now: datetime) -> None:
    """Write the agenda that makes itself as points, and take in what members added."""
    day = sync.project.day_of(sync.starts_at)
    agenda = build(facts_for(sync.circle, sync.starts_at), on=day, length=sync.length_minutes)
    waiting = {f"#{point.pk}": point for point in sync.circle.points.waiting()}
    for place, found in enumerate(agenda.points, 1):
        beside = len(agenda.of(found.part))
        point = waiting.get(found.ref) or AgendaItem(project=sync.project, circle=sync.circle, created_at=now)
        if not point.pk:
            point.text = found.title[:300]
            point.reference, point.added_by = _origin(found.ref)
        point.sync, point.place, point.part, point.kind = sync, place, found.part, found.kind
        point.carried = found.carried
        point.seconds = max(60, agenda.minutes[found.part] * 60 // beside)
        if found.part is Part.INFORMATION:
            point.seconds = LINE_S * beside  # they are told as one block
        point.save()
    sync.shares = {part.value: minutes for part, minutes in agenda.minutes.items()}
    sync.save()


def take_up_pulled(event: ProposalPulled) -> None:
    """Put what was taken to a sync that is running on its agenda, after what is to be decided there. The publisher
    holds the project's lock.
    """
    sync = Sync.objects.running().filter(circle=event.to).first()
    if sync is None:
        return
    proposal, now = event.proposal, event.at or clock.now()
    before = sync.points.filter(part__in=TAKEN_BEFORE).aggregate(last=Max("place"))["last"] or 0
    sync.points.filter(place__gt=before).update(place=F("place") + 1)
    AgendaItem.objects.create(
        project=sync.project,
        circle=sync.circle,
        created_at=now,
        sync=sync,
        place=before + 1,
        part=Part.DECISIONS,
        kind=PointKind.SUSPENDED if proposal.holds_up else PointKind.DECISION,
        text=proposal.title[:300],
        reference=proposal.reference,
        added_by=event.by,
        seconds=PULLED_S,
    )
    sync.notify_pages()


TAKEN_BEFORE = (Part.EXCEPTIONS, Part.AGREEMENTS, Part.DECISIONS, Part.INFORMATION)
PULLED_S = 180


def _origin(ref: str) -> tuple[str, User | None]:
    """Return a point's reference and who brought it: a tension out of a pulse has a person and no reference."""
    if not ref.startswith("pulse:"):
        return ref, None
    return "", Pulse.objects.select_related("user").get(pk=ref.removeprefix("pulse:")).user
