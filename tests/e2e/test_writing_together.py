"""Ada at a desk, in English, and Bo on a phone of 360 pixels, in French, in one text: its table, its list, a picture,
what they paste; and what Bo suggests goes through a decision into the text.
"""

import base64
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document, Suggestion
from documents.richtext.markdown_reader import update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.page_checks import overflow
from tests.foundation.files.sending import a_picture
from tests.support.browsers import Person, SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}
PASTED = Path(__file__).parent / "pasted"
TABLE_AND_LIST = """| Stage | Loss |
| --- | --- |
| 1 | 0.12 |
| 2 | 0.05 |

- Seal
- Ring

No part was changed.
"""
COPY_PICTURE = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const copied = { "image/png": new Blob([bytes], { type: "image/png" }),
    "text/html": new Blob(['<img src="https://example.org/bench.png">'], { type: "text/html" }) };
  await navigator.clipboard.write([new ClipboardItem(copied)]);
}"""
CARET_IS_BESIDE = """(words) => document.querySelector(".tiptap").editor.state.selection.$from.parent.textContent
  .includes(words)"""
# What a program copies, as it is: a page that writes to the clipboard itself gets it cleaned.
PASTE_TEXT = """(text, plain) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", plain);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
MARKDOWN = (
    "## Course[^1]\n\n```mermaid\nflowchart LR\n  A[Bench] --> B[Report]\n```\n\n"
    '<div class="columns">\n<div class="column">\n\nLeft\n\n</div>\n<div class="column">\n\nRight\n\n</div>\n</div>\n\n'
    "[^1]: Of the test.\n"
)
PASTE_HTML = """(text, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def make_document(text: str, *emails: str) -> str:
    """Make a document of two people, of whom the second reads French; return its address."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    bo.language = "fr"
    bo.save()
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    return Document.create(general, "Wear test", by=ada, content=update_of(text)).get_absolute_url()


def text_at(address: str) -> str:
    """Return what the document of an address says, as Markdown."""
    (document,) = (one for one in Document.objects.all() if one.get_absolute_url() == address)
    return markdown_of(document.nodes())


def outcomes(email: str) -> list[str]:
    """Return what became of a person's suggestions."""
    return list(Suggestion.objects.filter(author__email=email).values_list("outcome", flat=True))


def go_to(person: Person, address: str) -> Page:
    """Open a document and wait until it can be written in."""
    page = person.goto(address).page
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    return page


def write_after(page: Page, words: str, then: str, within: str = "") -> None:
    """Tap or click on the paragraph, of a cell or an item, that has these words, and write at its end."""
    line = page.locator(f".tiptap {within} p").filter(has_text=words).last
    line.tap() if page.viewport_size == NARROW else line.click()
    page.wait_for_function(CARET_IS_BESIDE, arg=words)  # an editor reads a moment later where the browser put it
    page.keyboard.press("End")
    page.keyboard.type(then, delay=15)


