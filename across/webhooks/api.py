"""API of webhooks."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from across.webhooks import permissions
from across.webhooks.models import OutgoingWebhook, Webhook
from across.webhooks.workflows.queueing import send_again, send_again_since, send_trial
from circles.projects.access import project_for
from foundation.accounts.decorators import asker, token_of
from foundation.accounts.scopes import Scope
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import AT_ONCE, found_after, latest_page_of, listed

router = Router()


class WebhookIn(Body):
    """Where a program is, and what it is sent: event types, or all of a thing (`action.*`); none: everything. Messages
    (`chat.message_posted`, `_edited`, `_deleted`, `_reacted`) are sent of `rooms` only, which are keys of circles.
    """

    name: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=1, max_length=600)
    types: list[str] = Field(default=[], max_length=400)
    rooms: list[str] = Field(default=[], max_length=400)


class WebhookPatch(Body):
    """What of a webhook changes; what is left out stays."""

    name: str = Field("", min_length=1, max_length=80)
    url: str = Field("", min_length=1, max_length=600)
    types: list[str] = Field(default=[], max_length=400)
    rooms: list[str] = Field(default=[], max_length=400)


class WebhookOut(Schema):
    """A webhook. While it is paused, events wait."""

    id: int = Field(alias="pk")
    name: str
    url: str
    types: list[str]
    rooms: list[str]
    owner: str = Field(alias="owner.name")
    made_at: datetime
    paused_at: datetime | None
    failures: int


class WebhookMade(WebhookOut):
    """A new webhook with its secret, which is shown this once."""

    secret: str


class SecretOut(Schema):
    """A new secret; the one before holds for a day more."""

    secret: str


class TryOut(Schema):
    """One try to send; `status` is 0 where nobody answered."""

    at: datetime
    status: int
    took_ms: int
    answer: str


class DeliveryOut(Schema):
    """An event on its way: `id` is for sending it again, `key` is the `webhook-id` that its receiver sees."""

    id: int = Field(alias="pk")
    key: str
    event: str
    written_at: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    next_try_at: datetime | None
    tries: list[TryOut]


class SinceIn(Body):
    """From when on."""

    since: datetime


class SentAgain(Schema):
    """How many are sent again."""

    number: int


def webhook_for(request: HttpRequest, slug: str, pk: int, *, to_change: bool = True) -> Webhook:
    """Find a webhook that a person sees to (404 for others), and to change one of their own (403)."""
    hook = get_object_or_404(permissions.seen_to_by(asker(request), project_for(request, slug)), pk=pk)
    require(not to_change or permissions.may_change(asker(request), hook))
    return hook


@router.get("projects/{slug}/webhooks", response=list[WebhookOut])
def webhooks(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List one's webhooks by name; all of the project for the pilot of the general circle."""
    found = permissions.seen_to_by(asker(request), project_for(request, slug))
    return found_after(request, response, found, after, key="name")


@router.post("projects/{slug}/webhooks", response={201: WebhookMade})
def add(request: HttpRequest, slug: str, body: WebhookIn) -> Any:
    """Send events to a program. Made by a token, which must be for reading too, it ends with the token."""
    project, token = project_for(request, slug), token_of(request)
    require(token is None or token.may(Scope.READ))
    return Status(201, Webhook.add(project, by=asker(request), token=token, **body.dict()))


@router.get("projects/{slug}/webhooks/{int:pk}", response=WebhookOut)
def webhook(request: HttpRequest, slug: str, pk: int) -> Any:
    """Read a webhook."""
    return webhook_for(request, slug, pk, to_change=False)


@router.patch("projects/{slug}/webhooks/{int:pk}", response=WebhookOut)
def change(request: HttpRequest, slug: str, pk: int, body: WebhookPatch) -> Any:
    """Change where it leads, or what it is sent; by a token that is for reading too."""
    token = token_of(request)
    require(token is None or token.may(Scope.READ))
    webhook_for(request, slug, pk).change(by=asker(request), **body.dict(exclude_unset=True))
    return webhook_for(request, slug, pk)


@router.post("projects/{slug}/webhooks/{int:pk}/ending", response={204: None})
def remove(request: HttpRequest, slug: str, pk: int) -> Any:
    """Send the program nothing more."""
    webhook_for(request, slug, pk, to_change=False).remove(by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/webhooks/{int:pk}/secrets", response={201: SecretOut})
def renew_secret(request: HttpRequest, slug: str, pk: int) -> Any:
    """Make a new secret; for a day events are signed with both."""
    return Status(201, {"secret": webhook_for(request, slug, pk).renew_secret(by=asker(request))})


@router.post("projects/{slug}/webhooks/{int:pk}/resumption", response=WebhookOut)
def resume(request: HttpRequest, slug: str, pk: int) -> Any:
    """Send again, first what waited."""
    webhook_for(request, slug, pk).resume(by=asker(request))
    return webhook_for(request, slug, pk)


@router.post("projects/{slug}/webhooks/{int:pk}/trials", response={201: DeliveryOut})
def try_out(request: HttpRequest, slug: str, pk: int) -> Any:
    """Send something that is no event (`webhook.trial`)."""
    return Status(201, delivery_out(send_trial(webhook_for(request, slug, pk))))


@router.get("projects/{slug}/webhooks/{int:pk}/deliveries", response=list[DeliveryOut])
def deliveries(request: HttpRequest, response: HttpResponse, slug: str, pk: int, after: str = "") -> Any:
    """List what went or goes to it, the newest first, with each try."""
    found = OutgoingWebhook.objects.of(webhook_for(request, slug, pk, to_change=False)).prefetch_related("tries")
    page = latest_page_of(found, after, key="written_at", size=AT_ONCE)
    return [delivery_out(one) for one in listed(request, response, page)]


@router.post("projects/{slug}/webhooks/{int:pk}/deliveries/{int:delivery}/replays", response=DeliveryOut)
def replay(request: HttpRequest, slug: str, pk: int, delivery: int) -> Any:
    """Send one event again, under the same `webhook-id`."""
    found = OutgoingWebhook.objects.of(webhook_for(request, slug, pk))
    send_again(get_object_or_404(found, pk=delivery))
    return delivery_out(get_object_or_404(found, pk=delivery))


@router.post("projects/{slug}/webhooks/{int:pk}/replays", response=SentAgain)
def replay_since(request: HttpRequest, slug: str, pk: int, body: SinceIn) -> Any:
    """Send again all since a moment, at most a thousand."""
    return {"number": send_again_since(webhook_for(request, slug, pk), body.since)}


def delivery_out(one: OutgoingWebhook) -> dict[str, Any]:
    """Return an event on its way, with its tries."""
    names = ("pk", "key", "event", "written_at", "sent_at", "failed_at", "next_try_at")
    return {name: getattr(one, name) for name in names} | {"tries": sorted(one.tries.all(), key=lambda each: each.pk)}
