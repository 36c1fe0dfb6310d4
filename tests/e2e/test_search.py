"""The palette at a browser: from any page, by keys alone, to the thing that was looked for."""

import re

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.read_words import read_words
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment


def make_project(email: str) -> str:
    """Make a project with two actions; return its address."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    for what in ("Préparer l'épreuve", "Noter l'épreuve"):
        Action.make(general, what, by=ada)
    return general.project.get_absolute_url()


@EMBEDDED_ONLY
def test_ada_finds_a_thing_by_keyboard_alone(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys, found = ada.goto(f"{here}people/").page.keyboard, ada.page.locator("#palette-found")
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("nothing like it")
    expect(found).to_contain_text("Nothing here has “nothing like it”")
    keys.press("Control+a")
    keys.press("Backspace")
    expect(found).to_be_hidden()

    keys.type("epreuve")
    expect(found.locator(".palette__item mark")).to_have_text(["épreuve", "épreuve"])
    expect(found.get_by_role("status")).to_have_text("2 found")
    expect(found.get_by_role("link", name="Noter l'épreuve Action A-2")).to_be_visible()
    expect(found.get_by_role("link").last).to_contain_text("Show all results for “epreuve”")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    expect(ada.page.locator("#palette").get_by_role("searchbox")).to_be_focused()
    keys.press("ArrowDown")
    keys.type("s")
    expect(ada.page.locator("#palette").get_by_role("searchbox")).to_have_value("epreuves")
    expect(found.get_by_role("status")).to_have_text("2 found")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(ada.page).to_have_url(re.compile(rf"{here}actions/1/$"))


@EMBEDDED_ONLY
def test_one_escape_closes_the_palette_whatever_was_typed(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys, palette = ada.goto(f"{here}people/").page.keyboard, ada.page.locator("#palette")
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("epreuve")
    expect(palette.locator(".palette__item mark")).to_have_count(2)
    keys.press("Escape")
    expect(palette).to_be_hidden()


@EMBEDDED_ONLY
def test_enter_opens_the_search_page_which_works_by_keyboard_too(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys = ada.goto(f"{here}people/").page.keyboard
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("préparer")
    keys.press("Enter")
    expect(ada.page.get_by_role("heading", name="Search")).to_be_attached()
    expect(ada.page.locator("#found .found")).to_have_count(1)
    ada.page.locator(".found__where").click()
    keys.press("j")
    keys.press("Enter")
    expect(ada.page).to_have_url(re.compile(rf"{here}actions/1/$"))


def make_document(email: str) -> str:
    """Make a project with a long document; return its address."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    text = "\n\n".join(f"Paragraph {number} says little." for number in range(120))
    text = text.replace("Paragraph 60 says little.", "The zinnober valve weeps.")
    document = Document.create(general, "Notes", by=ada, content=update_of(text))
    process_quiet_text(document.pk)
    read_words(document.pk)
    return general.project.get_absolute_url()


@EMBEDDED_ONLY
def test_a_word_in_the_middle_of_a_document_is_opened_at_its_paragraph(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_document, ada.email)
    ada.goto(f"{here}search/?q=zinnobers").page.get_by_role("link", name="Notes").click()
    expect(ada.page).to_have_url(re.compile(r"/documents/\d+/#b-[A-Za-z0-9]+$"))
    expect(ada.page.get_by_text("The zinnober valve weeps.").last).to_be_in_viewport()


@EMBEDDED_ONLY
def test_filters_are_chosen_and_taken_away_on_the_page(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    page = ada.goto(f"{here}search/?q=epreuve").page
    expect(page.locator("#found .found")).to_have_count(2)
    page.get_by_label("State").select_option("done")
    expect(page.locator(".token")).to_contain_text("is done")
    expect(page.locator("#found .found")).to_have_count(0)
    page.get_by_label("Remove the filter done").click()
    expect(page.locator("#found .found")).to_have_count(2)
