"""What one has begun stays, and what is offered waits until it is wanted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import FormDraft, User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.factories import an_element
from tests.support.browsers import OpenBrowser, Person, SignIn
from tests.support.deployments import Deployment

SENTENCE = "We order the seals of the second supplier"


def make_project(*emails: str) -> str:
    """Make a project of ada, with bo and fay in it, and a round that asks them; return its address."""
    ada, *others = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    for person in others:
        general.admit(person, by=ada)
    an_element(general.project)
    open_round(Proposal.propose(general, by=ada, tension="It leaks.", text="A new seal."), by=ada)
    return general.project.get_absolute_url()


def number_of_drafts(email: str) -> int:
    return FormDraft.objects.filter(user__email=email).count()


def title_of(email: str) -> str:
    return Proposal.objects.filter(created_by__email=email).latest("pk").title


def open_outer_circle(email: str) -> None:
    """Open a circle beside the person's project's general one, so that something may affect it."""
    project = Project.objects.get(memberships__user__email=email)
    child = project.circles.general().open_circle("Workshop", by=project.created_by)
    child.admit(User.objects.get(email=email), by=project.created_by)


def kept(word: str) -> Callable[[Response], bool]:
    """Whether an answer says that the server keeps a draft with this word."""
    return lambda answer: answer.url.endswith("/drafts/") and answer.status == 204 and word in said(answer)


def said(answer: Response) -> str:
    """Return what was sent."""
    return answer.request.post_data or ""


def on_another_device(person: Person, deployment: Deployment, open_browser: OpenBrowser) -> Page:
    """Let the person be at a second browser."""
    second = open_browser(person.name, person.url)
    second.email = person.email
    return second.come_back(deployment).page


@EMBEDDED_ONLY
def test_a_proposal_is_named_as_one_types_and_its_draft_is_on_every_device(
    sign_in: SignIn, open_browser: OpenBrowser, deployment: Deployment
) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    address = f"{deployment.call(make_project, ada.email, bo.email, fay.email)}proposals/new/"
    page = bo.goto(address).page
    first = page.locator("#proposal-form").locator("input:visible, textarea:visible").first
    expect(first).to_have_attribute("name", "title")
    page.locator("[name=tension]").press_sequentially("Six weeks of lead time.")
    page.locator("[name=text]").press_sequentially(f"{SENTENCE}. Theirs come in two.")
    expect(page.locator("[name=title]")).to_have_value(SENTENCE)
    with page.expect_response(kept("Today.")):
        page.locator("[name=text]").press_sequentially(" Today.")
    page.close()

    page = on_another_device(bo, deployment, open_browser)
    page.goto(f"{bo.url}{address}")
    expect(page.locator("[name=text]")).to_have_value(f"{SENTENCE}. Theirs come in two. Today.")
    expect(page.locator("[name=title]")).to_have_value(SENTENCE)
    page.get_by_role("button", name="Ask for consent").click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    assert deployment.call(title_of, bo.email) == SENTENCE
    page.goto(f"{bo.url}{address}")
    expect(page.locator("[name=text]")).to_have_value("")
    assert deployment.call(number_of_drafts, bo.email) == 0


@EMBEDDED_ONLY
def test_an_objection_begins_with_no_answer_and_keeps_those_that_were_given(
    sign_in: SignIn, open_browser: OpenBrowser, deployment: Deployment
) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    address = f"{deployment.call(make_project, ada.email, bo.email, fay.email)}proposals/1/rounds/1/objections/"
    page = bo.goto(address).page
    element = page.locator("[name=element]")
    expect(element.locator("option").first).to_have_text("Choose…")
    expect(element.locator("option").last).to_have_text("None of them")
    expect(element).to_have_value("")
    element.select_option(index=1)
    chosen = element.input_value()
    page.locator("[name=danger]").first.check()
    with page.expect_response(kept("breaks.")):
        page.locator("[name=harm]").press_sequentially("It breaks.")

    page = on_another_device(bo, deployment, open_browser)
    page.goto(f"{bo.url}{address}")
    expect(page.locator("[name=harm]")).to_have_value("It breaks.")
    expect(page.locator("[name=element]")).to_have_value(chosen)
    expect(page.locator("[name=danger]").first).to_be_checked()


@EMBEDDED_ONLY
def test_what_affects_us_is_offered_on_the_line_one_points_at(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo, fay = sign_in("ada"), sign_in("bo"), sign_in("fay")
    address = deployment.call(make_project, ada.email, bo.email, fay.email)
    deployment.call(open_outer_circle, bo.email)
    page = bo.goto(f"{address}proposals/").page
    line = page.locator("#proposals .line").first
    claim = line.locator(".claim")
    page.mouse.move(0, 0)
    expect(claim).to_have_css("opacity", "0")
    line.hover()
    expect(claim).to_have_css("opacity", "1")
    expect(claim.locator(".claim__words")).to_be_visible()
    expect(claim).to_contain_text("This affects us")
    page.mouse.move(0, 0)
    claim.focus()
    expect(claim).to_have_css("opacity", "1")
