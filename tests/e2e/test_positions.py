"""A position by one key on the page of a proposal, and by one finger in one row on a phone."""

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from decisions.decisions.models import Proposal
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}


def make_project(*emails: str) -> str:
    """Make a project in which the first asks the others; return its address."""
    ada, bo, fay = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    general.admit(fay, by=ada)
    open_round(Proposal.propose(general, by=ada, tension="It leaks.", text="We change the seal."), by=ada)
    return general.project.get_absolute_url()


@EMBEDDED_ONLY
def test_each_key_gives_its_position(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    here = deployment.call(make_project, ada.email, bo.email, fay.email)
    page = bo.goto(f"{here}proposals/1/").page
    chosen = page.locator("#position .positions__button[aria-pressed=true]")
    for kind in [one for one in PositionKind if not one.asks_more]:
        page.keyboard.press(kind.facts.key)
        expect(chosen).to_contain_text(str(kind.facts.short))
    with page.expect_navigation():
        page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(chosen).not_to_contain_text(str(kind.facts.short))
    page.keyboard.press("2")
    page.get_by_label("Your concern").fill("3 and 4 mm are close.")  # digits in a text are no clicks
    with page.expect_navigation():  # keys work once a page is loaded
        page.get_by_role("button", name="Record my concern").click()
    expect(page.locator(".concerns")).to_contain_text("3 and 4 mm are close.")
    expect(chosen).to_contain_text("Concern")
    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="What could go wrong")).to_be_visible()


@EMBEDDED_ONLY
def test_all_position_buttons_stand_in_one_row_on_a_phone(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay", viewport=NARROW)
    page = fay.goto(deployment.call(make_project, ada.email, bo.email, fay.email)).page
    buttons = page.locator(".line .positions__button")
    expect(buttons).to_have_count(len(PositionKind))
    boxes = [box for button in buttons.all() if (box := button.bounding_box())]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    buttons.first.click()
    expect(page.get_by_role("button", name="Undo your position on P-1")).to_be_visible()
