"""Ronde as an app: a push shows on the device, and without a connection Today is there as last seen."""

import json
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from tests.e2e.conftest import LOCALES, SampleDeployment
from tests.support.browsers import OpenBrowser
from tests.support.network import Network

PUSHED = "navigator.serviceWorker.ready.then(one => one.getNotifications()).then(all => all.map(one => one.title))"
ENGLISH, FRENCH = (pytest.mark.xdist_group(f"sample {language}") for language in ("en", "fr"))
IN_ENGLISH = [pytest.param("en", marks=ENGLISH), pytest.param("fr", marks=[FRENCH, pytest.mark.deep])]
IN_FRENCH = [pytest.param("fr", marks=FRENCH), pytest.param("en", marks=[ENGLISH, pytest.mark.deep])]
NOTE_BADGE = "navigator.setAppBadge = async (number) => { globalThis.onIcon = number }"
BACK_WITHIN_MS = 5_000
"""Two seconds, and what a busy machine takes to show a page."""


@pytest.mark.parametrize("language", IN_ENGLISH)
def test_a_device_shows_a_push_and_has_today_without_a_connection(
    language: str, sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment(language)
    options: dict[str, Any] = {"locale": LOCALES[language], "service_workers": "allow"}
    bo = open_browser("bo", deployment.url, permissions=["notifications"], **options)
    bo.page.add_init_script(NOTE_BADGE)
    bo.expect_error("ERR_INTERNET_DISCONNECTED|Failed to fetch|WebSocket|NetworkError")
    page = bo.goto("/account/login/").page
    page.locator("form[action='/sign-in/sample/'] button").first.click()
    page.wait_for_url("**/p/heliopompe/**")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # whom it did not find while it started, it serves from here on
    cdp, known = page.context.new_cdp_session(page), list[Any]()
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"]))
    cdp.send("ServiceWorker.enable")
    page.wait_for_function("() => true")
    words = {"title": "P-25 M4 screws", "body": "asks", "address": "/inbox/", "tag": "P-25", "waiting": 3}
    pushed = {"origin": deployment.url, "registrationId": known[0]["registrationId"], "data": json.dumps(words)}
    cdp.send("ServiceWorker.deliverPushMessage", pushed)
    page.wait_for_function(f"() => {PUSHED}.then(titles => titles.includes('P-25 M4 screws'))")
    page.context.set_offline(offline=True)
    page.goto(f"{deployment.url}/")
    with override(language):
        seen, mine = gettext("No connection. This is as last seen at {time}."), gettext("Your position")
        gone, inbox, register = gettext("No connection"), gettext("Inbox"), gettext("Register of decisions")
    expect(page.locator("#offline")).to_contain_text(seen.partition("{time}")[0])
    expect(page.get_by_role("main")).to_contain_text(mine)
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto(f"{deployment.url}/p/heliopompe/decisions/")
    expect(page.get_by_role("heading", name=gone)).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.get_by_role("heading", name=register)).to_be_visible(timeout=BACK_WITHIN_MS)
    page.goto(f"{deployment.url}/inbox/")
    expect(page.get_by_role("heading", name=inbox)).to_be_visible()
    waiting = page.locator(".tabs__count").first.inner_text()
    expect(page.locator("[data-goes=inbox] .rail__count")).to_have_text(waiting)
    expect(page).to_have_title(f"({waiting}) {inbox} · Ronde")
    assert page.evaluate("globalThis.onIcon") == int(waiting)


@pytest.mark.parametrize("language", IN_FRENCH)
def test_a_page_that_did_not_come_is_loaded_once_its_server_is_back(
    language: str, sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    with Network(sample_deployment(language).nodes[0].port) as network, override(language):
        url = f"http://127.0.0.1:{network.port}"
        bo = open_browser("bo", url, locale=LOCALES[language], service_workers="allow").expect_error("net::ERR_")
        page = bo.goto("/account/login/").page
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        network.cut()  # the device itself stays online, so no event tells the page
        page.reload()
        expect(page.get_by_role("heading", name=gettext("No connection"))).to_be_visible()
        network.mend()
        expect(page.locator("form[action='/sign-in/sample/']").first).to_be_visible(timeout=BACK_WITHIN_MS)
