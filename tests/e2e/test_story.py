"""The whole story, each person at a browser of their own: from an empty database to a decision on record that holds."""

import re
import secrets

from playwright.sync_api import expect

from tests.e2e.conftest import PRODUCTION_ONLY
from tests.e2e.story import documents, onboarding, proposals, syncs
from tests.support.browsers import PHONE, OpenBrowser, Person
from tests.support.deployments import Deployment

NAME, GENERAL, WORKSHOP, FIELD = "Rain pump", "General", "Workshop", "Field"
TENSION = "On 12 November the pump at farm 2 ran dry, and nobody in the Field knew for six hours."
FIRST = "The workshop switches all pumps off below 11 volts, and the Field drives out."
SECOND = "The workshop switches pumps off below 11 volts in the workshop only; farms keep the switch of the Field."
HARM = "A farm stays without water until a person has driven there."
EVIDENCE = "Log of farm 2, 12 November: six hours dry."
LIFTED = "Farms keep the switch of the Field."
EVENTS = (
    "created the project",
    "opened round 1 of P-1",
    "lifted an objection to P-1",
    "adopted D-1",
    "closed the general sync",
)
CONCERN = "A person should look at the batteries in March."


class Story:
    """The people with their browsers and nodes, and the paths they learn on the way."""

    def __init__(self, open_browser: OpenBrowser, deployment: Deployment) -> None:
        self.deployment, self.open_browser = deployment, open_browser
        self.suffix = secrets.token_hex(3)  # the deployment serves many tests: people and project are of this one
        self.ada, self.bo, self.ines = self.someone("ada"), self.someone("bo", node=1), self.someone("ines")
        self.project = self.workshop = self.field = self.proposal = self.sync = ""

    def someone(self, name: str, node: int = 0, **options: object) -> Person:
        person = self.open_browser(
            name, self.deployment.nodes[min(node, len(self.deployment.nodes) - 1)].url, **options
        )
        person.email = f"{name}.{self.suffix}@example.org"
        return person


@PRODUCTION_ONLY
def test_a_project_lives_from_its_first_day_to_its_first_decision(
    open_browser: OpenBrowser, deployment: Deployment
) -> None:
    story = Story(open_browser, deployment)
    ada_makes_a_project_and_invites(story)
    ada_and_bo_write_the_specification_at_once(story)
    bo_proposes_what_touches_the_field(story)
    ines_objects_and_a_changed_text_lifts_it(story)
    the_general_sync_adopts_it(story)
    the_decision_is_everywhere(story)
    the_record_holds(story)
    ines_reads_it_in_french(story)


def ada_makes_a_project_and_invites(story: Story) -> None:
    ada, bo, ines = story.ada, story.bo, story.ines
    onboarding.sign_up(ada.goto("/account/signup/"))
    story.project = onboarding.make_project(
        ada, f"{NAME} {story.suffix}", "Water for every farm, whatever the sky does."
    )
    story.workshop = onboarding.open_circle(ada, story.project, WORKSHOP)
    story.field = onboarding.open_circle(ada, story.project, FIELD)
    onboarding.accept_invitation(bo, onboarding.invite(ada, story.workshop, bo.email))
    onboarding.accept_invitation(ines, onboarding.invite(ada, story.field, ines.email))
    for person in (bo, ines):
        assert story.project in person.page.url
    onboarding.give_role(ada, story.field, ines, "delegate")


def ada_and_bo_write_the_specification_at_once(story: Story) -> None:
    path = documents.specification_of(story.bo, story.project)
    hers, his = documents.OpenDocument(story.ada, path), documents.OpenDocument(story.bo, path)
    hers.write("It pumps forty litres an hour.")
    his.shows("forty litres an hour.")  # else he may begin his line in the middle of hers, which is still coming
    his.write("It weighs less than nine kilos.")
    hers.sees_cursor_of(story.bo)
    his.sees_cursor_of(story.ada)
    for document in (hers, his):
        document.shows("forty litres", "nine kilos")
        document.is_saved()
    hers.reloaded().shows("forty litres", "nine kilos")


