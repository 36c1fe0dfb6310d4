"""Two people on one text: one suggests, the other accepts while the first, and she herself, go on typing."""

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment

TEXT = "T-2 delivers about 4 % less water.\n\nThe seal stayed dry.\n\nNo part was changed.\n"


def make_document(title: str, *emails: str) -> str:
    """Make a document of two people; return its address. Tests share a server: each has a title of its own."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    return Document.create(general, title, by=ada, content=update_of(TEXT)).get_absolute_url()


def state() -> tuple[str, list[str]]:
    """Return what the document says in the database, and what became of suggestions."""
    document = Document.objects.get(title="Wear of the seal")
    outcomes = Suggestion.objects.filter(document=document).order_by("pk").values_list("outcome", flat=True)
    return markdown_of(document.nodes()), list(outcomes)


def heard(email: str) -> list[str]:
    """Return what a person heard of suggestions."""
    return [one.event for one in Notice.objects.filter(user__email=email) if one.event.startswith("suggestion")]


@EMBEDDED_ONLY
def test_one_suggests_and_another_accepts_while_both_type(deployment: Deployment, sign_in: SignIn) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_document, "Wear of the seal", ada.email, bo.email)
    ada.goto(address)
    bo.goto(address)
    bo.page.get_by_role("link", name="Suggest").click()
    expect(bo.page.get_by_role("status").filter(has_text="Suggesting.")).to_be_visible()
    paragraphs = bo.page.locator(".tiptap p")
    paragraphs.nth(0).get_by_text("about 4 %").wait_for()

    # Bo writes over the words, and a paragraph more; the text itself stays.
    paragraphs.nth(0).click(position={"x": 2, "y": 8})
    bo.page.keyboard.press("Home")
    bo.page.keyboard.type("Measured: ")
    paragraphs.nth(2).click()
    bo.page.keyboard.press("End")
    bo.page.keyboard.type(" But the oil.")
    expect(bo.page.locator("[data-saved]")).to_contain_text("saved")
    expect(bo.page.locator(".tiptap ins").first).to_have_text("Measured: ")
    card = ada.page.get_by_role("article", name="Suggestion of")
    expect(card).to_contain_text("But the oil.")
    expect(ada.page.locator(".tiptap .suggested").first).to_have_text("Measured: ")
    assert deployment.call(state) == (TEXT, [""])
    assert deployment.call(heard, ada.email) == ["suggestion.added"]

    # Ada types in the block that he changes, and accepts that change alone while he goes on in the other.
    ada.page.locator(".tiptap p").nth(0).click()
    ada.page.keyboard.press("End")
    ada.page.keyboard.type(" Really.")
    expect(paragraphs.nth(0)).to_contain_text("less water. Really.")
    bo.page.keyboard.type(" And the filter.", delay=60)
    card.click()
    card.get_by_role("button", name="Accept", exact=True).first.click()
    expect(ada.page.locator(".tiptap .suggested", has_text="Measured: ")).to_have_count(0)  # it is in the text now
    expect(ada.page.locator(".tiptap p").nth(0)).to_have_text("Measured: T-2 delivers about 4 % less water. Really.")
    expect(paragraphs.nth(0)).to_have_text("Measured: T-2 delivers about 4 % less water. Really.")
    # Undone by Ctrl Z, as typing is, and not the words that she typed before; then accepted once more.
    expect(ada.page.get_by_text("Accepted", exact=True).first).to_be_visible()
    ada.page.keyboard.press("Control+z")
    expect(ada.page.locator(".tiptap p").nth(0)).to_contain_text("T-2 delivers about 4 % less water. Really.")
    expect(ada.page.locator(".tiptap .suggested", has_text="Measured: ")).to_have_count(1)
    card.get_by_role("button", name="Accept", exact=True).first.click()
    expect(ada.page.locator(".tiptap .suggested", has_text="Measured: ")).to_have_count(0)
    expect(paragraphs.nth(0)).to_have_text("Measured: T-2 delivers about 4 % less water. Really.")
    bo.page.keyboard.type(" Yes.")
    expect(paragraphs.nth(2)).to_have_text("No part was changed. But the oil. And the filter. Yes.")
    expect(card).to_contain_text("And the filter. Yes.")
    text, outcomes = deployment.call(state)
    assert text == TEXT.replace("T-2", "Measured: T-2").replace("water.", "water. Really.")
    assert outcomes == [""]

    # The rest is refused: the text stays, and both see that it is over.
    card.get_by_role("button", name="Refuse", exact=True).click()
    expect(card).to_contain_text("Accepted in part")
    expect(paragraphs.nth(2)).to_have_text("No part was changed.")
    assert deployment.call(state) == (text, ["partly"])
    assert sorted(set(deployment.call(heard, bo.email))) == ["suggestion.accepted", "suggestion.refused"]


def suggest_words(title: str, by: str) -> None:
    """Suggest other words for a document."""
    document = Document.objects.get(title=title)
    suggest_text(document, nodes_of(TEXT.replace("dry", "wet")), by=User.objects.get(email=by))


@EMBEDDED_ONLY
def test_a_small_phone_shows_beside_suggestions_that_all_is_saved(deployment: Deployment, sign_in: SignIn) -> None:
    ada, bo = sign_in("ada", viewport=PHONE | {"width": 360}, has_touch=True), sign_in("bo")
    address = deployment.call(make_document, "Wear of the bearing", ada.email, bo.email)
    deployment.call(suggest_words, "Wear of the bearing", bo.email)
    page = ada.goto(address).page
    expect(page.locator("[data-suggestion-count]")).to_have_text("1")
    expect(page.locator("[data-saved]")).to_be_in_viewport(ratio=1)
    assert page_checks.overflow(page) == []


@EMBEDDED_ONLY
def test_who_suggests_goes_on_where_they_were_when_it_is_accepted(deployment: Deployment, sign_in: SignIn) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_document, "Wear of the rotor", ada.email, bo.email)
    ada.goto(address)
    bo.goto(f"{address}?mode=suggest")
    line = bo.page.locator(".tiptap p").nth(1)
    card = ada.page.get_by_role("article", name="Suggestion of")
    ways = (
        ("End", " AA", " BB", "The seal stayed dry. AA BB"),
        ("Home", "Yes ", "BB ", "Yes BB The seal stayed dry. AA BB"),
    )
    for key, first, then, whole in ways:
        line.click()
        bo.page.keyboard.press(key)
        for words in (first, then):
            bo.page.keyboard.type(words)
            expect(bo.page.locator("[data-saved]")).to_contain_text("saved")
            expect(card).to_be_visible()
            card.click()
            card.get_by_role("button", name="Accept", exact=True).first.click()
            expect(bo.page.locator(".tiptap ins")).to_have_count(0)  # it is in the text now
        expect(line).to_have_text(whole)
