"""Opening circles and deciding in them, in either language."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import APIResponse, Locator, Page, Request, Route, expect

from foundation.web.formatting import money
from tests.support.browsers import Person


class Member:
    """A person of a project at a browser, who reads in their language."""

    def __init__(self, person: Person, project: str, language: str) -> None:
        self.person, self.page, self.project, self.language = person, person.page, project, language
        self.home = f"/p/{project}/"

    def translate(self, words: str, **facts: object) -> str:
        """Return a sentence of the pages as this person reads it; amounts as they are written."""
        with override(self.language):
            shown = {name: money(each, "EUR") if isinstance(each, Decimal) else each for name, each in facts.items()}
            said = gettext(words)
            return said % shown if "%(" in said else said.format(**shown)

    def translate_count(self, one: str, several: str, number: int, **facts: object) -> str:
        """Return a sentence that has a number in it."""
        with override(self.language):
            said, facts = ngettext(one, several, number), {"number": number, "affected": number, **facts}
            return said % facts if "%(" in said else said.format(**facts)

    def goto(self, path: str) -> Page:
        return self.person.goto(f"{self.home}{path}").page

    def button(self, words: str, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("#main")).get_by_role("button", name=self.translate(words), exact=True)

    def api(self, path: str, body: dict[str, Any]) -> APIResponse:
        """Post to the API of the project as a program that has this person's browser."""
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        url = f"{self.person.url}/api/v1/projects/{self.project}/{path}"
        return self.page.request.post(url, data=body, headers={"X-CSRFToken": token, "Origin": self.person.url})


# Circles --------------------------------------------------------------------------------------------------------------


def open_circle(member: Member, inside: str, name: str, limit: int) -> str:
    """Open a circle with a limit of its own; return its key."""
    page = member.goto(f"circles/{inside}/circles/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=unit_limit]").fill(str(limit))
    member.button("Open the circle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.rstrip("/").rpartition("/")[2]


def allot(member: Member, above: str, to: str, amount: int) -> None:
    """Allot money to a circle inside, on the page of the money."""
    page = member.goto(f"circles/{above}/money/")
    page.locator("#hand-on summary").click()
    form = page.locator("#hand-on form")
    form.locator("[name=to]").select_option(label=to)
    form.locator("[name=amount]").fill(str(amount))
    member.button("Move the money", form).click()
    row = page.locator("#money").get_by_role("listitem").filter(has_text=to)
    expect(row.filter(has_text=member.translate("{amount}", amount=Decimal(amount))).first).to_be_visible()


def prepare_change(member: Member, circle: str, kind: str, fill: Callable[[Locator], object], *expected: str) -> None:
    """Fill in a change of a circle and read what it will do; it is not carried out yet."""
    page = member.goto(f"circles/{circle}/changes/{kind}/")
    fill(page.locator("#change-form"))
    said = page.locator("#change-preview .change-preview__list")
    for words in expected:
        expect(said).to_contain_text(words)


def carry_out(member: Member) -> None:
    """Carry out the change that is on the page."""
    before = member.page.url
    member.page.locator("#change-preview button[type=submit]").click()
    member.page.wait_for_url(lambda url: url != before)


# Proposals ------------------------------------------------------------------------------------------------------------


def write_proposal(
    member: Member, circle: str, text: str, *, cost: int = 0, touches: str = "", leaves: str = ""
) -> Locator:
    """Write a proposal without asking for consent yet; return the route that the page shows. Of the circle that its
    text names, it `leaves` all as it is.
    """
    page = member.goto(f"proposals/new/?circle={circle}")
    page.locator("[name=tension]").fill("On 12 November the bench stood still for six hours.")
    page.locator("[name=text]").fill(text)
    page.locator("#more summary").click()
    page.locator("[name=cost]").fill(str(cost))
    if touches:
        page.locator("#more fieldset").get_by_label(re.compile(rf"\b{re.escape(touches)}\b")).check()
    if leaves:
        leave_alone(member, leaves)
    return page.locator("#route")


def leave_alone(member: Member, circle: str) -> None:
    """Answer in the form that the circle that the text names is not concerned."""
    question = member.translate("Your text names %(names)s. Does it change anything for them?", names=circle)
    member.page.get_by_role("group", name=question).get_by_text(member.translate("No"), exact=True).click()


def ask_for_consent(member: Member) -> int:
    """Ask for consent to what is in the form; return the proposal's number."""
    member.page.locator("#proposal-form button[name=open]").click()
    member.page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    return int(member.page.url.rstrip("/").rpartition("/")[2])


def open_proposal(member: Member, number: int) -> Page:
    return member.goto(f"proposals/{number}/")


def take_no_objection(member: Member, number: int) -> None:
    """Take the position “no objection” on a proposal's page."""
    page = open_proposal(member, number)
    button = page.locator("#position [value=no_objection]")
    button.click()
    expect(
        button.and_(page.locator("[aria-pressed=true]")).or_(page.locator(".head__row .button--main"))
    ).to_be_visible()


def select_item(member: Member, words: str) -> None:
    """Turn the sync to the item with these words, ready to be adopted."""
    page = member.page
    page.locator(".sync__agenda button", has_text=words).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    expect(member.button("Adopt it")).to_be_visible()


def hold_sync(member: Member, circle: str) -> None:
    """Hold a sync of a circle now."""
    member.goto(f"sync/new/?circle={circle}").locator("#hold-form form[data-circle] button[type=submit]").click()
    member.page.wait_for_url(re.compile(r"/sync/\d+/$"))


# At once --------------------------------------------------------------------------------------------------------------


def click_at_once(*clicks: tuple[Member, Locator]) -> None:
    """Click in several browsers; each request waits until all are sent, and all go on together."""
    waiting: list[Route] = []

    def hold(route: Route, request: Request) -> None:
        if request.method != "POST":
            route.fallback()
            return
        waiting.append(route)
        if len(waiting) == len(clicks):
            for each in waiting:
                each.continue_()

    with ExitStack() as answers:
        for member, button in clicks:
            member.page.route("**/p/**", hold)
            answers.enter_context(member.page.expect_response(lambda answer: answer.request.method == "POST"))
            button.click()
    for member, _ in clicks:
        member.page.unroute("**/p/**", hold)