def bo_proposes_what_touches_the_field(story: Story) -> None:
    story.proposal = proposals.propose(story.bo, story.workshop, tension=TENSION, text=FIRST, touches=FIELD)
    proposals.pull(story.ada, story.proposal, "It is about every farm: we meet on it.")
    proposals.cannot_adopt(story.bo, story.proposal)
    proposals.cannot_adopt(story.ada, story.proposal)


def ines_objects_and_a_changed_text_lifts_it(story: Story) -> None:
    bo, ines = story.bo, story.ines
    element = "FE-3 The unit cost stays within what was promised"
    bo.goto(story.proposal)
    proposals.object_to(ines, story.proposal, element=element, harm=HARM, evidence=EVIDENCE)
    expect(bo.page.locator("article.objection")).to_contain_text(HARM)  # it came by itself
    proposals.comment(ines, "Could it be the workshop only?")
    proposals.sees_comment(bo, "Could it be the workshop only?")
    proposals.change_text(bo, story.proposal, SECOND)
    expect(ines.page.get_by_role("navigation", name="Rounds")).to_contain_text("Round 2")
    proposals.lift(ines, story.proposal, LIFTED)
    expect(bo.page.locator("article.objection--lifted")).to_contain_text(LIFTED)
    proposals.has_no_objection(story.ada, story.project, "P-1")
    proposals.cannot_adopt(bo, story.proposal)


def the_general_sync_adopts_it(story: Story) -> None:
    ada, bo = story.ada, story.bo
    phone = story.someone("ines", node=1, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.sign_in()
    story.sync = syncs.hold(ada, story.project, GENERAL)
    bo.goto(story.sync)
    phone.goto(f"{story.sync}hand/")
    syncs.sees_participant(ada, bo)
    syncs.sees_participant(bo, phone)
    syncs.mark_page(bo)
    ada.page.get_by_role("button", name="First point").click()
    for person in (ada, bo, phone):
        syncs.is_current_item(person, SECOND.partition(";")[0])  # the title that nobody gave followed the text
    syncs.takes_concern(phone, CONCERN)
    expect(bo.page.locator(".tally__group", has_text="1 concern")).to_contain_text("Ines")
    ada.page.get_by_role("button", name="Adopt it").click()
    expect(bo.page.get_by_text("1 decision")).to_be_visible()
    syncs.is_current_item(bo, "What came out")
    syncs.is_same_page(bo)
    ada.page.get_by_role("button", name="Close, and write the minutes").click()
    for person in (ada, bo, phone):
        expect(person.page).to_have_url(re.compile(r"/minutes/$"))


def the_decision_is_everywhere(story: Story) -> None:
    bo = story.bo
    minutes = bo.page.get_by_role("article")
    for words in ("D-1", SECOND, CONCERN, "Facilitator Ada"):
        expect(minutes).to_contain_text(words)
    row = bo.goto(f"{story.project}decisions/").page.locator(".register tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("D-1")
    expect(row).to_contain_text("in force")
    row.get_by_role("link").click()
    decision = bo.page.get_by_role("article").first
    for words in (SECOND, CONCERN, LIFTED, "S-1"):
        expect(decision).to_contain_text(words)
    bo.goto(f"{story.project}chat/general/").page.locator(".topic", has_text="S-1").click()
    expect(bo.page.locator(".stream__list")).to_contain_text("D-1")
    bo.goto(f"{story.project}chat/workshop/").page.locator(".topic", has_text="P-1").click()
    expect(bo.page.locator(".stream__list")).to_contain_text("Could it be the workshop only?")
    log = bo.goto(f"{story.project}record/").page.locator("#log")
    for event in EVENTS:
        expect(log).to_contain_text(event)


def the_record_holds(story: Story) -> None:
    story.bo.page.get_by_role("link", name="Verify").click()
    expect(story.bo.page.locator("#verdict")).to_contain_text("entries hold, each sealed by the next")
    assert re.search(r"\d+ chains hold", story.deployment.verify_record())


def ines_reads_it_in_french(story: Story) -> None:
    page = story.ines.goto("/preferences/").page
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    story.ines.goto(story.project)
    expect(page).to_have_title(re.compile("^Aujourd"))
    story.ines.goto(f"{story.project}decisions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Registre des décisions")
    expect(page.locator(".register tbody tr")).to_contain_text("en vigueur")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
