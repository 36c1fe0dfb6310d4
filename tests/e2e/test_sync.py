"""A sync at two browsers: what the facilitator moves is at once on everyone's phone."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from daily.syncs.models import AgendaItem
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from tests.e2e.conftest import EMBEDDED_ONLY, PRODUCTION_ONLY
from tests.e2e.page_checks import overflow
from tests.e2e.story.syncs import HERE, hold
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment

SHARED_SCREEN = {"width": 1920, "height": 1080}


def make_project(*emails: str) -> str:
    """Make a project with a proposal and an agenda item for the sync; return its address."""
    fay, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=fay).circles.general()
    general.admit(bo, by=fay)
    at = clock.now() - timedelta(days=12)
    proposal = Proposal.propose(
        general,
        by=fay,
        at=at,
        tension="It leaks",
        title="Change the seal",
        text="We change it. " * 60,
        reversibility="irreversible",
    )
    open_round(proposal, by=fay, at=at)
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    return general.project.get_absolute_url()


@PRODUCTION_ONLY
def test_a_sync_moves_on_the_facilitators_screen_and_on_a_phone_together(
    sign_in: SignIn, deployment: Deployment
) -> None:
    fay, bo = sign_in("fay"), sign_in("bo", node=1, viewport=PHONE)
    here = deployment.call(make_project, fay.email, bo.email)
    hold(fay, here, "General")
    expect(fay.page.get_by_role("heading", name="General sync")).to_be_visible()
    bo.goto(f"{here}sync/1/hand/")
    expect(fay.page.locator(HERE).filter(has_text="Bo")).to_be_visible()

    fay.page.get_by_role("button", name="First point").click()
    expect(bo.page.get_by_role("heading", name="Change the seal")).to_be_visible()
    for name in ("No objection", "I need time", "Ask to speak"):  # at hand, however long the text
        expect(bo.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    bo.page.get_by_role("button", name="No objection", exact=True).click()
    fay.page.get_by_role("button", name="Adopt it").click()
    expect(fay.page.get_by_text("1 decision")).to_be_visible()
    expect(bo.page.get_by_role("heading", name="Photos of farm 3")).to_be_visible()

    fay.page.locator(".sync__foot").get_by_role("button", name="Next point").click()
    fay.page.get_by_role("button", name="Close, and write the minutes").click()
    for person in (fay, bo):
        expect(person.page).to_have_url(re.compile(r"/sync/1/minutes/$"))
        expect(person.page.locator(".minutes")).to_contain_text("D-1")


@EMBEDDED_ONLY
def test_a_half_typed_text_survives_what_others_do(sign_in: SignIn, deployment: Deployment) -> None:
    fay, bo = sign_in("fay"), sign_in("bo", node=1, viewport=PHONE)
    here = deployment.call(make_project, fay.email, bo.email)
    hold(fay, here, "General")
    fay.page.get_by_role("button", name="Info", exact=True).click()
    fay.page.get_by_label("What everyone should know").fill("The workshop is closed")
    bo.goto(f"{here}sync/1/hand/").page.get_by_role("button", name="Ask to speak").click()
    expect(fay.page.get_by_label("asks to speak")).to_be_visible()
    expect(fay.page.get_by_label("What everyone should know")).to_have_value("The workshop is closed")
    fay.page.get_by_role("button", name="Add").click()
    expect(fay.page.get_by_text("1 info")).to_be_visible()


@EMBEDDED_ONLY
def test_what_is_skipped_is_for_the_next_sync_and_counts(sign_in: SignIn, deployment: Deployment) -> None:
    fay, bo = sign_in("fay"), sign_in("bo")
    here = deployment.call(make_project, fay.email, bo.email)
    for times in ("carried over once", "carried over 2 times"):
        hold(fay, here, "General")
        fay.page.get_by_role("button", name="First point").click()
        expect(fay.page.get_by_role("heading", name="Change the seal")).to_be_visible()
        for heading in ("Photos of farm 3", "What came out"):
            fay.page.get_by_role("button", name="Next point", exact=True).click()
            expect(fay.page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(fay.page.locator(".sync__item").filter(has_text="Change the seal")).to_contain_text("still open")
        fay.page.get_by_role("button", name="Close, and write the minutes").click()
        minutes = fay.page.get_by_role("article")
        expect(minutes.get_by_role("heading", name="Points taken")).to_have_count(0)
        expect(minutes.locator("li").filter(has_text="Photos of farm 3")).to_contain_text(times)
        expect(minutes.locator("li").filter(has_text="Change the seal")).to_contain_text(times)


@EMBEDDED_ONLY
def test_a_sync_opened_for_nothing_is_cancelled_and_its_points_wait(sign_in: SignIn, deployment: Deployment) -> None:
    fay, bo = sign_in("fay"), sign_in("bo")
    here = deployment.call(make_project, fay.email, bo.email)
    page = fay.goto(f"{here}sync/").page
    page.get_by_role("link", name="Hold a sync now").click()
    page.get_by_role("dialog").get_by_label("Who facilitates").select_option("Bo")
    page.get_by_role("dialog").get_by_role("button", name="Open the sync").click()
    expect(page.locator(".sync__top")).to_contain_text("Bo facilitates")
    bo.goto(f"{here}sync/1/")
    expect(page.locator(HERE)).to_have_count(2)
    page.get_by_role("button", name="Cancel this sync").click()
    expect(page.get_by_text("The sync is cancelled")).to_be_visible()
    expect(bo.page.get_by_text("before anyone spoke")).to_be_visible()
    expect(bo.page.locator("#there")).to_contain_text("Fay")
    expect(page.get_by_text("Join the sync")).to_have_count(0)
    hold(fay, here, "General")
    expect(page.locator(".sync__agenda")).to_contain_text("Photos of farm 3")


@EMBEDDED_ONLY
def test_a_room_reads_all_of_a_shared_screen_and_what_is_said_aloud_is_recorded(
    sign_in: SignIn, deployment: Deployment
) -> None:
    fay, bo = sign_in("fay", viewport=SHARED_SCREEN), sign_in("bo", viewport=PHONE)
    here = deployment.call(make_project, bo.email, fay.email)
    bo.goto(f"{here}sync/").page.get_by_label("Next", exact=True).fill("Wear test, 200 h")
    bo.page.get_by_role("button", name="Give my pulse").click()
    expect(bo.page.get_by_text("given")).to_be_visible()
    hold(fay, here, "General", facilitator="Fay")
    bo.goto(f"{here}sync/1/hand/")
    page = fay.page
    for words in ("Bo", "Wear test, 200 h", "Change the seal"):
        seen = page.locator(".opening").get_by_text(words).first
        expect(seen).to_be_in_viewport(ratio=1)
        assert float(seen.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")) >= 24
    page.get_by_role("button", name="First point").click()
    for name in ("Close without the silent", "Move to next sync", "Next point"):
        button = page.get_by_role("button", name=name, exact=True)
        if button.count():
            expect(button).to_be_in_viewport(ratio=1)
    cut = "it => it.scrollHeight > it.clientHeight + 1"
    assert not any(page.locator(part).evaluate(cut) for part in (".sync", ".sync__point", ".sync__text"))
    assert overflow(page) == []

    bo.goto(f"{here}sync/1/hand/")
    expect(bo.page.get_by_text("It is your proposal")).to_be_visible()
    expect(page.get_by_role("button", name="Record what Fay says")).to_be_visible()
    page.get_by_role("button", name="Record what Fay says").click()
    page.get_by_role("group", name="Record what Fay says").get_by_label("Concern").fill("Order early")
    page.get_by_role("button", name="Record the concern").click()
    expect(page.locator(".tally__group", has_text="1 concern")).to_contain_text("Fay")
    expect(page.locator(".menu:popover-open")).to_have_count(0)
    expect(page.locator(".sync__person").filter(has_text="Fay")).to_contain_text("written down by Fay")
