"""The board of actions by keyboard and by drag, several changed at once, a checklist ticked, done and undone."""

from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.page_checks import overflow
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}


def make_actions(*emails: str) -> str:
    """Make four actions of ada; return the address of the project's actions."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    for name in ("seal", "pump", "cable", "motor"):
        Action.make(general, f"Measure the {name}", by=ada)
    return f"{general.project.get_absolute_url()}actions/"


def states(email: str) -> dict[str, str]:
    found = Action.objects.filter(created_by__email=email).order_by("number")
    return {one.reference: one.state if one.owner_id == one.created_by_id else "given away" for one in found}


def key_of(email: str) -> str:
    return str(User.objects.get(email=email).pk)


def column(page: Page, state: str) -> str:
    return f"[data-board] [data-state={state}]"


@EMBEDDED_ONLY
def test_actions_are_moved_on_the_board_and_changed_together(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    here = deployment.call(make_actions, ada.email, bo.email)
    page = ada.goto(f"{here}board/").page
    page.locator("#card-1 .slip__name").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(f"{column(page, 'doing')} #card-2")).to_be_visible()
    expect(page.locator("#card-2 .slip__name")).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("textbox", name="Who or what is it waiting for?").fill("the supplier")
    page.keyboard.press("Enter")
    expect(page.locator(f"{column(page, 'blocked')} #card-2")).to_contain_text("waits for the supplier")

    page.locator("#card-1").drag_to(page.locator(column(page, "doing")))
    expect(page.locator(f"{column(page, 'doing')} #card-1")).to_be_visible()
    page.locator("#card-1").drag_to(page.locator(column(page, "done")))
    page.keyboard.press("Escape")
    expect(page.locator(f"{column(page, 'doing')} #card-1")).to_be_visible()
    page.locator("#card-1").drag_to(page.locator(column(page, "done")))
    page.get_by_role("textbox", name="What came of it?").fill("Measured.")
    page.locator("#board-words").get_by_role("button", name="Move").click()
    expect(page.locator(f"{column(page, 'done')} #card-1")).to_be_visible()

    ada.goto(here)
    page.get_by_text("Select", exact=True).click()
    page.get_by_role("checkbox", name="Select A-3").check()
    page.get_by_role("checkbox", name="Select A-4").check()
    page.locator("#chosen [name=owner]").select_option(deployment.call(key_of, bo.email))
    page.locator("#chosen").get_by_role("button", name="Apply").click()
    expect(page.locator("#toasts")).to_contain_text("2 actions changed.")
    assert deployment.call(states, ada.email) == {
        "A-1": "done",
        "A-2": "blocked",
        "A-3": "given away",
        "A-4": "given away",
    }
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("2 actions restored.")
    assert deployment.call(states, ada.email)["A-4"] == "open"


@EMBEDDED_ONLY
def test_on_a_phone_a_card_is_moved_by_its_select_and_steps_are_ticked(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada", viewport=NARROW), sign_in("bo")
    here = deployment.call(make_actions, ada.email, bo.email)
    page = ada.goto(f"{here}board/").page
    page.get_by_role("combobox", name="Move A-1 to").select_option("doing")
    expect(page.locator(f"{column(page, 'doing')} #card-1")).to_be_visible()
    assert overflow(page) == []
    ada.goto(f"{here}1/")
    page.get_by_role("textbox", name="New step").fill("Buy a seal")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Buy a seal").check()
    expect(page.locator("#steps")).to_contain_text("1 of 1")
    page.get_by_label("What came of it? A link or a sentence").fill("Measured.")
    page.get_by_role("button", name="Done", exact=True).click()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Done", exact=True)).to_be_visible()
    assert overflow(page) == []
