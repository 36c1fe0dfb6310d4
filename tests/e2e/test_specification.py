"""A clause is made by one press, wears what it became when a person writes in it, and a decision ratifies it again."""

import re
import zipfile
from decimal import Decimal

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.factories import a_written
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment


def make_project(email: str) -> str:
    ada = User.objects.get(email=email)
    project = create_project("Pump", by=ada, budget=Decimal(1000))
    document = Document.objects.get(project=project, genre=Document.Genre.SPECIFICATION)
    a_written(document, "# Energy\n\n## Bus\n\n48 V between controller and motor.", by=ada)
    return project.get_absolute_url()


@EMBEDDED_ONLY
def test_a_clause_is_made_changed_and_ratified_again(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    home = deployment.call(make_project, ada.email)
    page = ada.goto(f"{home}documents/1/").page
    text = page.locator(".ProseMirror")
    text.get_by_text("Bus", exact=True).click()
    page.get_by_role("button", name="Clause", exact=True).click()
    key = page.locator(".key-mark__key")
    expect(key).to_contain_text("SPEC-1.1", timeout=20_000)

    def ratify(button: str) -> None:
        ada.goto(f"{home}specification/")
        page.get_by_role("link", name=button, exact=True).click()
        page.get_by_label("The problem").fill("Over 80 m the cable warms.")
        page.get_by_label("The proposal").fill("The bus as it stands in the specification.")
        page.get_by_role("button", name="Ask for consent").click()
        expect(page.get_by_text("What it changes in the specification")).to_be_visible()

    ratify("Propose this clause")
    ada.goto(f"{home}documents/1/")
    expect(key).to_contain_text("ratified, 1.0")
    text.get_by_text("48 V").click()
    page.keyboard.press("End")
    page.keyboard.type(" Never above 60 V.")
    expect(key).to_contain_text("changed, not ratified", timeout=20_000)

    ada.goto(f"{home}specification/")
    expect(page.locator(".clause ins")).to_contain_text("Never above 60 V.")
    ratify("Propose this change")
    ada.goto(f"{home}specification/")
    expect(page.locator(".clause__state")).to_contain_text("ratified in 1.1")
    page.get_by_role("link", name=re.compile("Why is SPEC-1.1 here")).click()
    expect(page.locator("#why")).to_contain_text("Over 80 m the cable warms.")

    ada.goto(f"{home}specification/path/")
    page.get_by_role("button", name="Export 1.1").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Word (DOCX)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        words = archive.read("word/document.xml").decode()
    assert "Never above 60 V." in words
    assert "D-2" in words, "the table of its decisions"
