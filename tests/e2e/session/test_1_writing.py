"""A working session, first part: headings, lists, boxes, what stands in a line; both people at one text."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.session.writers import begin_session
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

pytestmark = [pytest.mark.deep, EMBEDDED_ONLY]


def test_headings_and_words(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Wear test")
    ada, bo = session.both

    # Typed at once, with the signs that people know; the contents follow the headings.
    ada.type("The seal leaks.")
    ada.press("Enter")
    ada.type("## Set up\nOn the bench.\n")
    ada.slash("toc", "Table of contents")
    ada.slash("h3", "Heading 3")
    ada.type("Course")
    ada.press("Enter")
    ada.type("It **runs** for `3 h`, ==marked==.")
    ada.shows("h2", "Set up")
    bo.shows("nav.contents li", "Set up", "Course")
    expect(bo.text.locator("strong")).to_have_text("runs")

    # Bo on his phone, with the words of his language.
    session.same()
    bo.paragraph("")
    bo.slash("titre 2", "Titre 2")
    bo.type("Résultats")
    bo.press("Enter")
    bo.type("L’étanchéité tient :tada")
    expect(bo.page.get_by_role("option").first).to_be_visible()
    bo.press("Enter")
    ada.shows("nav.contents li", "Set up", "Course", "Résultats")
    expect(ada.text.locator("p").last).to_contain_text("🎉")

    # Looks: keys of other programs, the colours, the alignment; Ctrl \ takes all of it away.
    ada.go_to("On the bench")
    ada.press("Shift+Home", "Control+b", "Control+i", "Control+Shift+s")
    expect(ada.text.locator("strong em s, s strong em, em s strong, strong s em")).to_have_count(1)
    ada.press("Control+\\")
    expect(ada.text.locator("p", has_text="On the bench").locator("strong, em, s")).to_have_count(0)
    ada.from_toolbar("Colour", "Red")
    expect(bo.text.locator("span[data-colour=red], .colour--red, span[class*=red]").first).to_have_text("On the bench.")
    ada.press("Control+Shift+e")
    expect(bo.text.locator("p", has_text="On the bench")).to_have_css("text-align", "center")
    ada.press("ArrowRight")

    # Undone in steps that one thinks in, and made again.
    ada.press("Control+z")
    expect(bo.text.locator("p", has_text="On the bench")).not_to_have_css("text-align", "center")
    ada.press("Control+Shift+z")
    expect(bo.text.locator("p", has_text="On the bench")).to_have_css("text-align", "center")
    session.ends_chapter()


def test_lists_and_boxes(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "To do")
    ada, bo = session.both
    ada.type("- Seal\nRing\n")
    ada.press("Tab")
    ada.type("of rubber\n\n\n")
    ada.type("[ ] Measure\nReport\n\n")
    ada.type("> It holds.\n\n")
    bo.shows("ul:not(.tasks) > li > p", "Seal", "Ring", "of rubber")
    bo.shows("ul.tasks li p", "Measure", "Report")
    bo.text.get_by_role("checkbox", name="Fait : Measure").tap()
    expect(ada.text.get_by_role("checkbox", name="Done: Measure")).to_be_checked()

    ada.go_to("Report", "ul.tasks p")
    ada.press("Control+Enter")
    expect(bo.text.get_by_role("checkbox", name="Fait : Report")).to_be_checked()
    ada.press("Control+Enter")
    expect(bo.text.get_by_role("checkbox", name="Fait : Report")).not_to_be_checked()
    ada.text.press("Control+End")

    ada.slash("warn", "Warning")
    ada.type("Mind the sand.\n\n")
    ada.slash("toggle", "Collapsible section")
    ada.type("How\nTurn it\n\n")
    ada.type("```python \nprint(1)\n\n\n")
    ada.type("After the code.")
    bo.shows(".callout", "Mind the sand.")
    bo.shows("pre code", "print(1)")
    assert ada.kinds() == [
        "bulletList",
        "taskList",
        "blockquote",
        "callout",
        "details",
        "codeBlock",
        "paragraph",
    ]
    # What is folded unfolds under who writes on in it.
    ada.go_to("How", "summary")
    ada.press("Control+Enter")
    expect(ada.text.locator(".details.is-open")).to_have_count(0)
    ada.press("Enter")
    ada.type("Slowly.")
    ada.shows("[data-type=detailsContent] p", "Slowly.", "Turn it")
    session.same()
    bo.paragraph("")
    bo.slash("avert", "Attention")
    bo.type("Attention au sable.")
    bo.press("Enter", "Enter")
    bo.type("1. un\ndeux")
    ada.shows(".callout", "Mind the sand.", "Attention au sable.")
    ada.shows("ol li", "un", "deux")

    # Moved, turned, doubled, deleted; each is one step back.
    ada.go_to("After the code")
    ada.press("Alt+Shift+ArrowUp")
    ada.press("Control+Shift+8")
    assert ada.kinds()[5:7] == ["bulletList", "codeBlock"]
    ada.press("Alt+Shift+D", "Alt+Shift+Backspace", "Control+z", "Control+z", "Control+z")
    assert ada.kinds()[5:7] == ["paragraph", "codeBlock"]
    ada.press("Control+z")
    assert ada.kinds()[5:7] == ["codeBlock", "paragraph"]
    expect(bo.text.locator("p", has_text="After the code")).to_have_count(1)
    session.ends_chapter()


def test_formulas_notes_columns_and_diagrams(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Theory")
    ada, bo = session.both
    ada.type("The loss is $x^2$ of the flow.[^1]")
    ada.press("Control+End", "Control+End")
    ada.type("Measured in March.")
    expect(bo.text.locator("sup.footnote-ref")).to_have_attribute("data-number", "1")
    bo.shows("div.footnote", "Measured in March.")
    ada.press("Enter", "Enter")
    ada.type(" Always.")
    bo.shows("p:has(sup)", re.compile("of the flow.* Always.$"))
    ada.press("End", "Enter")
    ada.slash("equation", "Formula in the line")
    ada.page.get_by_label("LaTeX").fill("E = mc^2")
    ada.press("Control+Enter")
    ada.type(" is known.\n")
    ada.slash("equation", "Formula in the line")
    ada.page.get_by_label("LaTeX").fill("x")
    ada.press("Escape")
    expect(ada.page.get_by_label("LaTeX")).to_have_count(0)
    ada.type("Nothing else is.")
    bo.shows("p:has-text('Nothing else'):not(:has(.math))", "Nothing else is.")
    ada.press("Enter")
    ada.slash("columns", "Two columns")
    ada.type("Left")
    ada.press("ArrowRight")
    ada.type("Right")
    ada.press("ArrowDown")
    bo.shows(".columns .column", "Left", "Right")
    ada.slash("mermaid", "Diagram (Mermaid)")
    expect(bo.text.locator(".diagram img")).to_have_js_property("complete", True)
    bo.go_to("is known")
    bo.press("Enter")
    bo.slash("formule", "Formule dans la ligne")
    bo.page.get_by_label("LaTeX").fill("y")
    bo.page.get_by_role("button", name="Enregistrer").tap()
    bo.type(" aussi")
    expect(ada.text.locator("p", has_text="aussi").locator(".math")).to_have_count(1)
    session.ends_chapter()
