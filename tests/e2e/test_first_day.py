"""From nothing to a first decision of two people: each press is counted, and their number is the promise."""

import re
import secrets

from playwright.sync_api import Locator, Page, expect

from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import PHONE, OpenBrowser, Person
from tests.support.deployments import PASSWORD, Deployment
from tests.support.rotation import in_turn

PRESSES_OF_FOUNDER = 8
"""Account, project, project's form, invitations, their form, on to Today, proposal, its form."""
PRESSES_OF_INVITED = 3
"""Invitation, account, joining, position; and the first page of the tour away."""
SENTENCE = "We build a hand pump of printed parts"


class Walker:
    """A person at a browser whose presses are counted; what they type is not."""

    def __init__(self, name: str, deployment: Deployment, open_browser: OpenBrowser, **options: object) -> None:
        self.person: Person = open_browser(name, deployment.url, **options)
        self.person.email = f"{name}.{secrets.token_hex(3)}@example.org"
        self.page: Page = self.person.page
        page_checks.prepare(self.page)
        self.presses = 0

    def press(self, target: Locator) -> None:
        """Click or tap once."""
        self.presses += 1
        target.click()

    def press_button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).first)

    def press_link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def fill(self, **values: str) -> None:
        """Type into the fields of these names, going from one to the next with the Tab key."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]:visible").fill(value)


@EMBEDDED_ONLY
def test_two_people_come_from_nothing_to_a_first_decision(deployment: Deployment, open_browser: OpenBrowser) -> None:
    ada, bo = Walker("ada", deployment, open_browser), Walker("bo", deployment, open_browser, viewport=PHONE)
    signs_up_and_makes_a_project(ada)
    link = invites(ada, bo.person.email)
    joins(bo, link)  # before: with nobody else to ask, it would be adopted at once
    writes_the_first_proposal(ada)
    says_no_objection(bo)
    the_decision_stands(ada, bo)
    the_pages_of_the_first_day_are_accessible(ada, bo)
    assert (ada.presses, bo.presses) == (PRESSES_OF_FOUNDER, PRESSES_OF_INVITED)


def signs_up_and_makes_a_project(ada: Walker) -> None:
    ada.person.goto("/account/signup/")
    ada.fill(name="Ada", email=ada.person.email, password1=PASSWORD)
    ada.press_button("Create account")
    ada.press_link("New project")
    ada.fill(name="Hand pump", purpose="A pump that a village repairs by itself.")
    ada.press_button("Create project")
    steps = ada.page.locator("#first-steps")
    expect(steps.get_by_role("listitem").filter(has=ada.page.get_by_label("done"))).to_have_count(2)
    expect(ada.page.locator("#tour")).to_have_count(0)


def invites(ada: Walker, email: str) -> str:
    """Invite bo from the checklist; return the path of the link."""
    ada.press_link("Invite people")
    ada.fill(addresses=email)
    ada.press_button("Send invitations")
    link = ada.page.get_by_label(f"Link for {email}").input_value()
    ada.press_link("Continue")
    return re.sub(r"^https?://[^/]+", "", link)


def writes_the_first_proposal(ada: Walker) -> None:
    ada.press_link("Write the first proposal")
    ada.fill(tension="On 3 November the village waited nine days for a part.", text=f"{SENTENCE}. Two of each.")
    ada.press_button("Ask for consent")
    expect(ada.page.get_by_role("heading", level=1)).to_contain_text(SENTENCE)


def joins(bo: Walker, link: str) -> None:
    bo.person.goto(link)
    bo.fill(name="Bo", password1=PASSWORD)
    bo.press_button("Create account and join")
    bo.page.wait_for_url("**/p/*/")


def says_no_objection(bo: Walker) -> None:
    bo.press_button("Skip the tour")
    expect(bo.page.locator("#tour")).to_have_count(0)
    expect(bo.page.get_by_role("button", name="No objection", exact=True)).to_be_visible()
    bo.press_button("No objection")


def the_decision_stands(ada: Walker, bo: Walker) -> None:
    expect(bo.page.locator("#toasts")).to_contain_text("No objection")
    ada.page.locator(".rail__all").click()
    ada.page.locator("#all").get_by_role("link", name="Decisions").click()
    ada.page.get_by_role("link", name="Register", exact=True).click()
    expect(ada.page.locator("#register")).to_contain_text(SENTENCE)


def the_pages_of_the_first_day_are_accessible(ada: Walker, bo: Walker) -> None:
    """On a desk or on a phone."""
    home = re.sub(r"^https?://[^/]+(/p/[^/]+/).*", r"\1", ada.page.url)
    for path in ("", "first-circles/", "people/inviting/", "proposals/", "proposals/99/"):
        for visitor in in_turn(f"first day {path}", (ada, bo)):
            if path == "proposals/99/":
                visitor.person.expect_error("404")
            visitor.person.goto(f"{home}{path}")
            page_checks.wait_until_loaded(visitor.page)
            assert [*page_checks.axe_violations(visitor.page), *page_checks.overflow(visitor.page)] == [], path
