"""Decisions by consent in either language, each person at a browser: early agreement, an objection and a preference,
integration and a second round, a claim in the last minute, a review at which a concern has come true.

What is sent up by an interface, by money and through the API, and the race for the last 1,000 €: `test_circles.py`.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from circles.circles.models import Domain
from circles.circles.workflows.project_setup import declare_usual_elements
from circles.projects.models import Project
from decisions.decisions.models import Round
from foundation.audit import clock
from tests.e2e.story import circles, people
from tests.e2e.story.circles import Member
from tests.support.browsers import OpenBrowser
from tests.support.deployments import Deployment

WORKSHOP, POWER, BUS = "Workshop", "Power", "PWR-OUT"
SCREWS, BATTERY, ENCLOSURE = "M4 screws everywhere", "A battery of 60 volts on the bus", "The enclosure is blue"
HARM, EVIDENCE = "This pack has no UN 38.3 test: we may not ship it.", "Quote 2026-1187, page 2"
TASTE, WEAR = "I prefer orange.", "The heads of M4 screws wear out."
TESTED, LIFTED = " We take a pack that has its UN 38.3 report.", "The report is there."
WORN = "Two of six had to be drilled out."


def open_workshop_and_power(slug: str, user_ids: list[str]) -> None:
    """Open a circle of these four, and one that the third pilots and that holds a domain."""
    project = Project.objects.get(slug=slug)
    ada, bo, ines, fay = (
        project.memberships.get(user__pk=pk, circle=project.circles.general()).user for pk in user_ids
    )
    workshop, power = (project.circles.general().open_circle(name, by=ada) for name in (WORKSHOP, POWER))
    for user in (ada, bo, ines, fay):
        workshop.admit(user, by=ada)
    power.admit(ines, by=ada, roles=["pilot"])
    declare_usual_elements(project, by=ada)
    Domain.give(power, BUS, "48 V bus", by=ada)


def end_round_in_a_minute(slug: str, number: int) -> None:
    rounds = Round.objects.filter(proposal__project__slug=slug, proposal__number=number)
    rounds.update(closes_at=clock.now() + timedelta(seconds=59))


@dataclass
class Story:
    """The people, and the proposals by their text."""

    deployment: Deployment
    ada: Member
    bo: Member
    ines: Member
    fay: Member
    general: str
    proposals: dict[str, int] = field(default_factory=dict)


@pytest.mark.xdist_group("production")
@pytest.mark.parametrize(("language", "mode"), [("en", "production")])
def test_consent_is_quick_without_objections_and_thorough_with_one(
    language: str, mode: str, request: pytest.FixtureRequest, open_browser: OpenBrowser
) -> None:
    deployment: Deployment = request.getfixturevalue(mode)
    made = people.join_project(
        "ada", "bo", "ines", "fay", language=language, deployment=deployment, open_browser=open_browser
    )
    ada, bo, ines, fay = made.members
    deployment.call(open_workshop_and_power, ada.project, list(made.ids.values()))
    story = Story(deployment, ada, bo, ines, fay, made.general)
    two_fields_and_three_positions_decide(story)
    an_objection_blocks_and_a_preference_does_not(story)
    two_people_write_a_text_without_objections(story)
    the_sync_adopts_it_and_its_minutes_have_both_texts(story)
    a_claim_in_the_last_minute_gives_a_circle_its_say(story)
    at_the_review_a_concern_has_come_true(story)
    assert re.search(r"\d+ chains hold", deployment.verify_record())


def two_fields_and_three_positions_decide(story: Story) -> None:
    page = story.bo.goto("proposals/new/?circle=workshop")
    page.locator("[name=tension]").fill("Three sorts of screws, and the right spanner lies at the other bench.")
    page.locator("[name=text]").fill(SCREWS)
    story.proposals[SCREWS] = circles.ask_for_consent(story.bo)
    for member in (story.ada, story.ines):
        circles.take_no_objection(member, story.proposals[SCREWS])
    expect(page.locator(".head__row .button--main")).to_have_count(0)  # one has not spoken
    concern(story.fay, story.proposals[SCREWS], WEAR)
    expect(page.locator(".head__row .button--main")).to_contain_text("D-1")  # it came by itself, a day early
    expect(story.ines.goto("decisions/").locator("#main")).to_contain_text(SCREWS)


def an_objection_blocks_and_a_preference_does_not(story: Story) -> None:
    bo, ines, fay = story.bo, story.ines, story.fay
    circles.write_proposal(bo, "workshop", BATTERY, cost=800, touches=BUS)
    battery = story.proposals[BATTERY] = circles.ask_for_consent(bo)
    objection(ines, battery, element="FE-2", harm=HARM, days=40, certainty="certain")
    expect(ines.page.locator("#verdict")).to_contain_text(ines.translate("This blocks the decision."))
    put(ines)
    expect(bo.page.locator("article.objection")).to_contain_text(HARM)  # it came by itself

    circles.write_proposal(bo, "workshop", ENCLOSURE)
    story.proposals[ENCLOSURE] = circles.ask_for_consent(bo)
    objection(fay, story.proposals[ENCLOSURE], element="FE-3", harm=TASTE, days=1, certainty="possible_in_time")
    for sentence in ("This does not block the decision.", "It is kept with it and will be read at the review."):
        expect(fay.page.locator("#verdict")).to_contain_text(fay.translate(sentence))
    put(fay)
    expect(fay.page.locator("article.objection")).to_have_count(0)
    expect(fay.page.locator(".concerns")).to_contain_text(TASTE)
    expect(bo.page.locator(".concerns")).to_contain_text(TASTE)


def two_people_write_a_text_without_objections(story: Story) -> None:
    bo, ines = story.bo, story.ines
    for member in (bo, ines):
        page = circles.open_proposal(member, story.proposals[BATTERY])
        page.get_by_role("link", name=member.translate("Integrate the objection together")).click()
    bo.button("Begin the amendment", bo.page.locator("#pane-amendment")).click()
    written = ines.page.locator("#pane-amendment .ProseMirror[contenteditable=true] p").first
    written.click()
    ines.page.keyboard.press("End")
    ines.page.keyboard.type(TESTED)
    expect(bo.page.locator("#pane-amendment .ProseMirror")).to_contain_text(TESTED.strip())
    expect(ines.page.locator("#pane-amendment [data-saved]")).to_have_attribute("data-state", "saved")
    foot = bo.page.locator(".integration__foot")
    bo.button("Propose this text", foot).click()
    expect(bo.page.locator(".proposal__text ins")).to_contain_text(TESTED.strip())
    expect(bo.page.locator("nav.tabs [aria-current=page]")).to_contain_text("2")
    expect(ines.page.locator("#text-name")).to_contain_text("2")  # her screen follows
    ines.button("I lift my objection", ines.page.locator(".integration__foot")).click()
    ines.page.locator("dialog[open] [name=because]").fill(LIFTED)
    ines.button("Lift it", ines.page.locator("dialog[open]")).click()
    for member in (bo, ines):
        expect(member.page.locator("article.objection--lifted")).to_contain_text(LIFTED)


def the_sync_adopts_it_and_its_minutes_have_both_texts(story: Story) -> None:
    ada, bo = story.ada, story.bo
    for member in (ada, story.fay):
        circles.take_no_objection(member, story.proposals[BATTERY])
    circles.hold_sync(ada, "general")
    circles.select_item(ada, (BATTERY + TESTED).rstrip("."))  # the title that nobody gave follows the text
    bo.page.goto(ada.page.url.replace(ada.person.url, bo.person.url))
    ada.button("Adopt it").click()
    expect(bo.page.locator(".sync__agenda .sync__out", has_text="D-2")).to_be_visible()
    close_sync(ada)
    minutes = bo.page.locator("article.minutes")
    expect(minutes).to_contain_text("D-2")  # bo's page has followed
    texts = minutes.locator(
        "details", has_text=bo.translate_count("The text of one round", "The texts of %(rounds)s rounds", 2, rounds=2)
    )
    texts.locator("summary").click()
    expect(texts.locator("li")).to_have_count(2)
    expect(texts.locator("li").first).to_contain_text(BATTERY)
    expect(texts.locator("li ins")).to_contain_text(TESTED.strip())


def a_claim_in_the_last_minute_gives_a_circle_its_say(story: Story) -> None:
    bo, ines, number = story.bo, story.ines, story.proposals[ENCLOSURE]
    story.deployment.call(end_round_in_a_minute, bo.project, number)
    page = circles.open_proposal(bo, number)
    expect(page.locator("#route .route__verdict")).to_contain_text(WORKSHOP)
    page.evaluate("() => { globalThis.stayed = true }")
    claim = circles.open_proposal(ines, number).locator("details", has=ines.page.locator("form[action$='/claims/']"))
    claim.locator("summary").click()
    claim.locator("[name=circle]").select_option(label=POWER)
    claim.locator("[name=what]").fill("The paint insulates the heat sink.")
    ines.button("Say it affects us", claim).click()
    for member in (bo, ines):
        expect(member.page.locator("#route")).to_contain_text("heat sink")
    assert page.evaluate("() => globalThis.stayed === true"), "the page was loaded anew"
    refused = bo.api(f"proposals/{number}/decision", {})
    assert refused.status == 409, refused.text()


def at_the_review_a_concern_has_come_true(story: Story) -> None:
    bo = story.bo
    page = bo.goto("decisions/1/")
    page.get_by_role("link", name=bo.translate("Review it")).click()
    page.locator("[name=helped]").fill("Assembly takes ten minutes less.")
    kept = page.locator(".concern", has_text=WEAR)
    kept.locator("input[value=yes]").check()
    kept.locator("[name^=words_]").fill(WORN)
    page.locator("button[name=outcome][value=kept]").click()
    minutes = page.locator("article.minutes")
    expect(minutes).to_contain_text(bo.translate("%(name)s’s concern came true", name="Fay"))
    expect(minutes).to_contain_text(WORN)
    expect(bo.goto("decisions/").locator("#main")).to_contain_text(
        bo.translate("%(name)s’s concern came true", name="Fay")
    )


# Clicks ---------------------------------------------------------------------------------------------------------------


def concern(member: Member, number: int, words: str) -> None:
    """Say “no objection, with a concern” in the dialog of a proposal's page."""
    page = circles.open_proposal(member, number)
    page.locator("#position button[data-opens=concern]").click()
    page.locator("dialog[open] [name=words]").fill(words)
    member.button("Record my concern", page.locator("dialog[open]")).click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def objection(member: Member, number: int, *, element: str, harm: str, days: int, certainty: str) -> None:
    """Answer the five questions; nothing is put yet."""
    page = circles.open_proposal(member, number)
    page.locator("#position button[form=say-objection]").click()
    page.wait_for_url("**/objections/**")
    form = page.locator("#objection-form")
    choose(form, element)
    form.locator("[name=harm]").fill(harm)
    form.locator("[name=danger][value=from_proposal]").check()
    form.locator("[name=fix_days]").fill(str(days))
    form.locator(f"[name=certainty][value={certainty}]").check()
    form.locator("[name=evidence]").fill(EVIDENCE)


def choose(form: Locator, element: str) -> None:
    """Choose a fundamental element by its key."""
    option = form.locator("[name=element] option", has_text=re.compile(rf"\b{element}\b"))
    form.locator("[name=element]").select_option(option.get_attribute("value"))


def put(member: Member) -> Page:
    """Put what stands in the form."""
    member.button("Raise the objection", member.page.locator("#objection-form")).click()
    member.page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    return member.page


def close_sync(member: Member) -> None:
    """Close a sync whose agenda has come to its end, and write its minutes."""
    member.button("Close, and write the minutes").click()
    member.page.wait_for_url("**/minutes/")
