"""API of the regular syncs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from circles.circles.access import circle_for
from circles.projects.access import project_for
from circles.projects.references import thing_named
from daily.syncs import permissions
from daily.syncs.api.agenda import OutcomeOut, led, sync_for
from daily.syncs.contexts.upcoming import day_of_pulse
from daily.syncs.models import AgendaItem, Pulse, Sync
from daily.syncs.models.upcoming import ahead_of
from daily.syncs.workflows.closing import close_sync, reopen_sync
from daily.syncs.workflows.opening import cancel_sync, open_sync
from daily.syncs.workflows.outcomes import create_action, note_info
from foundation.accounts.decorators import asker
from foundation.audit import clock
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import rows_after, seq_page_of

router = Router()


class OccurrenceOut(Schema):
    """A planned sync; `pulse_until` is until when a pulse is awaited."""

    title: str
    circle: str
    starts_at: datetime
    ends_at: datetime
    pulse_until: datetime


class SyncOut(Schema):
    """A sync that runs or was held; `circle` is a key."""

    reference: str
    number: int
    title: str
    circle: str
    planned_for: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    cancelled_at: datetime | None
    facilitator: str | None


class HoldIn(Body):
    """Who facilitates, by id, of those with a voice in the circle; else whose turn it is, or the asker."""

    facilitator: UUID | None = None


class SyncsOut(Schema):
    """Syncs, latest first; `before` is the cursor of the next page."""

    syncs: list[SyncOut]
    before: str


class PointOut(Schema):
    """A point of a sync, or one that waits for the next."""

    id: int
    part: str
    kind: str
    reference: str
    text: str
    carried: int
    seconds: int
    is_at_hand: bool
    ending: str
    words: str


class PointIn(Body):
    """A point or a tension for a circle's next, or running, sync; `origin` names what it is born from (P-24,
    message-…, comment-12).
    """

    text: str
    tension: bool = False
    origin: str = ""


class PulseIn(Body):
    """The four lines of a pulse; at least one says something."""

    done: str = ""
    next: str = ""
    blocked_by: str = ""
    tension: str = ""


class PulseOut(PulseIn):
    """A pulse."""

    person: UUID
    on: date


class SyncActionIn(Body):
    """An action that comes out; `owner` is a person's id."""

    what: str
    owner: UUID
    due_on: date | None = None


class InfoIn(Body):
    """An info that comes out."""

    text: str


class SyncReopeningIn(Body):
    """Why a sync is opened again."""

    reason: str


class MinutesOut(Schema):
    """Minutes: what came out as facts, and the seal of the record's entry `seq`."""

    version: int
    content: dict[str, Any]
    seq: int
    seal: str


def out(sync: Sync) -> dict[str, Any]:
    """Put a sync as the API gives it."""
    return {
        "reference": sync.reference,
        "number": sync.number,
        "title": sync.title,
        "circle": sync.circle.key,
        "planned_for": sync.planned_for,
        "opened_at": sync.opened_at,
        "closed_at": sync.closed_at,
        "cancelled_at": sync.cancelled_at,
        "facilitator": sync.facilitator.name if sync.facilitator else None,
    }


def point_out(point: AgendaItem, at_hand: int | None = None) -> dict[str, Any]:
    """Put a point as the API gives it."""
    names = ("id", "part", "kind", "reference", "text", "carried", "seconds", "ending", "words")
    return {**{name: getattr(point, name) for name in names}, "is_at_hand": point.pk == at_hand}


@router.get("projects/{slug}/syncs/coming", response=list[OccurrenceOut])
def coming(request: HttpRequest, slug: str) -> Any:
    """List the next planned sync of each recurring sync one is expected in."""
    planned = ahead_of(project_for(request, slug), asker(request), clock.now()).planned
    return [
        {
            "title": one.recurring_sync.title,
            "circle": one.recurring_sync.circle.key,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "pulse_until": one.pulse_until,
        }
        for one in planned
    ]


@router.get("projects/{slug}/syncs", response=SyncsOut)
def syncs(request: HttpRequest, slug: str, before: str = "") -> Any:
    """List syncs, running ones too, latest first."""
    found = Sync.objects.in_project(project_for(request, slug)).select_related("recurring_sync")
    page = seq_page_of(found, before, key="number")
    return {"syncs": [out(sync) for sync in page.rows], "before": page.next}


