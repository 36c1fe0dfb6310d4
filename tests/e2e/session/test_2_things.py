"""A working session, second part: tables, pictures, mentions, cards and links."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.session.writers import begin_session
from tests.foundation.files.sending import a_picture
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

IS_CROPPED = """() => document.querySelector(".tiptap").editor.getJSON().content
  .some((block) => block.attrs?.original)"""
pytestmark = [pytest.mark.deep, EMBEDDED_ONLY]


def test_tables(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Prices")
    ada, bo = session.both
    ada.type("| Part | Price |\n")
    for cell in ("Seal", "12", "Ring", "3.50", "Bolt", "7"):
        ada.type(cell)
        ada.press("Tab")
    bo.shows("th", "Part", "Price")
    bo.shows("td", "Seal", "12", "Ring", "3.50", "Bolt", "7", "", "")

    # Sorted and summed by what the slash offers in a table; undone in a step each.
    ada.press("Control+Backspace")
    ada.go_to("12", "td p")
    ada.type(" ")
    ada.slash("sort", "Sort A to Z, 0 to 9")
    bo.shows("td", re.compile("Ring"), "3.50", "Bolt", "7", "Seal", re.compile("12"), "", "")
    ada.slash("sum", "Sum of the column")
    expect(bo.text.locator("td").last).to_contain_text("22.5")
    bo.go_to("7", "td p")
    bo.press("Backspace")
    bo.type("8")
    expect(ada.text.locator("td").last).to_contain_text("23.5")

    # Two cells become one, and two again; a column wider; a row by its key.
    ada.go_to("Ring", "td p")
    ada.press("Shift+ArrowRight", "Shift+ArrowRight")
    ada.from_toolbar("More", "Merge the cells")
    expect(bo.text.locator("td[colspan='2']")).to_have_count(1)
    ada.from_toolbar("More", "Split the cell")
    expect(bo.text.locator("td[colspan='2']")).to_have_count(0)
    ada.from_toolbar("More", "Wider column")
    expect(ada.text.locator("col[style*=width], col[width]").first).to_be_attached()
    ada.press("Control+Enter")
    expect(bo.text.locator("tr")).to_have_count(6)
    ada.press("Control+z")
    expect(bo.text.locator("tr")).to_have_count(5)

    # Rows from a spreadsheet, and on with the text below the table.
    ada.text.press("Control+End")
    ada.press("ArrowDown")
    ada.type("So it costs.\n")
    ada.paste(plain="Year\tLoss\n2025\t0.12\n2026\t0.05\n")
    expect(bo.text.locator("table")).to_have_count(2)
    expect(bo.text.locator("p", has_text="So it costs.")).to_be_visible()
    session.ends_chapter()


def test_pictures(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Bench")
    ada, bo = session.both
    ada.type("The bench:\n")
    ada.paste_picture(a_picture("PNG"))
    ada.type("as it stands")
    picture = ada.text.locator("figure")
    expect(bo.text.locator("figure img")).to_have_js_property("complete", True)
    expect(bo.text.locator("p", has_text="as it stands")).to_be_visible()

    # Described, in half the width; enlarged and cropped; the caret comes to it and leaves it whole.
    picture.hover()
    picture.get_by_role("button", name="Describe the picture").click()
    ada.page.get_by_label("Caption").fill("The bench in March")
    ada.page.get_by_label("Width").select_option("50")
    ada.page.get_by_role("button", name="Save").click()
    bo.shows("figcaption", "The bench in March")
    picture.locator("img").dblclick()  # one chooses it, which does not open it
    dialog = ada.page.get_by_role("dialog")
    expect(dialog.locator("img")).to_be_visible()
    dialog.get_by_role("button", name="Crop", exact=True).click()
    dialog.get_by_label("Left edge").press("ArrowRight")
    dialog.get_by_role("button", name="Crop the picture").click()
    expect(dialog).to_have_count(0)
    ada.page.wait_for_function(IS_CROPPED)  # which is a step of its own, whenever the server has cut it
    session.same()
    ada.go_to("The bench:")
    ada.press("ArrowRight")
    ada.type("Seen from the left.")
    bo.shows("p", "The bench:", "Seen from the left.", "as it stands")
    expect(bo.text.locator("figure")).to_have_count(1)
    ada.go_to("as it stands")
    ada.press("Control+z")
    bo.shows("p", "The bench:", re.compile("^Seen from the(?! left.)"), "as it stands")
    session.ends_chapter()


def test_mentions_cards_and_links(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Who does what")
    ada, bo = session.both
    home = f"{deployment.url}{session.address}"
    ada.type("@Bo")
    option = ada.page.get_by_role("option", name="Bo")
    expect(option.first).to_be_visible()
    ada.press("Enter")
    ada.type(" sees www.example.org and README.md.\n")
    expect(bo.text.locator(".mention")).to_have_text("@Bo")
    bo.shows("a[href*='example.org']", "www.example.org")

    # Words become a link by what is pasted over them; the card says where it leads.
    ada.type("The norm")
    ada.press("Shift+Control+ArrowLeft")
    ada.paste(plain="https://example.org/norm")
    ada.press("End")
    ada.type(" says so.")
    bo.shows("a[href$='/norm']", "norm")
    ada.text.locator("a[href$='/norm']").click()
    card = ada.page.get_by_role("dialog", name="Link")
    expect(card).to_contain_text("https://example.org/norm")
    card.get_by_role("button", name="Change").click()
    project = f"{deployment.url}{session.project}"
    card.get_by_role("textbox").fill(project)
    ada.press("Enter")
    link = ada.text.locator(f"a[href='{project}']")
    bo.shows(f"a[href='{project}']", "norm")
    with ada.page.expect_popup() as beside:
        link.click(modifiers=["Control"])
    expect(beside.value).to_have_url(project)
    beside.value.close()
    with ada.page.expect_popup() as beside:
        link.click(button="middle")
    expect(beside.value).to_have_url(project)
    beside.value.close()
    link.click()
    ada.page.get_by_role("dialog", name="Link").get_by_role("button", name="Remove").click()
    expect(bo.text.locator(f"a[href='{project}']")).to_have_count(0)

    # Ctrl K on words, and the address of a page of this project alone on a line: a card.
    ada.go_to("says so")
    ada.press("Shift+Control+ArrowLeft", "Control+k")
    ada.page.get_by_label("Address").fill("example.org/so")
    ada.press("Enter")
    expect(bo.text.locator("a[href='https://example.org/so']")).to_have_count(1)
    ada.press("End", "Enter")
    ada.paste(plain=home)
    expect(bo.text.locator(".embed [data-card]")).to_contain_text("Who does what")
    ada.type("Done.")
    expect(bo.text.locator("p", has_text="Done.")).to_be_visible()

    # A phone taps a link, and gets the card in French.
    bo.text.locator("a[href*='example.org']").first.tap()
    expect(bo.page.get_by_role("dialog", name="Lien").get_by_role("link", name="Ouvrir")).to_be_visible()
    bo.press("Escape")
    session.ends_chapter()
