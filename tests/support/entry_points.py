"""The two ways in for people: a browser in which somebody is signed in, and the header of a token."""

from django.test import Client

from accounts.models import Token, User


def at_browser(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


def by_token(user: User) -> dict[str, str]:
    """Return the header of a personal token of theirs."""
    return {"Authorization": f"Bearer {Token.issue(user, 'tests')}"}
