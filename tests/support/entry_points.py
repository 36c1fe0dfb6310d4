"""The ways in for people: a browser in which a person is signed in, the administration, and the header of a token."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from foundation.accounts.models import Token, User


class Browser(Client):
    """Shows pages as if each element stood on one line: how a template is formatted means nothing to a test."""

    def request(self, **request: Any) -> Any:
        response: Any = super().request(**request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = unformatted(response.content.decode()).encode()
        return response


def unformatted(html: str) -> str:
    """Return HTML without line breaks inside tags, after tags and before tags."""
    html = re.sub(r"<[a-z][^<>]*>", lambda tag: re.sub(r"[ \t\r\n]+", " ", tag[0]).replace(" >", ">"), html)
    return re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", html)


def at_browser(user: User) -> Browser:
    """Return a browser in which a person is signed in."""
    browser = Browser()
    browser.force_login(user)
    return browser


def in_the_administration(browser: Client, things: list[Any], action: str) -> str:
    """Do an action to things that are chosen in a list of the administration; return the page that follows."""
    model = type(things[0])._meta
    address = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    sent = {"action": action, "_selected_action": [str(one.pk) for one in things]}
    return browser.post(address, sent, follow=True).content.decode()


def by_token(user: User) -> dict[str, str]:
    """Return the header of a personal token of theirs."""
    return {"Authorization": f"Bearer {Token.issue(user, 'tests')}"}
