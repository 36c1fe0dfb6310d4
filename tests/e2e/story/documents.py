"""Writing one document together."""

import re

from playwright.sync_api import Locator, expect

from tests.support.browsers import Person


class OpenDocument:
    """A document open for editing at one person's browser."""

    def __init__(self, person: Person, path: str) -> None:
        self.person = person
        self.page = person.goto(path).page
        self.text: Locator = self.page.locator(".ProseMirror")
        expect(self.text).to_have_attribute("contenteditable", "true")
        self.is_saved()

    def write(self, words: str) -> None:
        """Write a paragraph at the end."""
        self.text.press("Control+End")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(words)

    def shows(self, *words: str) -> None:
        """Wait until the text has all of these."""
        for each in words:
            expect(self.text).to_contain_text(each)

    def sees_cursor_of(self, person: Person) -> None:
        """Wait until another's name stands at a cursor in the text, and their face in the toolbar."""
        name = person.name.title()
        expect(self.text.locator(f".cursor__name[data-name='{name}']")).to_have_count(1)
        expect(self.page.locator(f"[data-presence] [title='{name}']")).to_be_visible()

    def is_saved(self) -> None:
        """Wait until the page says that all is saved."""
        status = self.page.locator("[data-saved]")
        expect(status).to_have_attribute("data-state", "saved")
        expect(status).to_contain_text(re.compile(r"\d"))  # since when, in either language

    def reloaded(self) -> "OpenDocument":
        """Load the page anew."""
        return OpenDocument(self.person, self.page.url.removeprefix(self.person.url))


def specification_of(person: Person, project: str) -> str:
    """Find the specification in the list of documents; return its path."""
    page = person.goto(f"{project}documents/").page
    page.get_by_role("listitem").filter(has_text="specification").get_by_role("link").click()
    page.wait_for_url("**/documents/*/")
    return page.url.removeprefix(person.url)
