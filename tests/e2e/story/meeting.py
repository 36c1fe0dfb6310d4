"""A sync from two screens and a phone."""

import re

from playwright.sync_api import expect

from tests.support.browsers import Person


def hold(person: Person, project: str, circle: str) -> str:
    """Hold a sync of a circle now; give the path of its room."""
    page = person.goto(f"{project}sync/").page
    page.get_by_role("button", name="Hold a sync now").click()
    page.get_by_role("button", name=circle, exact=True).click()
    page.wait_for_url(re.compile(r"/sync/\d+/$"))
    return page.url.removeprefix(person.url)


def stays(person: Person) -> None:
    """Mark the page that is open, so that `stayed` can tell it from one that was loaded anew."""
    person.page.evaluate("() => { globalThis.stayed = true }")


def stayed(person: Person) -> None:
    """Check that the page is the one marked: what changed on it came by itself."""
    assert person.page.evaluate("() => globalThis.stayed === true"), f"{person.name}'s page was loaded anew"


def is_here(person: Person, other: Person) -> None:
    """Wait until one sees another among the people in the room."""
    here = person.page.locator(".sync__person:not(.sync__person--away)")
    expect(here.filter(has_text=other.name.title())).to_have_count(1)


def at_hand(person: Person, words: str) -> None:
    """Wait until this is the point at hand."""
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(words)


def says_concern(person: Person, words: str) -> None:
    """Say "no objection, with a concern" on the phone."""
    page = person.page
    page.get_by_role("group", name="Your position").get_by_role("button", name="Concern…").click()
    page.get_by_label("Your concern").fill(words)
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("button", name="Concern…")).to_have_attribute("aria-pressed", "true")
