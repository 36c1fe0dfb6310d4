"""A clause of two circles changes: its child is suspect, both circles speak, and the next baseline is there."""

import re
import zipfile

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from decisions.decisions.models import ClauseTouch
from decisions.decisions.workflows.positions import take_position
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, fresh
from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_FRENCH
from tests.e2e.story import circles
from tests.e2e.story.circles import Member
from tests.factories import a_round, a_written
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

TEXT = "# Energy\n\n## Bus\n\n48 V between controller and motor.\n\n# Pump\n\n## Cable\n\nIt warms by less than 15 K.\n"
LIMIT = " Never above 60 V."


def make_project(language: str, *emails: str) -> str:
    """Make a project whose two clauses are ratified: the bus of Power and Hydraulics, the cable (bo's) under it."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    User.objects.filter(pk__in=[ada.pk, bo.pk]).update(language=language)
    project = create_project("Pump", by=ada, language=language)
    general = project.circles.general()
    power, hydraulics = (general.open_circle(name, by=ada) for name in ("Power", "Hydraulics"))
    for circle, person in ((general, bo), (power, ada), (hydraulics, bo)):
        circle.admit(person, by=ada, roles=["pilot"])
    document = Document.objects.get(project=project, genre=Document.Genre.SPECIFICATION)
    a_written(document, TEXT, by=ada)
    bus = a_clause(document, "Bus", power, hydraulics, by=ada, kind_of=Clause.Kind.INTERFACE)
    cable = a_clause(document, "Cable", hydraulics, by=ada, owner=bo)
    describe(cable, by=ada, parents=[bus])
    round_ = a_round(circle=general, by=ada, clauses=[ClauseTouch(fresh(clause)) for clause in (bus, cable)])
    take_position(round_, "no_objection", by=bo)
    return project.slug


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_a_change_of_an_interface_reaches_the_next_baseline(
    sign_in: SignIn, deployment: Deployment, language: str
) -> None:
    people = sign_in("ada"), sign_in("bo")
    slug = deployment.call(make_project, language, *(one.email for one in people))
    ada, bo = (Member(one, slug, language) for one in people)
    marks = ada.goto("documents/1/").locator(".key-mark__key")
    ada.page.locator(".ProseMirror").get_by_text("48 V").click()
    ada.page.keyboard.press("End")
    ada.page.keyboard.type(LIMIT)
    expect(marks.first).to_contain_text(ada.translate("changed, not ratified"), timeout=20_000)

    for page in ("circles/hydraulics/", ""):
        expect(bo.goto(page).locator("#main")).to_contain_text("SPEC-2.1")
    still_right = bo.button("Still right")
    expect(still_right).to_be_visible()

    ada.goto("specification/").get_by_role("link", name=ada.translate("Propose this change"), exact=True).click()
    ada.page.locator("[name=tension]").fill("A fault puts 75 V on the bus.")
    ada.page.locator("[name=text]").fill("The bus has an upper limit.")
    expect(ada.page.locator("#route .route__where")).to_have_text(["Hydraulics", "Power"])
    number = circles.ask_for_consent(ada)
    expect(ada.page.locator("#main ins")).to_contain_text(LIMIT.strip())
    circles.take_no_objection(bo, number)
    expect(circles.open_proposal(ada, number).locator(".head__row .button--main")).to_contain_text("D-2")

    ratified = ada.translate("ratified in %(number)s", number="1.1")
    expect(ada.goto("specification/").locator(".clause__state").first).to_contain_text(ratified)
    bo.goto("")
    still_right.click()
    expect(still_right).to_have_count(0)

    ada.goto("specification/path/").get_by_role("button", name=re.compile(r"1\.1$")).click()
    with ada.page.expect_download() as download:
        ada.page.locator("a[href$='file.docx']").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        words = archive.read("word/document.xml").decode()
    assert LIMIT.strip() in words
    assert "D-2" in words, "the table of its decisions"
