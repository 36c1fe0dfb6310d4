"""A sync at two browsers: what the facilitator moves is at once on everybody's phone."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from accounts.models import User
from audit import clock
from circles.workflows.project_setup import create_project
from decisions.models import Proposal
from decisions.workflows.proposals import open_round
from meetings.models import AgendaItem
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment


def make_project(*emails: str) -> str:
    """Make a project with a proposal and an agenda item for the sync; return its address."""
    fay, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=fay).general
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


def test_a_sync_moves_on_the_facilitators_screen_and_on_a_phone_together(
    sign_in: SignIn, deployment: Deployment
) -> None:
    fay, bo = sign_in("fay"), sign_in("bo", node=1, viewport=PHONE)
    here = deployment.call(make_project, fay.email, bo.email)
    fay.goto(f"{here}sync/").page.get_by_role("button", name="Hold a sync now").click()
    expect(fay.page.get_by_role("heading", name="General sync")).to_be_visible()
    bo.goto(f"{here}sync/1/hand/")
    expect(fay.page.locator(".sync__person:not(.sync__person--away)", has_text="Bo")).to_be_visible()

    fay.page.get_by_role("button", name="First point").click()
    expect(bo.page.get_by_role("heading", name="Change the seal")).to_be_visible()
    for name in ("No objection", "I need time", "I ask to speak"):  # at hand, however long the text
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


def test_a_half_typed_text_survives_what_others_do(sign_in: SignIn, deployment: Deployment) -> None:
    fay, bo = sign_in("fay"), sign_in("bo", node=1, viewport=PHONE)
    here = deployment.call(make_project, fay.email, bo.email)
    fay.goto(f"{here}sync/").page.get_by_role("button", name="Hold a sync now").click()
    fay.page.get_by_role("button", name="Info", exact=True).click()
    fay.page.get_by_label("What everybody should know").fill("The workshop is closed")
    bo.goto(f"{here}sync/1/hand/").page.get_by_role("button", name="I ask to speak").click()
    expect(fay.page.get_by_label("asks to speak")).to_be_visible()
    expect(fay.page.get_by_label("What everybody should know")).to_have_value("The workshop is closed")
    fay.page.get_by_role("button", name="Write it down").click()
    expect(fay.page.get_by_text("1 info")).to_be_visible()
