"""What one answers in a list keeps its place until the next visit: a second click there hits nothing else."""

from playwright.sync_api import Locator, Page, expect

from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from decisions.decisions.models import Position, Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.page_checks import overflow
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}


def make_rows(*emails: str) -> str:
    """Make three open rounds that ask bo, fay being silent, and three actions of bo; return the project's address."""
    ada, bo, fay = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    for person in (bo, fay):
        general.admit(person, by=ada)
    for name in ("seal", "pump", "cable"):
        open_round(Proposal.propose(general, by=ada, tension=f"The {name} leaks.", text=f"A new {name}."), by=ada)
        Action.make(general, f"Measure the {name}", by=ada, owner=bo)
    return general.project.get_absolute_url()


def said_by(email: str) -> list[tuple[int, str]]:
    found = Position.objects.filter(user__email=email, taken_back=None).order_by("pk")
    return list(found.values_list("round__proposal__number", "kind"))


def keys_of(rows: Locator) -> list[str]:
    return [row.locator(".line__key").inner_text().strip() for row in rows.all()]


def click_twice(page: Page, button: Locator) -> None:
    """Click where the button is, and once more on the same spot when the row has folded."""
    box = button.bounding_box()
    assert box
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*spot)
    expect(page.locator(".line--answered")).to_have_count(1)
    page.mouse.click(*spot)


@EMBEDDED_ONLY
def test_an_answered_row_stays_folded_in_its_place_and_can_be_undone(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    page = bo.goto(deployment.call(make_rows, ada.email, bo.email, fay.email)).page
    rows = page.locator("[id^=asked-]")
    before = keys_of(rows)
    click_twice(page, rows.nth(0).get_by_role("button", name="No objection"))
    assert keys_of(rows) == before
    number = int(before[0].removeprefix("P-"))
    assert deployment.call(said_by, bo.email) == [(number, "no_objection")]
    expect(page.locator("#toasts")).to_contain_text(f"{before[0]}: No objection.")
    rows.nth(0).get_by_role("button", name="Undo").click()
    expect(rows.nth(0).get_by_role("button", name="No objection")).to_be_visible()
    assert keys_of(rows) == before
    assert deployment.call(said_by, bo.email) == []


@EMBEDDED_ONLY
def test_the_toast_takes_a_position_back_on_a_phone_in_french(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay", viewport=NARROW)
    here = deployment.call(make_rows, ada.email, fay.email, bo.email)
    deployment.call(speak_french, fay.email)
    page = fay.goto(here).page
    rows = page.locator("[id^=asked-]")
    before = keys_of(rows)
    rows.nth(1).get_by_role("button", name="Pas d’objection").click()
    page.locator("#toasts").get_by_role("button", name="Annuler").click()
    expect(rows.nth(1).get_by_role("button", name="Pas d’objection")).to_be_visible()
    assert keys_of(rows) == before


@EMBEDDED_ONLY
def test_a_concern_is_typed_at_once_and_its_row_fits_a_phone(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay", viewport=NARROW)
    here = deployment.call(make_rows, ada.email, fay.email, bo.email)
    deployment.call(speak_french, fay.email)
    page = fay.goto(here).page
    row = page.locator("[id^=asked-]").nth(0)
    row.get_by_role("button", name="Réserve").click()
    words = "Commander le joint tôt"
    page.keyboard.type(words)  # a space must not press the cross that closes the dialog
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(words)
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer ma réserve").click()
    expect(row.get_by_role("button", name="Annuler")).to_be_in_viewport(ratio=1)
    expect(row).to_contain_text("mais une réserve")
    assert overflow(page) == []


def speak_french(email: str) -> None:
    User.objects.filter(email=email).update(language="fr")


@EMBEDDED_ONLY
def test_a_done_action_stays_in_its_place_on_today_and_in_the_list(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    here = deployment.call(make_rows, ada.email, bo.email, fay.email)
    for address, rows_at in ((here, "[id^=action-]"), (f"{here}actions/", "#actions .action, #actions .line--tick")):
        page = bo.goto(address).page
        rows = page.locator(rows_at)
        before = keys_of(rows)
        rows.nth(0).get_by_role("checkbox", name="is done").check()
        rows.nth(0).get_by_placeholder("What came of it?").fill("Measured")
        rows.nth(0).get_by_role("button", name="Done").click()
        undo = rows.nth(0).get_by_role("button", name=f"Reopen {before[0]}")
        expect(undo).to_be_visible()
        assert keys_of(rows) == before
        undo.click()
        expect(rows.nth(0).get_by_role("checkbox", name="is done")).to_be_visible()
        assert keys_of(rows) == before
