"""A sync from two screens and a phone."""

import re

from playwright.sync_api import Locator, expect

from tests.support.browsers import Person

HERE = ".opening__person:not(.opening__person--away), .sync__person:not(.sync__person--away)"
"""A person in the sync, at its opening or beside a point."""


def hold(person: Person, project: str, circle: str, *, facilitator: str = "") -> str:
    """Hold a sync of a circle now; return the path of its page."""
    page = person.goto(f"{project}sync/").page
    page.get_by_role("link", name="Hold a sync now").click()
    dialog = page.get_by_role("dialog")
    choose_circle(dialog, circle)
    if facilitator:
        dialog.get_by_label("Who facilitates").select_option(facilitator)
    dialog.get_by_role("button", name="Open the sync").click()
    page.wait_for_url(re.compile(r"/sync/\d+/$"))
    return page.url.removeprefix(person.url)


def choose_circle(dialog: Locator, circle: str) -> None:
    """Choose a circle by its name, and wait until the form offers its people."""
    offered = dialog.locator("select[name=circle] option").filter(has_text=circle)
    key = offered.get_attribute("value") or ""
    if dialog.locator("form[data-circle]").get_attribute("data-circle") != key:
        dialog.locator("select[name=circle]").select_option(key)
    expect(dialog.locator("form[data-circle]")).to_have_attribute("data-circle", key)


def mark_page(person: Person) -> None:
    """Mark the page that is open, so that `is_same_page` can tell it from one that was loaded anew."""
    person.page.evaluate("() => { globalThis.stayed = true }")


def is_same_page(person: Person) -> None:
    """Check that the page is the one marked: it changed without being loaded anew."""
    assert person.page.evaluate("() => globalThis.stayed === true"), f"{person.name}'s page was loaded anew"


def sees_participant(person: Person, other: Person) -> None:
    """Wait until one sees another among the participants."""
    here = person.page.locator(HERE)
    expect(here.filter(has_text=other.name.title())).to_have_count(1)


def is_current_item(person: Person, words: str) -> None:
    """Wait until this is the current item."""
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(words)


def takes_concern(person: Person, words: str) -> None:
    """Say "no objection, with a concern" on the phone."""
    page = person.page
    page.get_by_role("group", name="Your position").get_by_role("button", name="Concern…").click()
    page.get_by_label("Your concern").fill(words)
    page.get_by_role("button", name="Record my concern").click()
    expect(page.get_by_role("button", name="Concern…")).to_have_attribute("aria-pressed", "true")
