"""Versions at browsers: compared, named, played, and restored while another person types."""

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from documents.documents.workflows.versions import make_version
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.story.documents import OpenDocument
from tests.factories import a_written
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment

PUMP = "# Pump\n\nThe battery is lead.\n\nThe tank is steel.\n\n$$x^2$$\n"


def make_document(of_ada: str, of_bo: str) -> str:
    """Make a document with ada's first version and what bo made of it; return its path."""
    ada, bo = (User.objects.get(email=email) for email in (of_ada, of_bo))
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    document = Document.create(general, "Data sheet", by=ada)
    make_version(a_written(document, PUMP, by=ada), by=ada)
    make_version(a_written(document, PUMP.replace("lead", "lithium"), by=bo), by=bo)
    return document.get_absolute_url()


@EMBEDDED_ONLY
def test_ada_restores_a_version_while_bo_types(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", viewport=PHONE)
    path = deployment.call(make_document, ada.email, bo.email)
    his = OpenDocument(bo, path)
    page_checks.prepare(ada.page)
    page = ada.goto(f"{path}history/").page
    words, authors = page.locator(".compare__words"), page.locator(".compare__authors")
    expect(words.locator("del")).to_contain_text("lead")
    expect(words.locator("ins")).to_contain_text("lithium")
    expect(words.locator(".math msup")).to_be_visible()
    page_checks.wait_until_loaded(page)
    found = page_checks.layout_shifts(page) + page_checks.focus_faults(page) + page_checks.axe_violations(page)
    assert found == []

    his.write("Bo goes on.")
    his.is_saved()
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.locator(".version--to")).to_contain_text("restored version 1")
    his.shows("The battery is lead.", "The tank is steel.", "Bo goes on.")
    his.write("And on.")
    his.is_saved()

    page.reload()
    page.get_by_role("button", name="Name this version").click()
    page.get_by_role("textbox", name="Name of version").fill("Baseline 1.0")
    page.keyboard.press("Enter")
    expect(page.locator(".version--to")).to_contain_text("Baseline 1.0")

    ada.goto(f"{path}history/")
    page.get_by_text("Who wrote what").click()
    expect(authors.locator("[title='written by Bo']", has_text="And on.")).to_be_visible()
    expect(authors.locator(".math msup")).to_be_visible()
    expect(authors.locator("[title='written by Ada']", has_text="The tank is steel.")).to_be_visible()
    moment = page.get_by_role("slider")
    page.locator(".compare").focus()
    page.keyboard.press("Shift+Tab")
    expect(moment).to_be_focused()
    moment.press("Home")
    expect(authors).not_to_contain_text("steel")
    restore = page.get_by_role("button", name="Restore", exact=True)
    expect(restore).to_be_hidden()  # before the first words there is nothing to restore
    moment.press("ArrowRight")
    expect(authors).to_contain_text("steel")
    page.get_by_role("button", name="Name this version").click()
    page.get_by_role("textbox", name="Name of version").fill("Steel")
    page.keyboard.press("Enter")
    expect(page.locator(".version--to")).to_contain_text("Steel")
    ada.goto(f"{path}history/")
    page.get_by_text("Who wrote what").click()
    expect(authors).to_contain_text("And on.")
    moment.press("ArrowLeft")  # what the server did last may be an id
    moment.press("ArrowLeft")
    expect(authors).not_to_contain_text("And on.")
    restore.click()
    expect(page.locator(".version--to")).to_contain_text("restored version")
    ada.goto(f"{path}history/")
    page.get_by_text("Who wrote what").click()
    moment.press("Home")
    page.get_by_role("button", name="Play the history").click()
    expect(authors).to_contain_text("Bo goes on.")
    expect(page.get_by_role("button", name="Play the history")).to_be_visible()

    phone = bo.goto(f"{path}history/").page
    expect(phone.locator("#versions")).to_be_hidden()
    phone.locator("[popovertarget='versions']").click()
    phone.get_by_role("link", name="Steel").first.click()
    expect(phone.locator(".compare__words")).to_contain_text("lead")
    assert page_checks.overflow(phone) == []
