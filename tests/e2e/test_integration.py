"""An objection is integrated at two browsers: both write the amendment at once, it becomes round 2, and is lifted."""

from playwright.sync_api import expect

from circles.circles.models import Fundamental
from circles.circles.workflows.project_setup import create_project
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY, PRODUCTION_ONLY
from tests.support.browsers import PHONE, Person, SignIn
from tests.support.deployments import Deployment

# Holds back what a socket brings, until it is let go at the very moment after a click: no event has told of it yet.
HOLD = """
globalThis.held = null;
globalThis.WebSocket = class extends WebSocket {
  constructor(...where) {
    super(...where);
    this.addEventListener("message", (event) => {
      if (!held || event.isAgain) return;
      event.stopImmediatePropagation();
      const again = new MessageEvent("message", { data: event.data });
      again.isAgain = true;
      held.push(() => this.dispatchEvent(again));
    });
  }
};
"""
CLICK_AND_HEAR = """(line) => {
  getSelection().collapse(line, line.childNodes.length);
  const coming = held;
  held = null;
  for (const bring of coming) bring();
  return coming.length;
}"""


def make_project(*emails: str) -> str:
    """Make a project in which the second objects to what the first proposes; return its address."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    element = Fundamental.declare(general, "Can be sold legally", by=ada)
    text = "We take the new pack for a lighter one.\n\n- eight of them\n- this week"
    round_ = open_round(Proposal.propose(general, by=ada, tension="The pack is old.", text=text), by=ada)
    harm = "It may not be shipped."
    answers = {
        "element": element,
        "harm": harm,
        "danger": "from_proposal",
        "fix_days": 40,
        "certainty": "certain",
        "evidence": "Quote 2026-1187",
    }
    take_position(round_, "objection", by=bo, words=harm, objection_tests=answers)
    return general.project.get_absolute_url()


def write(person: Person, after: str, words: str) -> None:
    """Type at the end of a line of the amendment."""
    person.page.locator("#pane-amendment .ProseMirror[contenteditable=true] p", has_text=after).last.click()
    person.page.keyboard.press("End")
    person.page.keyboard.type(words, delay=15)


@PRODUCTION_ONLY
def test_two_people_write_one_amendment_and_it_becomes_the_next_round(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", node=1)
    here = deployment.call(make_project, ada.email, bo.email)
    bo.goto(f"{here}proposals/1/").page.get_by_role("link", name="Integrate the objection together").click()
    ada.goto(here).page.get_by_role("link", name="Open the amendment").click()
    expect(ada.page.get_by_role("button", name="Begin the amendment")).to_be_visible()

    bo.page.get_by_role("button", name="Begin the amendment").click()
    for person in (ada, bo):  # ada's page hears of it
        expect(person.page.locator("#pane-amendment .ProseMirror[contenteditable=true]")).to_contain_text("this week")
    write(bo, "eight of them", " for 410 €")
    for person in (ada, bo):  # what stands below it follows the text, whoever writes
        expect(person.page.locator("#amended")).to_contain_text("The new text names 410 €")
    write(bo, "lighter", " From a maker with a UN 38.3 report.")
    write(ada, "this week", ", before Friday")
    for person in (ada, bo):
        text = person.page.locator("#pane-amendment .ProseMirror")
        expect(text).to_contain_text("From a maker with a UN 38.3 report.")
        expect(text).to_contain_text("this week, before Friday")
        expect(text.locator("ins")).to_have_count(3)
    expect(ada.page.locator("#pane-amendment [data-saved]")).to_have_attribute("data-state", "saved")
    expect(bo.page.locator("#pane-amendment [data-saved]")).to_have_attribute("data-state", "saved")

    ada.expect_error(r"422 .*/amendment/rounds/")
    ada.page.get_by_role("button", name="Propose this text").click()  # it waits until what bo wrote can have been read
    ada.page.locator("fieldset.does", has_text="names 410 €").get_by_text("No", exact=True).click()
    ada.page.get_by_role("button", name="Ask for consent").click()
    second = ada.page.get_by_role("link", name="Round 2")
    expect(second).to_have_attribute("aria-current", "page")
    changed = ada.page.locator(".proposal__text ins")
    expect(changed.first).to_contain_text("From a maker with a UN 38.3 report.")
    expect(ada.page.locator(".proposal__text li ins").last).to_contain_text(", before Friday")

    expect(bo.page.locator("#text-name")).to_contain_text("round 2")
    bo.page.get_by_role("button", name="I lift my objection").click()
    bo.page.get_by_label("What lifts it").fill("The maker has the report.")
    bo.page.get_by_role("button", name="Lift it", exact=True).click()
    expect(bo.page.locator(".objection--lifted")).to_contain_text("The maker has the report.")
    expect(ada.page.locator(".objection--lifted")).to_contain_text("The maker has the report.")


@EMBEDDED_ONLY
def test_a_click_sets_where_one_types_even_as_remote_changes_arrive(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    here = deployment.call(make_project, ada.email, bo.email)
    bo.goto(f"{here}proposals/1/").page.get_by_role("link", name="Integrate the objection together").click()
    bo.page.get_by_role("button", name="Begin the amendment").click()
    ada.page.add_init_script(HOLD)
    ada.page.goto(bo.page.url)
    lines = ada.page.locator("#pane-amendment .ProseMirror[contenteditable=true] p")
    expect(lines).to_have_count(3)
    lines.first.click()

    ada.page.evaluate("() => { held = [] }")
    write(bo, "lighter", " From a maker")
    ada.page.wait_for_function("() => held.length > 2")
    assert lines.last.evaluate(CLICK_AND_HEAR) > 2
    ada.page.keyboard.type(", before Friday")
    expect(lines.last).to_contain_text("this week, before Friday")
    expect(lines.first).to_have_text("We take the new pack for a lighter one. From a maker")


@EMBEDDED_ONLY
def test_the_verdict_changes_as_the_objector_answers_and_others_see_it(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", node=1)
    here = deployment.call(make_project, ada.email, bo.email)
    for person in (ada, bo):
        person.goto(f"{here}proposals/1/").page.get_by_role("link", name="Integrate the objection together").click()
    verdict = bo.page.locator("#verdict .verdict")
    expect(verdict).to_contain_text("This blocks the decision.")
    harm = bo.page.get_by_role("textbox", name="What would happen to it")
    harm.fill("It may be neither shipped nor sold.")
    harm.blur()
    expect(ada.page.locator("#pane-answers")).to_contain_text("It may be neither shipped nor sold.")

    bo.page.get_by_label("already there without it").check()
    expect(verdict).to_contain_text("This does not block the decision.")
    expect(verdict).to_contain_text("stay until you lift the objection")
    bo.page.get_by_role("button", name="Keep it as a concern").click()
    expect(bo.page.locator(".concerns")).to_contain_text("It may be neither shipped nor sold.")
    expect(ada.page.locator("#pane-answers")).to_contain_text("Kept as a concern.")


@EMBEDDED_ONLY
def test_a_phone_shows_one_pane_at_a_time_by_touch_and_by_keyboard(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo", node=1, viewport=PHONE)
    here = deployment.call(make_project, ada.email, bo.email)
    page = bo.goto(f"{here}proposals/1/").page
    page.get_by_role("link", name="Integrate the objection together").click()
    page.wait_for_url("**/integration/")  # with its scripts: before them a tab is a link
    panes = {name: page.locator(f"#pane-{name}") for name in ("answers", "text", "amendment")}
    expect(panes["answers"]).to_be_visible()
    expect(panes["text"]).to_be_hidden()
    page.get_by_role("tab", name="Text").click()
    expect(panes["text"]).to_be_visible()
    expect(panes["answers"]).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(panes["amendment"]).to_be_visible()
    expect(page.get_by_role("tab", name="Amendment")).to_be_focused()
    page.get_by_role("button", name="Begin the amendment").click()
    expect(panes["amendment"].locator(".ProseMirror[contenteditable=true]")).to_be_visible()
    ada.goto(f"{here}proposals/1/")
    expect(panes["amendment"]).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
