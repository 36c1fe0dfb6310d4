"""Production goes on without Redis: every page, signing in and up. Once Redis is back, the first socket opens."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from circles.projects.models import Project
from decisions.actions.models import Action
from foundation.accounts.models import User
from tests.e2e.conftest import READER
from tests.e2e.page_addresses import addresses, pages_among
from tests.support.deployments import PASSWORD, Deployment, build_production
from tests.support.rotation import DEEP, SAMPLE_LANGUAGE, turn_of

SLOWEST_S = 10.0
HEARD_WITHIN_S = 5.0
TRIES = 5


def give_password(email: str) -> str:
    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save()
    return str(Project.objects.visible_to(user).get().slug)


def make_action(email: str) -> None:
    user = User.objects.get(email=email)
    Action.make(Project.objects.visible_to(user).get().circles.general(), "Look at the pump", by=user, owner=user)


@pytest.fixture(scope="module")
def production_with_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """One web node, a worker and beat with the sample project; Redis can be stopped and started."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("without_redis")
        yield build_production(folder, stack, nodes=1, sample=SAMPLE_LANGUAGE).start()


def post_form(browser: requests.Session, url: str, **fields: str) -> requests.Response:
    """Open a page with a form, fill it in, send it."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(url, timeout=SLOWEST_S).text)
    assert token, url
    sent = {"csrfmiddlewaretoken": token[1], **fields}
    return browser.post(url, sent, headers={"Origin": url.partition("/account")[0]}, timeout=SLOWEST_S)


def sign_in(url: str, password: str = PASSWORD) -> tuple[requests.Session, requests.Response]:
    browser = requests.Session()
    return browser, post_form(browser, f"{url}/account/login/", login=READER, password=password)


def open_socket(url: str, browser: requests.Session, slug: str) -> ClientConnection:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = f"{url.replace('http', 'ws')}/ws/news?project={slug}"
    return connect(address, origin=Origin(url), additional_headers={"Cookie": cookies}, open_timeout=5)


def test_without_redis_every_page_opens_and_people_sign_in_and_up(production_with_sample: Deployment) -> None:
    """Each commit opens a third of the pages; RONDE_DEEP=1 all."""
    deployment = production_with_sample
    url = deployment.url
    slug = deployment.call(give_password, READER)
    found = deployment.call(addresses, READER)
    names = sorted(found) if DEEP else sorted(found)[turn_of("without redis", 3) :: 3]
    public, own = deployment.call(pages_among, {name: found[name] for name in names}, READER)
    assert deployment.redis
    deployment.redis.stop()
    try:
        browser, signed_in = sign_in(url)
        assert signed_in.status_code == 200
        assert len(own) > 20
        answers = {path: requests.get(url + path, timeout=SLOWEST_S) for path in public}
        answers |= {path: browser.get(url + path, timeout=SLOWEST_S) for path in own}
        assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}

        form = {"name": "Nia Diop", "email": "nia@ronde.example", "password1": PASSWORD}
        assert post_form(requests.Session(), f"{url}/account/signup/", **form).status_code == 200
        assert post_form(requests.Session(), f"{url}/account/password/reset/", email=READER).status_code == 200
        with open_socket(url, browser, slug) as socket:
            deployment.call(make_action, READER)
            assert json.loads(socket.recv(timeout=HEARD_WITHIN_S))["seq"] > 0

        for _ in range(TRIES):
            sign_in(url, "wrong")
        _, refused = sign_in(url)
        assert "/account/login/" in refused.url, "tries to sign in are not counted without Redis"
    finally:
        deployment.redis.start()


def test_the_first_socket_after_a_restart_of_redis_opens_and_hears_of_changes(
    production_with_sample: Deployment,
) -> None:
    deployment = production_with_sample
    slug = deployment.call(give_password, READER)
    browser = requests.Session()
    browser.cookies.set("ronde", deployment.call(session_of, READER))
    with open_socket(deployment.url, browser, slug):
        assert deployment.redis
        deployment.redis.stop()
        deployment.redis.start()
        with open_socket(deployment.url, browser, slug) as socket:
            deployment.call(make_action, READER)
            before = time.monotonic()
            assert json.loads(socket.recv(timeout=HEARD_WITHIN_S))["seq"] > 0
            assert time.monotonic() - before < HEARD_WITHIN_S


def session_of(email: str) -> str:
    """Sign a person in; return their session's key."""
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["ronde"].value)
