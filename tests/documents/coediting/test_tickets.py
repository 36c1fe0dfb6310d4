"""A socket opened by a ticket ends within two seconds of what the ticket came from, and the ticket with it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.utils import timezone

from documents.coediting.models import Ticket
from documents.coediting.session_registry import current_registry
from foundation.accounts.models import Token, User
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT_S = 2.0
PASSWORD, NEW = "correct horse battery", "an-even-longer-passphrase"
type End = Callable[[Browser, Scene], object]


def browser_of(person: User) -> Browser:
    person.set_password(PASSWORD)
    person.save()
    browser = Browser()
    assert browser.login(email=person.email, password=PASSWORD)
    return browser


def bought(scene: Scene, browser: Browser, **headers: Any) -> str:
    answer = browser.post(
        "/api/v1/tickets", {"document": str(scene.document.pk)}, "application/json", headers=headers or None
    )
    secret: str = answer.json()["ticket"]
    return secret


def signs_out(browser: Browser, _: Scene) -> None:
    browser.post("/account/logout/")


def changes_password(browser: Browser, _: Scene) -> None:
    passwords = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post("/account/password/change/", passwords).status_code == 302


def lets_session_expire(browser: Browser, _: Scene) -> None:
    expired = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=browser.session.session_key).update(expire_date=expired)


def ends_token(_: Browser, scene: Scene) -> None:
    Token.objects.get(user=scene.bo).end()


def changes_password_elsewhere(_: Browser, scene: Scene) -> None:
    changes_password(browser_of(scene.bo), scene)


def is_deactivated(_: Browser, scene: Scene) -> None:
    User.objects.filter(pk=scene.bo.pk).update(is_active=False)


async def opened(scene: Scene, secret: str) -> Client:
    return await Client(scene.document.pk, query_string=b"ticket=" + secret.encode()).greeted()


async def ends_in_time(client: Client) -> None:
    begun = time.monotonic()
    await client.until(lambda: client.closed is not None)
    assert client.closed == 4401
    assert time.monotonic() - begun <= LIMIT_S


@pytest.mark.parametrize("end", [signs_out, changes_password, lets_session_expire, is_deactivated])
async def test_a_ticket_given_to_a_session_ends_with_it(scene: Scene, end: End) -> None:
    browser = await sync_to_async(browser_of)(scene.bo)
    secret = await sync_to_async(bought)(scene, browser)
    bo, other = await opened(scene, secret), await scene.opens(scene.ada).greeted()
    await sync_to_async(end)(browser, scene)
    await ends_in_time(bo)
    assert await sync_to_async(Ticket.bearer)(secret, scene.document.pk) is None
    assert other.closed is None


@pytest.mark.parametrize("end", [ends_token, is_deactivated, changes_password_elsewhere])
async def test_a_ticket_given_to_a_token_ends_with_it(scene: Scene, end: End) -> None:
    authorization = f"Bearer {scene.tokens[scene.bo.pk]}"
    secret = await sync_to_async(bought)(scene, Browser(), authorization=authorization)
    bo = await opened(scene, secret)
    await sync_to_async(end)(Browser(), scene)
    await ends_in_time(bo)
    assert await sync_to_async(Ticket.bearer)(secret, scene.document.pk) is None


async def test_a_socket_opened_by_a_ticket_outlives_the_sign_out_of_another_device(scene: Scene) -> None:
    here, there = await sync_to_async(browser_of)(scene.bo), Browser()
    await sync_to_async(there.login)(email=scene.bo.email, password=PASSWORD)
    bo = await opened(scene, await sync_to_async(bought)(scene, here))
    await sync_to_async(signs_out)(there, scene)
    await current_registry().watch.check()
    name = bo.say("x")
    await bo.until(lambda: name in bo.acked)


async def test_a_ticket_whose_session_ended_unseen_opens_nothing(scene: Scene) -> None:
    browser = await sync_to_async(browser_of)(scene.bo)
    secret = await sync_to_async(bought)(scene, browser)
    await sync_to_async(lets_session_expire)(browser, scene)
    refused = Client(scene.document.pk, query_string=b"ticket=" + secret.encode())
    await refused.until(lambda: refused.closed is not None)
    assert refused.closed == 4401
