"""A working session, third part: comments and answers, suggestions and what becomes of them, versions, what is new."""

import re

import pytest
from playwright.sync_api import expect

from documents.documents.models import Version
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.session.writers import Session, begin_session
from tests.e2e.test_comments import select
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

pytestmark = [pytest.mark.deep, EMBEDDED_ONLY]
LINES = ("The seal stayed dry.", "The ring wore by half.", "No part was changed.")
BEFORE_BO = "Before Bo"


def begin_with_lines(deployment: Deployment, sign_in: SignIn, title: str) -> Session:
    """Begin a document that says these lines."""
    session = begin_session(deployment, sign_in, title)
    session.ada.type("\n".join(LINES))
    session.bo.shows("p", *LINES)
    return session


def lines_before_bo() -> list[str]:
    """Return what the text said in the version that is called so."""
    return [node.text() for node in Version.objects.filter(name=BEFORE_BO).latest("pk").nodes()]


def test_comments_and_answers(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_with_lines(deployment, sign_in, "Talk")
    ada, bo = session.both
    select(ada.page, "ring wore")
    ada.press("Control+Alt+m")
    expect(ada.page.get_by_label("Comment", exact=True)).to_be_focused()
    ada.type("By how much?")
    ada.press("Control+Enter")
    bo.text.locator(".noted").tap()
    sheet = bo.page.get_by_role("complementary", name="Commentaires")
    expect(sheet).to_contain_text("By how much?")
    sheet.get_by_label("Répondre").fill("0,12 mm.")
    sheet.get_by_role("button", name="Répondre").tap()
    card = ada.page.get_by_role("article", name="Comment on “ring wore”")
    expect(card).to_contain_text("0,12 mm.")
    card.click()
    card.get_by_text("Changed", exact=True).click()
    card.get_by_role("button", name="Resolve").click()
    expect(ada.text.locator(".noted:not(.noted--done)")).to_have_count(0)
    expect(bo.text.locator(".noted:not(.noted--done)")).to_have_count(0)
    session.ends_chapter()


def test_suggestions(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_with_lines(deployment, sign_in, "Other words")
    ada, bo = session.both
    bo.page.get_by_role("link", name="Suggérer").tap()
    expect(bo.page.get_by_role("status").filter(has_text="Mode suggestion")).to_be_visible()
    expect(bo.text).to_have_attribute("contenteditable", "true")
    bo.is_saved()
    bo.go_to("stayed dry")
    bo.type(" Presque.")
    bo.go_to("by half")
    bo.press("Backspace")
    bo.type(", à peu près.")
    bo.go_to("was changed", key="Home")
    bo.press("Control+Delete")
    expect(bo.text.locator("del")).not_to_have_count(0)
    bo.is_saved()
    card = ada.page.get_by_role("article", name="Suggestion of Bo")
    expect(card.get_by_role("button", name="Accept", exact=True)).to_have_count(3)
    ada.says(*LINES)

    # The first is accepted, and that is undone; then accepted once more, and one refused.
    accepts = card.get_by_role("button", name="Accept", exact=True)
    card.click(position={"x": 12, "y": 6})
    accepts.first.click()
    expect(accepts).to_have_count(2)
    ada.press("Control+z")
    expect(accepts).to_have_count(3)
    ada.says(*LINES)
    accepts.first.click()
    expect(accepts).to_have_count(2)
    card.get_by_role("button", name="Refuse", exact=True).last.click()
    expect(accepts).to_have_count(1)
    ada.says(f"{LINES[0]} Presque.", LINES[1], LINES[2])

    # Ada suggests as well; then all is accepted at once, that is taken back, and done once more.
    ada.page.get_by_role("link", name="Suggest", exact=True).click()
    expect(ada.text).to_have_attribute("contenteditable", "true")
    ada.go_to("was changed")
    ada.type(" At all.")
    expect(ada.text.locator("ins").last).to_have_text(" At all.")
    ada.is_saved()
    page = ada.page
    ada.person.goto(f"{session.address}suggestions/")
    page.get_by_role("button", name="Accept all 2").click()
    page.locator("form", has_text="Decided.").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Accept all 2").click()
    expect(page.get_by_role("status").filter(has_text="Decided.")).to_be_visible()
    ada.open(session.address)
    bo.open(session.address)
    ada.shows("p", f"{LINES[0]} Presque.", "The ring wore by half, à peu près.", f"{LINES[2]} At all.")
    session.ends_chapter()


def test_versions_and_what_is_new(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_with_lines(deployment, sign_in, "Story")
    ada, bo = session.both
    ada.is_saved()
    ada.page.get_by_role("button", name="More").last.click()
    ada.page.get_by_role("link", name="Versions and history").click()
    page = ada.page
    moment = page.get_by_role("slider")
    page.get_by_text("Who wrote what").click()
    authors = page.locator(".compare__authors")
    expect(authors.locator("[title='written by Ada']", has_text="half")).to_be_visible()
    moment.press("End")
    moment.press("ArrowLeft")
    page.get_by_role("button", name="Name this version").first.click()
    page.get_by_role("textbox", name=re.compile("^Name")).fill(BEFORE_BO)
    page.keyboard.press("Enter")
    expect(page.locator(".version--to")).to_contain_text(BEFORE_BO)

    # Bo changes it while she reads the history; she finds what is new, and takes the old text again.
    bo.go_to("was changed")
    bo.type(" Sauf une.")
    bo.is_saved()
    ada.open(session.address)
    line = page.get_by_role("complementary", name="Since you last read it")
    expect(line).to_contain_text("Bo")
    line.get_by_role("button", name="Next").click()
    ada.shows("p", LINES[0], LINES[1], f"{LINES[2]} Sauf une.")
    page.goto(f"{session.ada.person.url}{session.address}history/")
    expect(page.locator(".compare__words ins")).to_contain_text("Sauf une.")
    page.get_by_role("button", name=re.compile("^Restore")).first.click()
    kept = deployment.call(lines_before_bo)  # the last line as far as it was typed one moment before the last
    assert kept[:2] == list(LINES[:2])
    assert LINES[2].startswith(kept[2])
    bo.shows("p", *kept)
    session.ada.open(session.address)
    session.ends_chapter()


def test_find_and_the_keyboard_alone(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_with_lines(deployment, sign_in, "Keys")
    ada, bo = session.both
    ada.press("Control+f")
    bar = ada.page.get_by_role("search", name="Find")
    bar.get_by_label("Find", exact=True).fill("the")
    bar.get_by_label("Replace with").fill("Our")
    bar.get_by_role("button", name="Replace all").click()
    expect(bo.text).to_contain_text("Our seal stayed dry.")
    ada.press("Escape")
    ada.press("Control+z")
    bo.shows("p", *LINES)

    # Without a pointer: to the toolbar and back, the menu of the block, the help.
    ada.text.press("Control+Home")
    ada.press("Alt+Shift+M")
    expect(ada.page.get_by_role("menu")).to_be_visible()
    ada.press("Escape")
    ada.type("So: ")
    expect(bo.text.locator("p").first).to_have_text(f"So: {LINES[0]}")
    for place in (ada.text, ada.page.get_by_role("button", name="More").last):
        place.focus()
        ada.press("Control+/")
        expect(ada.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        ada.press("Escape")
    ada.text.focus()
    ada.press("Control+Alt+2", "Control+End", "Enter", "Control+Shift+7")
    ada.type("first\nsecond\n")
    ada.press("Tab")
    ada.type("inside\n\n\nplain")
    bo.shows("h2", f"So: {LINES[0]}")
    bo.shows("ol > li > p", "first", "second", "inside")
    ada.press("Shift+Control+Home", "Control+b")
    expect(bo.text.locator("strong").last).to_have_text("plain")
    ada.press("Control+z")
    expect(bo.text.locator("strong")).to_have_count(0)
    session.ends_chapter()
