"""Two people in one text: mentions, blocks that move, boxes, formulas, tables, search; on a phone as well."""

import re

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.page_checks import axe_violations, prepare
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}


def make_document(*emails: str) -> str:
    ada, bo = (User.objects.get(email=email) for email in emails)
    ada.name, bo.name = "Ada Mercier", "Bo Nguyen"
    ada.save()
    bo.save()
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    return Document.create(general, "Wear test", by=ada).get_absolute_url()


def notices_of(email: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(user__email=email, event="document.mentioned")
    return list(found.values_list("by_name", "address"))


@EMBEDDED_ONLY
def test_ada_and_bo_write_with_more_than_words(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", viewport=NARROW, has_touch=True, is_mobile=True)
    address = deployment.call(make_document, ada.email, bo.email)
    page = ada.goto(address).page
    text = page.locator(".ProseMirror[contenteditable=true]")
    text.click()
    keys = page.keyboard
    keys.type("/warn")
    expect(page.get_by_role("option", name="Warning")).to_be_visible()
    keys.press("Enter")
    keys.type("Sand wears the ring, asks @bo")
    expect(page.get_by_role("option", name="Bo Nguyen")).to_be_visible()
    keys.press("Enter")
    expect(text.locator(".callout .mention")).to_have_text("@Bo Nguyen")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("Then $v = 3$ ")
    expect(text.locator("math")).to_have_count(1)
    keys.press("Alt+Shift+ArrowUp")
    expect(text.locator("> *").first).to_contain_text("Then")
    keys.press("Control+f")
    page.get_by_role("searchbox", name="Find").fill("RÍNG")
    expect(page.locator(".ProseMirror-search-match, .ProseMirror-active-search-match")).to_have_text("ring")
    keys.press("Escape")
    expect(text.locator("> [id^='b-']")).to_have_count(2, timeout=12_000)

    phone = bo.goto(f"{address}#{text.locator('.callout').get_attribute('id')}").page
    expect(phone.locator(".ProseMirror[contenteditable=true] .callout")).to_contain_text("@Bo Nguyen")
    phone.locator(".ProseMirror .mention").tap()
    expect(phone.locator("[data-card]")).to_contain_text("General")
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    (notice,) = deployment.call(notices_of, bo.email)
    assert notice == ("Ada Mercier", f"{address}#{text.locator('.callout').get_attribute('id')}")


def make_long_document(email: str) -> str:
    ada = User.objects.get(email=email)
    words = "\n\n".join(f"Paragraph {number} says little." for number in range(200))
    document = Document.create(
        create_project("Pump", by=ada).circles.general(), "Notes", by=ada, content=update_of(words)
    )
    return document.get_absolute_url()


# What the text's element was called, one after the other, and when the editor came.
WATCH = """
window.seen = [];
new MutationObserver(() => {
  const text = document.querySelector("[data-island=editor]");
  const now = text?.classList.contains("is-arriving") ? "arriving" : "whole";
  const with_editor = text?.querySelector(".ProseMirror") ? `${now}, editor` : now;
  if (text && window.seen.at(-1) !== with_editor) window.seen.push(with_editor);
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


@EMBEDDED_ONLY
def test_a_long_text_is_laid_out_whole_once_it_can_be_typed_in(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    address = deployment.call(make_long_document, ada.email)
    ada.page.add_init_script(WATCH)
    page = ada.goto(address).page
    text = page.locator(".ProseMirror[contenteditable=true]")
    expect(text.locator("> *")).to_have_count(200)
    expect(page.locator(".is-arriving")).to_have_count(0)
    assert page.evaluate("window.seen")[-3:] == ["arriving", "arriving, editor", "whole, editor"]
    page.goto("about:blank")
    ada.goto(f"{address}#n-150")
    expect(text.get_by_text("Paragraph 150 ")).to_be_in_viewport()
    assert not any("arriving" in one for one in page.evaluate("window.seen"))


@EMBEDDED_ONLY
def test_one_reads_on_where_one_left_off(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada", viewport=NARROW)
    address = deployment.call(make_long_document, ada.email)
    page = ada.goto(address).page
    text = page.locator(".ProseMirror[contenteditable=true]")
    expect(text.locator("> *")).to_have_count(200)
    text.get_by_text("Paragraph 120 ").evaluate("paragraph => paragraph.scrollIntoView()")
    expect(text.get_by_text("Paragraph 120 ")).to_be_in_viewport()
    page.reload()
    expect(text.get_by_text("Paragraph 120 ")).to_be_in_viewport()
    ada.goto("/projects/")
    page.go_back()
    expect(text.get_by_text("Paragraph 120 ")).to_be_in_viewport()
    expect(text.get_by_text("Paragraph 110 ")).not_to_be_in_viewport()
    ada.goto("/projects/")
    ada.goto(address)
    expect(text.get_by_text("Paragraph 0 ")).to_be_in_viewport()
    # Last, as the browser moves there step by step and would go on after what follows.
    page.keyboard.press("End")
    expect(text.get_by_text("Paragraph 199 ")).to_be_in_viewport()


# Numbers of the first and the last paragraph that one sees whole.
IN_SIGHT = """() => {
  const sheet = document.querySelector("[data-scrolls]").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".ProseMirror > p")].map((one) => one.getBoundingClientRect());
  const isSeen = (box) => box.top >= sheet.top && box.bottom <= sheet.bottom;
  return [boxes.findIndex(isSeen), boxes.findLastIndex(isSeen)];
}"""


@EMBEDDED_ONLY
def test_page_down_with_the_caret_in_the_text_skips_no_line(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    page = ada.goto(deployment.call(make_long_document, ada.email)).page
    text = page.locator(".ProseMirror[contenteditable=true]")
    text.get_by_text("Paragraph 0 ").click()
    first, last = page.evaluate(IN_SIGHT)
    page.keyboard.press("PageDown")
    next_first, next_last = page.evaluate(IN_SIGHT)
    assert first < next_first <= last + 1
    page.keyboard.type("here")
    assert page.evaluate(IN_SIGHT) == [next_first, next_last]
    page.keyboard.press("Shift+PageUp")
    assert page.evaluate("getSelection().toString().length") > 100
    assert page.evaluate(IN_SIGHT)[0] < next_first
    for _press in range(40):
        page.keyboard.press("PageDown")
    expect(text.get_by_text("Paragraph 199 ")).to_be_in_viewport()
    page.keyboard.type("there")
    expect(text.get_by_text("says little.there")).to_have_count(1)


@EMBEDDED_ONLY
def test_who_makes_a_document_writes_its_title_and_its_text_without_a_click(
    sign_in: SignIn, deployment: Deployment
) -> None:
    ada = sign_in("ada")
    project = deployment.call(make_long_document, ada.email).partition("/documents/")[0]
    page = ada.goto(f"{project}/documents/").page
    page.get_by_role("link", name="New document").click()
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Wear of the hose")
    page.keyboard.press("Enter")
    for key in "It stayed dry after nine days.":  # as fast as people type, and no letter waits for the page
        page.keyboard.press(key if key != " " else "Space", delay=30)
    text = page.locator(".ProseMirror[contenteditable=true]")
    expect(text).to_have_text("It stayed dry after nine days.")
    expect(text).to_be_focused()
    expect(page).to_have_title(re.compile("^Wear of the hose"))
    page.go_back()
    expect(page.get_by_role("link", name="New document")).to_be_visible()


@EMBEDDED_ONLY
def test_words_blocks_and_tables_are_changed_beside_them_by_keys(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    prepare(ada.page)
    page = ada.goto(deployment.call(make_long_document, ada.email)).page
    text = page.locator(".ProseMirror[contenteditable=true]")
    text.get_by_text("Paragraph 0 ").click()
    keys = page.keyboard
    keys.press("Home")
    keys.press("Shift+End")
    bar = page.get_by_role("toolbar", name="Selected words")
    expect(bar).to_be_visible()
    assert axe_violations(page) == []
    keys.press("Alt+F10")
    expect(bar.get_by_role("button").first).to_be_focused()
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(text.locator("> p strong")).to_have_text("Paragraph 0 says little.")
    keys.press("End")
    keys.type(" Or")
    expect(bar).to_be_hidden()
    keys.press("Shift+ArrowDown")
    expect(bar).to_be_visible()
    keys.press("Alt+Shift+M")
    menu = page.get_by_role("menu", name="What to do with the block")
    expect(menu.get_by_role("menuitemcheckbox", name="Text")).to_be_focused()
    assert axe_violations(page) == []
    menu.get_by_role("menuitemcheckbox", name="Tasks").press("Enter")
    expect(text.locator("> ul.tasks > li")).to_have_count(2)
    expect(text).to_be_focused()
    keys.press("Control+Home")
    keys.press("Enter")
    keys.press("Control+Alt+0")
    keys.type("/table")
    expect(page.get_by_role("option", name="Table", exact=True)).to_be_visible()
    keys.press("Enter")
    for words in ("Part", "Price", "Note", "Seal", "12,50 €", "dry", "Hose", "3 €"):
        keys.type(words)
        keys.press("Tab")
    keys.press("Shift+Tab")
    expect(page.get_by_role("toolbar", name="Table")).to_be_visible()
    expect(bar).to_be_visible()
    assert axe_violations(page) == []
    keys.press("Alt+F10")
    keys.press("Alt+F10")
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.get_by_role("menuitem", name="Sum of the column").press("Enter")
    expect(text.locator("tr").last).to_have_text("15,50 €")
    expect(text).to_be_focused()


def make_empty_document(email: str) -> str:
    ada = User.objects.get(email=email)
    return Document.create(create_project("Pump", by=ada).circles.general(), "Notes", by=ada).get_absolute_url()


@EMBEDDED_ONLY
def test_all_that_a_new_document_held_comes_again_by_redo(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    page = ada.goto(deployment.call(make_empty_document, ada.email)).page
    text, keys = page.locator(".ProseMirror[contenteditable=true]"), page.keyboard
    text.click()
    keys.type("The ring wears.")
    keys.press("Enter")
    keys.type("It stayed dry.")
    for _ in range(12):
        keys.press("Control+z")
    expect(text).to_have_text("")
    keys.press("ArrowRight")
    text.click()
    for _ in range(12):
        keys.press("Control+Shift+z")
    expect(text.locator("> p")).to_have_text(["The ring wears.", "It stayed dry."])
