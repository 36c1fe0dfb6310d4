"""Pages about oneself: the tab, the title and the labels say the same, and one word stands for one thing."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from foundation.accounts.models import User
from foundation.accounts.templatetags.devices import device
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
TABS = (
    "/preferences/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/sessions/",
    "/tokens/",
)


def said(pattern: str, page: str) -> list[str]:
    """Return what the page has at these places, as it reads."""
    return [re.sub(r"<[^>]+>", "", unescape(found)).strip() for found in re.findall(pattern, page, re.DOTALL)]


@pytest.mark.parametrize("address", TABS)
def test_the_tab_the_heading_and_the_window_title_agree(ada: User, address: str) -> None:
    page = at_browser(ada).get(address, follow=True).content.decode()
    [tab] = said(r'tabs__tab" href="[^"]*" aria-current="page">(.*?)</a>', page)
    assert said(r"<h1[^>]*>(.*?)</h1>", page) == [tab]
    assert said(r"<title>(.*?)</title>", page) == [f"{tab} · Ronde"]


@pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/account/password/reset/"])
def test_e_mail_fields_have_a_label_and_no_placeholder(client: Client, address: str, settings: Any) -> None:
    settings.SENDS_MAIL = True
    page = client.get(address).content.decode()
    assert "E-mail address" in said(r"<label[^>]*>(.*?)</label>", page)
    assert "placeholder" not in page


@pytest.mark.both_databases
def test_a_server_without_e_mail_promises_no_link_for_a_password(client: Client, settings: Any) -> None:
    settings.SENDS_MAIL = False
    page = client.get("/account/password/reset/").content.decode()
    assert "This server doesn’t send e-mail: ask whoever runs it for a new password." in page
    assert "Send link" not in page


def test_devices_are_shown_by_name() -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1"
    assert [device(agent) for agent in (firefox, edge, phone)] == [
        "Firefox on Linux",
        "Edge on Windows",
        "Safari on iPhone",
    ]
    assert device("curl/8.0") == "curl/8.0"
    assert device("") == "unknown browser"


def test_a_used_link_says_so_and_offers_another(client: Client, ada: User) -> None:
    page = client.get(f"/account/password/reset/key/1-{default_token_generator.make_token(ada)}/", follow=True)
    assert "This link has already been used or has expired." in page.content.decode()
    assert "/account/password/reset/" in page.content.decode()