@EMBEDDED_ONLY
def test_two_people_write_in_one_table_and_one_list_and_paste(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", viewport=NARROW, has_touch=True, is_mobile=True)
    address = deployment.call(make_document, TABLE_AND_LIST, ada.email, bo.email)
    page, phone = go_to(ada, address), go_to(bo, address)

    write_after(page, "0.12", " mm", "td")
    write_after(phone, "0.05", " à peu près", "td")
    for _cell in ("2", "0.05", "a row more"):
        page.keyboard.press("Tab")
    page.keyboard.type("3", delay=15)
    phone.keyboard.type(" 5 %", delay=15)
    write_after(page, "Ring", "\nBolt", "li")
    write_after(phone, "Seal", "\nÉcrou", "li")
    page.keyboard.press("Tab")
    for one in (page, phone):
        expect(one.locator(".tiptap td")).to_have_text(["1", "0.12 mm", "2", "0.05 à peu près 5 %", "3", ""])
        expect(one.locator(".tiptap li p")).to_have_text(["Seal", "Écrou", "Ring", "Bolt"])
        expect(one.locator(".tiptap ul ul li")).to_have_text("Bolt")
    assert overflow(phone) == []

    # A picture that was copied from a page: she writes on while it comes.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".tiptap").press("Control+End")
    page.evaluate(COPY_PICTURE, base64.b64encode(a_picture("PNG")).decode())
    page.keyboard.press("Control+v")
    page.keyboard.type("as the picture shows", delay=15)
    expect(phone.locator(".tiptap figure img")).to_have_js_property("complete", True)
    expect(phone.locator(".tiptap p", has_text="as the picture shows")).to_be_visible()

    # What Word copies, and what a browser copies of a page.
    page.keyboard.press("Enter")
    page.locator(".tiptap").evaluate(PASTE_HTML, (PASTED / "word.txt").read_text())
    expect(phone.locator(".tiptap h1")).to_have_text(["Wear test of the first stage", "Results"])
    expect(phone.locator(".tiptap ul ul li").last).to_have_text("of rubber")
    expect(phone.locator(".tiptap ol li")).to_have_text(["Take it apart", "Measure"])
    expect(phone.locator(".tiptap strong", has_text="bold")).to_be_visible()
    write_after(phone, "as the picture shows", "\n")
    bo.expect_error("inline event handler")  # of what is pasted; the content security policy refuses it
    phone.locator(".tiptap").evaluate(PASTE_HTML, (PASTED / "web_page.txt").read_text())
    expect(page.locator(".tiptap h1", has_text="Peristaltic pump")).to_be_visible()
    expect(page.locator(".tiptap pre")).to_have_text(re.compile("def f.*return 1$", re.DOTALL))
    expect(page.locator(".tiptap [onclick], .tiptap iframe, .tiptap a[href^=javascript]")).to_have_count(0)
    assert overflow(phone) == []

    # The title, where it stands; Markdown with a diagram, a footnote and columns; the other sees all of it.
    page.locator(".prose__title").click()
    page.keyboard.press("End")
    page.keyboard.type(" of March", delay=15)
    page.keyboard.press("Enter")
    expect(phone.locator("#document-title")).to_have_text(re.compile(r"of March\s*$"))
    page.locator(".tiptap").press("Control+End")
    page.keyboard.press("Enter")
    page.locator(".tiptap").evaluate(PASTE_TEXT, MARKDOWN)
    expect(phone.locator(".diagram img")).to_have_js_property("complete", True)
    expect(phone.locator("sup.footnote-ref")).to_have_attribute("data-number", "1")
    expect(phone.locator(".columns .column")).to_have_text(["Left", "Right"])
    assert overflow(phone) == []


@EMBEDDED_ONLY
def test_what_one_suggests_is_decided_on_and_then_stands_in_the_text(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", viewport=NARROW, has_touch=True, is_mobile=True)
    text = f"The seal stayed dry.\n\n{TABLE_AND_LIST}"
    address = deployment.call(make_document, text, ada.email, bo.email)
    page, phone = go_to(ada, address), bo.goto(address).page
    phone.get_by_role("link", name="Suggérer").tap()
    expect(phone.get_by_role("status").filter(has_text="Mode suggestion")).to_be_visible()
    expect(phone.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    write_after(phone, "0.05", "5", "td")
    write_after(phone, "Ring", "\nÉcrou", "li")
    card = page.get_by_role("article", name="Suggestion of Bo")
    expect(card.locator("ins")).to_have_text([re.compile("0.055$"), re.compile("Écrou$")])
    expect(page.locator(".tiptap td").last).to_have_text("0.050.055")

    phone.locator(".tiptap ins").last.tap()
    sheet = phone.get_by_role("complementary", name="Commentaires")
    sheet.get_by_role("link", name="En faire une proposition").tap()
    expect(phone.get_by_label("La proposition")).to_have_value(re.compile(r"~~0\.05~~ \*\*0\.055\*\*"))
    phone.get_by_label("Le problème").fill("Le banc a mesuré plus, le 12 mars.")
    assert overflow(phone) == []
    phone.get_by_role("button", name="Demander le consentement").tap()
    phone.wait_for_url(re.compile(r"/proposals/\d+/$"))
    expect(card).to_contain_text("It waits for P-1.")
    assert deployment.call(text_at, address) == text

    # Ada consents in another tab; the text of the first is changed while she writes in it.
    tab = page.context.new_page()
    tab.goto(phone.url)
    page.locator(".tiptap p").first.click()
    page.keyboard.press("Home")
    page.keyboard.type("As measured: ", delay=15)
    tab.get_by_role("button", name="No objection").click()
    page.keyboard.type("in March, ", delay=15)
    expect(page.locator(".tiptap td").last).to_have_text("0.055")
    expect(page.locator(".tiptap li p")).to_have_text(["Seal", "Ring", "Écrou"])
    expect(page.locator(".tiptap p").first).to_have_text("As measured: in March, The seal stayed dry.")
    expect(phone.get_by_role("link", name="D-1").first).to_be_visible()
    assert deployment.call(outcomes, bo.email) == ["accepted"]
