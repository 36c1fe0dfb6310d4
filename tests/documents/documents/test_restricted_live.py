"""Who loses access to a document is shown out of its live connections within two seconds, with the worker dead."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db.models import F

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest, let_out
from documents.documents.models import Restriction
from documents.documents.workflows import restricting
from documents.documents.workflows.restricting import RestrictionTerms
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT_S = 2.0


async def ends_in_time(client: Client) -> None:
    start = time.monotonic()
    await client.until(lambda: client.closed is not None)
    assert client.closed == 4403
    assert time.monotonic() - start <= LIMIT_S


async def stays(client: Client) -> None:
    name = client.say("still here")
    await client.until(lambda: name in client.acked)


def let_in(scene: Scene, level: str) -> Guest:
    """Let eve in as a guest."""
    invite_guest(scene.document, str(scene.eve.email), level=level, reason="Tests", ends_on=None, by=scene.ada)
    return accept(Guest.objects.get(), by=scene.eve)


async def test_a_restriction_shows_out_who_is_not_named_and_nobody_else(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    terms = RestrictionTerms("Our price", people=[scene.bo])
    await sync_to_async(restricting.restrict)(scene.document, terms, by=scene.ada)
    await stays(bo)
    await sync_to_async(restricting.renew)(scene.document, RestrictionTerms("Our price"), by=scene.ada)
    await ends_in_time(bo)
    await stays(ada)
    late = scene.opens(scene.bo)
    await ends_in_time(late)
    await Restriction.objects.aupdate(ends_at=F("started_at") - timedelta(minutes=1))
    await stays(await scene.opens(scene.bo).greeted())


async def test_a_guest_who_reads_does_not_write_and_is_marked(scene: Scene) -> None:
    await sync_to_async(let_in)(scene, "comment")
    ada, eve = await scene.opens(scene.ada).greeted(), await scene.opens(scene.eve).greeted()
    hello: Any = next(frame[1] for frame in eve.frames if frame[0] == "hello")
    assert (hello["readOnly"], hello["readOnlyReason"]) == (True, "access")
    name = eve.say("not mine")
    await eve.until(lambda: name in eve.nacked)
    assert ada.words == ""


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_guest_is_shown_out_at_once_and_on_their_day(scene: Scene, by_hand: bool) -> None:
    guest = await sync_to_async(let_in)(scene, "write")
    eve = await scene.opens(scene.eve).greeted()
    await stays(eve)
    if by_hand:
        await sync_to_async(let_out)(guest, by=scene.ada)
    else:
        await Guest.objects.aupdate(ends_at=F("taken_at") - timedelta(minutes=1))
    await ends_in_time(eve)


def test_presence_says_who_is_a_guest() -> None:
    from documents.coediting.awareness import cleaned

    said = json.loads(cleaned('{"user": {"name": "Ada", "guest": false}}', "Eve", 3, is_guest=True))
    assert said["user"] == {"name": "Eve", "hue": 3, "guest": True}
    assert "guest" not in json.loads(cleaned('{"user": {"guest": true}}', "Ada", 3))["user"]
