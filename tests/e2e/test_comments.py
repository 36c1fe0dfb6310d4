"""Two people comment beside a text at once: by keyboard, live, with a mention and an outcome; and on a phone."""

from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment

RING = "The first ring lost 0.12 mm"
TEXT = f"The stages wear from the bottom up. {RING}, the last one nothing.\n\nNo part was changed during the test.\n"


def make_document(*emails: str) -> str:
    """Make a document of two people; return its address."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    return Document.create(general, "Wear test", by=ada, content=update_of(TEXT)).get_absolute_url()


def heard(email: str) -> list[str]:
    """Return what a person heard of comments."""
    return [one.event for one in Notice.objects.filter(user__email=email) if one.event.startswith("comment")]


SELECTED = """(words) => {
  const { doc, selection } = document.querySelector(".tiptap").editor.state;
  return doc.textBetween(selection.from, selection.to) === words;
}"""


def select(page: Page, words: str) -> None:
    """Select words of the text as a person does who drags over them."""
    page.locator(".tiptap").evaluate(
        """(text, words) => {
          const isWritten = (node) => !node.parentElement.closest(".cursor, [contenteditable=false]");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, isWritten);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const at = nodes.map((node) => node.data).join("").indexOf(words);
          if (at < 0) throw new Error(text.innerHTML);
          const place = (offset) => {
            const node = nodes.find((one) => (offset -= one.length) <= 0);
            return [node, node.length + offset];
          };
          text.focus();
          getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
        }""",
        words,
    )
    page.wait_for_function(SELECTED, arg=words)  # an editor reads a moment later what the browser selects


@EMBEDDED_ONLY
def test_two_people_comment_on_one_text(deployment: Deployment, sign_in: SignIn) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_document, ada.email, bo.email)
    for person in (ada, bo):
        person.goto(address)
        expect(person.page.locator("[data-saved]")).to_contain_text("saved")

    # By keyboard: select, comment, mention, send; the text is not changed by it.
    select(bo.page, RING)
    bo.page.keyboard.press("Control+Alt+m")
    expect(bo.page.get_by_label("Comment", exact=True)).to_be_focused()
    bo.page.keyboard.type(f"@{deployment.call(name_of, ada.email)} should we coat it?")
    bo.page.keyboard.press("Control+Enter")
    theirs = ada.page.get_by_role("article", name=f"Comment on “{RING}”")
    expect(theirs).to_contain_text("should we coat it?")
    expect(ada.page.locator(".noted")).to_have_text(RING)
    assert deployment.call(heard, ada.email) == ["comment.mentioned"]

    # Ada types before the words while she answers: the comment goes with them.
    ada.page.locator(".noted").click()
    reply = theirs.get_by_label("Reply")
    reply.fill("We tried in October.")
    reply.press("Control+Enter")
    mine = bo.page.get_by_role("article", name=f"Comment on “{RING}”")
    expect(mine).to_contain_text("We tried in October.")
    ada.page.locator(".tiptap p").first.click(position={"x": 2, "y": 8})
    ada.page.keyboard.press("Home")
    ada.page.keyboard.type("As measured: ")
    expect(bo.page.locator(".tiptap p").first).to_contain_text("As measured: The stages")
    expect(bo.page.locator(".noted")).to_have_text(RING)

    # The words are deleted: the comment stays, with what it was about.
    select(ada.page, RING)
    ada.page.keyboard.press("Delete")
    expect(mine.locator(".comment__quote")).to_have_text(RING)
    expect(mine.locator(".comment__quote")).to_be_visible()
    expect(mine).to_contain_text("These words are no longer in the text.")

    # To it by keyboard, and resolved: everyone sees how.
    bo.page.keyboard.press("Control+Alt+j")
    expect(mine).to_be_focused()
    mine.get_by_text("Changed", exact=True).click()
    mine.get_by_role("button", name="Resolve").click()
    expect(theirs).to_contain_text("text changed")
    assert "comment.resolved" in deployment.call(heard, ada.email)


def name_of(email: str) -> str:
    """Return a person's name."""
    return User.objects.get(email=email).name


@EMBEDDED_ONLY
def test_a_comment_on_a_phone_is_a_sheet(deployment: Deployment, sign_in: SignIn) -> None:
    ada, bo = sign_in("ada", viewport=PHONE | {"width": 360}, has_touch=True), sign_in("bo")
    address = deployment.call(make_document, ada.email, bo.email)
    page = ada.goto(address).page
    expect(page.locator(".tiptap")).to_be_visible()
    select(page, "No part was changed")
    page.get_by_role("button", name="Comment on the selected words").tap()
    page.get_by_label("Comment", exact=True).fill("Not even the seal?")
    page.get_by_role("button", name="Comment", exact=True).tap()
    sheet = page.get_by_role("complementary", name="Comments")
    expect(sheet).to_contain_text("1 of 1")
    expect(sheet.get_by_role("article")).to_contain_text("Not even the seal?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()

    # It is opened again by its words, and resolved.
    page.locator(".noted").tap()
    sheet.get_by_text("Changed", exact=True).tap()
    sheet.get_by_label("In one line").fill("The seal is named now.")
    sheet.get_by_role("button", name="Resolve").tap()
    expect(sheet.get_by_role("article")).to_contain_text("text changed")