@router.post("projects/{slug}/circles/{key}/syncs", response={201: SyncOut})
def hold(request: HttpRequest, slug: str, key: str, body: HoldIn | None = None) -> Any:
    """Hold a sync of a circle now."""
    circle = circle_for(request, slug, key)
    require(permissions.may_hold(asker(request), circle))
    named = body.facilitator if body else None
    facilitator = get_object_or_404(circle.members(), pk=named) if named else None
    return Status(201, out(open_sync(circle, by=asker(request), facilitator=facilitator)))


@router.post("projects/{slug}/syncs/{number}/cancellation", response={204: None})
def cancel(request: HttpRequest, slug: str, number: int) -> Any:
    """Cancel a sync in which nobody has spoken (409 otherwise); what waited for it waits for the next one."""
    cancel_sync(led(request, slug, number), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/circles/{key}/points", response={201: PointOut})
def add_point(request: HttpRequest, slug: str, key: str, body: PointIn) -> Any:
    """Add a point or a tension to a circle's next, or running, sync."""
    add, circle = AgendaItem.raise_tension if body.tension else AgendaItem.add, circle_for(request, slug, key)
    source = thing_named(circle.project, asker(request), body.origin)
    return Status(201, point_out(add(circle, body.text, by=asker(request), source=source)))


@router.post("projects/{slug}/points/{pk}/withdrawal", response={204: None})
def withdraw_point(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take a waiting point back."""
    point = get_object_or_404(project_for(request, slug).points.waiting(), pk=pk)
    require(permissions.may_withdraw(asker(request), point))
    point.withdraw(by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/pulses", response={201: PulseOut})
def give_pulse(request: HttpRequest, slug: str, body: PulseIn) -> Any:
    """Give one's pulse for the next sync's day."""
    project = project_for(request, slug)
    day = day_of_pulse(project, asker(request))
    pulse = Pulse.give(project, day, by=asker(request), **{name: words[:300] for name, words in body.dict().items()})
    return Status(201, {**body.dict(), "person": pulse.user_id, "on": pulse.on})


@router.get("projects/{slug}/syncs/{number}", response=SyncOut)
def sync(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a sync."""
    return out(sync_for(request, slug, number))


@router.get("projects/{slug}/syncs/{number}/points", response=list[PointOut])
def points(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """Read a sync's agenda in order."""
    found = sync_for(request, slug, number)
    rows = rows_after(request, response, list(found.points.all()), after, name=lambda point: point.pk)
    return [point_out(point, found.at_hand_id) for point in rows]


@router.post("projects/{slug}/syncs/{number}/actions", response={201: OutcomeOut})
def make_action(request: HttpRequest, slug: str, number: int, body: SyncActionIn) -> Any:
    """Write down an action that came out."""
    found = sync_for(request, slug, number)
    require(permissions.may_bring_out(asker(request), found))
    owner = get_object_or_404(found.project.people(), pk=body.owner)
    action = create_action(found, body.what, by=asker(request), owner=owner, due_on=body.due_on, point=found.at_hand)
    return Status(201, {"kind": "action", "reference": action.reference, "text": action.what})


@router.post("projects/{slug}/syncs/{number}/infos", response={201: OutcomeOut})
def make_info(request: HttpRequest, slug: str, number: int, body: InfoIn) -> Any:
    """Write down an info that came out."""
    found = sync_for(request, slug, number)
    require(permissions.may_bring_out(asker(request), found))
    return Status(201, note_info(found, body.text, by=asker(request), point=found.at_hand))


@router.post("projects/{slug}/syncs/{number}/closing", response={201: MinutesOut})
def close(request: HttpRequest, slug: str, number: int) -> Any:
    """Close, and give the minutes."""
    found = led(request, slug, number)
    close_sync(found, by=asker(request))
    return Status(201, found.minutes.first())


@router.post("projects/{slug}/syncs/{number}/reopening", response={204: None})
def reopen(request: HttpRequest, slug: str, number: int, body: SyncReopeningIn) -> Any:
    """Open a closed sync again, within 24 hours and with a reason."""
    reopen_sync(led(request, slug, number), by=asker(request), reason=body.reason)
    return Status(204, None)


@router.get("projects/{slug}/syncs/{number}/minutes", response=MinutesOut)
def minutes(request: HttpRequest, slug: str, number: int) -> Any:
    """Read the newest minutes of a sync."""
    return get_object_or_404(sync_for(request, slug, number).minutes.all()[:1])
