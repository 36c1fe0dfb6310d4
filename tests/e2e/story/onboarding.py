"""Accounts, a project, circles, invitations by link."""

import re

from playwright.sync_api import expect

from tests.support.browsers import Person
from tests.support.deployments import PASSWORD


def sign_up(person: Person) -> None:
    """Fill the sign-up page that is open."""
    page = person.page
    page.get_by_label("Your name").fill(person.name.title())
    page.get_by_role("textbox", name="E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url(lambda url: "/account/signup" not in url)


def make_project(person: Person, name: str, purpose: str) -> str:
    """Make a project with the five usual elements; return the path of its pages."""
    page = person.goto("/projects/").page
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("What are you making?").fill(purpose)
    expect(page.get_by_label("Begin with five fundamental elements")).to_be_checked()
    page.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/p/*/")
    return page.url.removeprefix(person.url)


def open_circle(person: Person, project: str, name: str) -> str:
    """Open a circle inside the general one; return the path of its page."""
    page = person.goto(f"{project}circles/general/").page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Open a circle inside").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Open the circle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.removeprefix(person.url)


def invite(person: Person, circle: str, email: str) -> str:
    """Invite an address into a circle; return the path that the link on the page leads to."""
    page = person.goto(circle).page
    page.get_by_text("Invite someone").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Invite by e-mail").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(email)
    return re.sub(r"^https?://[^/]+", "", page.get_by_label("Link").input_value())


def accept_invitation(person: Person, link: str) -> None:
    """Accept an invitation as a person who has no account yet."""
    page = person.goto(link).page
    page.get_by_label("Your name").fill(person.name.title())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account and join").click()
    page.wait_for_url("**/p/*/")


def give_role(person: Person, circle: str, other: Person, role: str) -> None:
    """Give a person a role in a circle."""
    page, name = person.goto(circle).page, other.name.title()
    line = page.locator("#people").get_by_role("listitem").filter(has_text=name)
    line.get_by_role("button", name=f"Roles of {name}").click()
    line.get_by_role("menuitem", name=role, exact=True).click()
    expect(line).to_contain_text(role)
