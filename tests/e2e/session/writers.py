"""Two people at one text that begins empty: Ada at a desk, in English, and Bo on a phone of 360 pixels, in French."""

import base64
import json
import re
from typing import Any

from playwright.sync_api import Locator, expect

from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.support.browsers import Person, SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}
BLOCKS = """(text) => JSON.stringify(text.editor.getJSON().content.map(function plain(node) {
  const { bid, ...attrs } = node.attrs ?? {};
  return { type: node.type, text: node.text, attrs, marks: node.marks, content: node.content?.map(plain) };
}))"""
PASTE = """(text, formats) => {
  const clipboardData = new DataTransfer();
  for (const [format, words] of Object.entries(formats)) clipboardData.setData(format, words);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
PASTE_PICTURE = """(text, picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "bench.png", { type: "image/png" }));
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
CARET_IS_AT = """(key) => {
  const { $from } = document.querySelector(".tiptap").editor.state.selection;
  return $from.parentOffset === (key === "Home" ? 0 : $from.parent.content.size);
}"""
LINES_ARE = """(lines) => JSON.stringify(lines) === JSON.stringify(
  document.querySelector(".tiptap").editor.state.doc.children.map((block) => block.textContent))"""
IS_SELECTED = """() => !document.querySelector(".tiptap").editor.state.selection.empty"""
CARET_IS_IN = """(words) => document.querySelector(".tiptap").editor.state.selection.$from.parent.textContent
  .includes(words)"""


def make_project(ada_email: str, bo_email: str) -> str:
    """Make a project of two people, of whom the second reads French; return its address."""
    ada, bo = User.objects.get(email=ada_email), User.objects.get(email=bo_email)
    bo.language = "fr"
    bo.save()
    project = create_project("Pump", by=ada)
    project.circles.general().admit(bo, by=ada)
    return project.get_absolute_url()


class Writer:
    """A person with a document open."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page
        self.text: Locator = self.page.locator(".tiptap")

    def is_saved(self) -> None:
        """Wait until the page says that all is saved."""
        expect(self.page.locator("[data-saved]")).to_have_attribute("data-state", "saved")

    def open(self, address: str) -> None:
        self.person.goto(address)
        expect(self.text).to_have_attribute("contenteditable", "true")
        self.is_saved()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words, delay=12)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            if re.fullmatch(r"Shift\+(?:Home|Control\+(?:Home|ArrowLeft))", key):
                self.page.wait_for_function(IS_SELECTED)  # by the editor, for which the next key is

    def paragraph(self, words: str) -> None:
        """Write a paragraph at the end of the text."""
        self.text.press("Control+End")
        self.press("Enter")
        self.type(words)

    def slash(self, words: str, chosen: str) -> None:
        """Choose from the list that `/` opens, by the words that one types after it."""
        self.type(f"/{words}")
        option = self.page.get_by_role("option", name=chosen, exact=True)
        expect(option).to_have_attribute("aria-selected", "true")
        self.press("Enter")

    def go_to(self, words: str, within: str = "p", key: str = "End") -> None:
        """Put the caret at the end of the line that has these words, or at its beginning (`Home`)."""
        line = self.text.locator(within).filter(has_text=words).last
        line.tap() if self.page.viewport_size == NARROW else line.click()
        self.page.wait_for_function(CARET_IS_IN, arg=words)  # an editor reads a moment later where the browser put it
        self.press(key)
        self.page.wait_for_function(CARET_IS_AT, arg=key)

    def paste(self, **formats: str) -> None:
        """Paste what a program left in the clipboard: `plain`, `html`."""
        self.text.evaluate(PASTE, {f"text/{name}": words for name, words in formats.items()})

    def paste_picture(self, picture: bytes) -> None:
        self.text.evaluate(PASTE_PICTURE, base64.b64encode(picture).decode())

    def from_toolbar(self, menu: str, item: str) -> None:
        """Choose from a menu of the toolbar."""
        self.page.get_by_role("toolbar").get_by_role("button", name=menu, exact=True).first.click()
        self.page.get_by_role("menuitemcheckbox", name=item).or_(
            self.page.get_by_role("menuitem", name=item)
        ).first.click()

    def blocks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.text.evaluate(BLOCKS))
        return found

    def kinds(self) -> list[str]:
        return [block["type"] for block in self.blocks()]

    def says(self, *lines: str) -> None:
        """Wait until these are the lines of the text, whatever is marked in them."""
        self.page.wait_for_function(LINES_ARE, arg=list(lines))

    def shows(self, selector: str, *words: str | re.Pattern[str]) -> None:
        """Wait until what the selector finds in the text has these words, one each."""
        expect(self.text.locator(selector)).to_have_text(list(words))


class Session:
    """What two people write together, from a page that was empty."""

    def __init__(self, ada: Person, bo: Person, project: str) -> None:
        self.ada, self.bo, self.project = Writer(ada), Writer(bo), project
        self.address = ""

    @property
    def both(self) -> tuple[Writer, Writer]:
        return self.ada, self.bo

    def begin(self, title: str) -> None:
        """Ada makes a new document, and goes on typing at once; Bo opens it."""
        page = self.ada.person.goto(f"{self.project}documents/new").page
        page.get_by_label("Title").press_sequentially(title, delay=12)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/documents/\d+/$"))
        self.address = page.url.removeprefix(self.ada.person.url)
        expect(self.ada.text).to_have_attribute("contenteditable", "true")
        self.bo.open(self.address)

    def ends_chapter(self) -> None:
        """Both see the same text, now and when they come again; nothing is wrong with what they see."""
        self.same()
        here = self.ada.blocks()
        for writer in self.both:
            writer.is_saved()
            writer.open(self.address)
            page_checks.wait_until_loaded(writer.page)
            assert writer.blocks() == here
            assert page_checks.axe_violations(writer.page) + page_checks.overflow(writer.page) == []

    def same(self) -> None:
        """Wait until both see the same text."""
        self.ada.is_saved()
        self.bo.page.wait_for_function(
            f"(wanted) => ({BLOCKS})(document.querySelector('.tiptap')) === wanted", arg=self.ada.text.evaluate(BLOCKS)
        )


def begin_session(deployment: Deployment, sign_in: SignIn, title: str) -> Session:
    """Bring two people to a new document with a title."""
    ada = sign_in("ada")
    bo = sign_in("bo", viewport=NARROW, has_touch=True, is_mobile=True)
    for person in (ada, bo):
        page_checks.prepare(person.page)
    session = Session(ada, bo, deployment.call(make_project, ada.email, bo.email))
    session.begin(title)
    return session
