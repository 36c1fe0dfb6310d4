"""Signing in by another service, with a real one beside: who gets in, who does not, and a newcomer on a phone."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext
from machine import free_port
from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from circles.invitations.models import JoinLink
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import LOCALES, TOLD_IN_ENGLISH
from tests.support.browsers import OpenBrowser, Person
from tests.support.deployments import BuildDeployment, Deployment

PHONE = {"width": 360, "height": 740}
PEOPLE = {"ada": "Ada Mercier", "zoe": "Zoé Kite", "eve": "Eve Martin"}


@pytest.fixture
def service() -> Iterator[str]:
    """A provider of OpenID Connect, which knows three people; its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for sub, name in PEOPLE.items():
        claims = {"sub": sub, "email": f"{sub}@lab.example", "email_verified": True, "name": name}
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with closing(urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2)):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def with_service(build_deployment: BuildDeployment, service: str) -> Deployment:
    """A server on which that service is named."""
    deployment = build_deployment("embedded")
    deployment.nodes[0].environment |= {
        "RONDE_OIDC_URL": service,
        "RONDE_OIDC_CLIENT_ID": "ronde",
        "RONDE_OIDC_CLIENT_SECRET": "a secret of both",
        "RONDE_OIDC_NAME": "the lab",
    }
    return deployment.start()


def make_project(language: str) -> str:
    """Let ada, whose address is confirmed, pilot a project; return the path of a link into it."""
    ada = User.objects.create_user("ada@lab.example", "x" * 20, name="Ada Mercier", language=language)
    EmailAddress.objects.create(user=ada, email=str(ada.email), verified=True, primary=True)
    project = create_project("Solar pump", by=ada, purpose="Water at noon.")
    link = JoinLink.make(project.circles.general(), by=ada, ends_on=timezone.localdate() + timedelta(9))
    return "/" + link.address.split("/", 3)[3]


def people() -> tuple[set[str], set[str]]:
    """Return who has an account, and who is in the project."""
    return (
        {str(user.email) for user in User.objects.exclude(email=None)},
        {str(user.email) for user in Project.objects.get().people()},
    )


def at_browser_of(name: str, open_browser: OpenBrowser, url: str, **options: Any) -> Person:
    """Open a browser; the pages of the service ask for a style sheet of the network, which there is none of here."""
    return open_browser(name, url, **options).expect_error("ERR_NAME_NOT_RESOLVED|favicon|left this machine")


def signs_in_there(page: Page, sub: str) -> None:
    """Choose the service on our page, and say there who one is."""
    words = gettext("Sign in with %(service)s") % {"service": "the lab"}
    page.get_by_role("button", name=words).click()
    page.wait_for_url("**/oauth2/authorize**")
    page.locator(f"button[value='{sub}']").first.click()


@TOLD_IN_ENGLISH
def test_another_service_signs_in_whom_we_know_and_lets_nobody_new_in_but_by_a_link(
    with_service: Deployment, open_browser: OpenBrowser, language: str
) -> None:
    path, locale = with_service.call(make_project, language), LOCALES[language]
    ada = at_browser_of("ada", open_browser, with_service.url, locale=locale)
    ada.goto("/account/login/?next=/preferences/")
    signs_in_there(ada.page, "ada")
    expect(ada.page.get_by_role("heading", name=gettext("Preferences"))).to_be_visible()

    eve = at_browser_of("eve", open_browser, with_service.url, locale=locale).goto("/account/login/")
    signs_in_there(eve.page, "eve")
    expect(eve.page.get_by_role("heading", name=gettext("No account matches"))).to_be_visible()

    zoe = at_browser_of("zoe", open_browser, with_service.url, locale=locale, viewport=PHONE, has_touch=True)
    page_checks.prepare(zoe.page)
    zoe.goto(path)
    assert (page_checks.overflow(zoe.page), page_checks.axe_violations(zoe.page)) == ([], [])
    signs_in_there(zoe.page, "zoe")
    assert with_service.call(people)[1] == {"ada@lab.example"}, "an account lets nobody in: the click does"
    zoe.page.get_by_role("button", name=gettext("Join")).click()
    expect(
        zoe.page.get_by_role("heading", name=gettext("Welcome to %(project)s") % {"project": "Solar pump"})
    ).to_be_visible()
    assert (page_checks.overflow(zoe.page), page_checks.axe_violations(zoe.page)) == ([], [])
    zoe.page.get_by_role("link", name=gettext("Go to Today")).click()
    zoe.page.wait_for_url("**/p/solar-pump/")
    expect(zoe.page.locator("html")).to_have_attribute("lang", language)
    inside = {"ada@lab.example", "zoe@lab.example"}
    assert with_service.call(people) == (inside, inside)
