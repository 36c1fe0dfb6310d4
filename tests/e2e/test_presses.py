"""Every job of the walk in presses: clicks, taps and Enter; what is typed is none. None may take more than it did."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from circles.circles.models import Fundamental
from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY, LOCALES, TOLD_IN_FRENCH
from tests.factories import a_topic
from tests.support.browsers import OpenBrowser, Person
from tests.support.deployments import PASSWORD, Deployment

BEFORE = {
    "position": 1,
    "action": 1,
    "message": 1,
    "sync": 2,
    "proposal": 2,
    "document": 4,
    "invitation": 3,
    "expense": 4,
    "objection": 7,
}
AFTER = BEFORE | {"document": 2, "invitation": 2, "expense": 2, "objection": 5}
"""As docs/newcomer.md has them."""


def make_project(language: str) -> tuple[str, str]:
    """Let three have a project with money, two open rounds, a topic, and an action that is bo's; return the addresses
    of the project and of the topic.
    """
    people = []
    for name in ("Ada", "Bo", "Fay"):
        email = f"{name.lower()}.presses.{language}@example.org"
        people.append(User.objects.create_user(email, PASSWORD, name=name, language=language))
        people[-1].end_tour()
    ada, bo, fay = people
    general = create_project("Hand pump", by=ada, language=language, budget=Decimal(5000)).circles.general()
    for user in (bo, fay):
        general.admit(user, by=ada)
    Fundamental.declare(general, "Nobody gets hurt", by=ada)
    for text in ("We change the seal.", "We paint the mast."):
        open_round(Proposal.propose(general, by=ada, tension="It leaked on 12 November.", text=text), by=ada)
    Action.make(general, "Measure the leak", by=ada, owner=bo, due_on=timezone.localdate() + timedelta(days=1))
    topic = a_topic(general, by=ada)
    with translation.override(language):
        return general.project.get_absolute_url(), topic.get_absolute_url()


class PressCounter:
    """A person at a browser whose presses are counted."""

    def __init__(self, person: Person, home: str) -> None:
        self.person, self.page, self.home, self.presses = person, person.page, home, 0

    def begin(self, path: str) -> Page:
        """Begin on a page, with nothing pressed."""
        self.presses = 0
        return self.person.goto(f"{self.home}{path}").page

    def press(self, target: Locator) -> None:
        self.presses += 1
        target.click()

    def enter(self) -> None:
        self.presses += 1
        self.page.keyboard.press("Enter")

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=_(words), exact=True).first

    def link(self, words: str) -> Locator:
        return self.page.locator("#main").get_by_role("link", name=_(words), exact=True).first


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_no_job_of_the_walk_takes_more_presses_than_it_did(
    language: str, deployment: Deployment, open_browser: OpenBrowser
) -> None:
    home, topic = deployment.call(make_project, language)
    people = {}
    for name in ("ada", "bo"):
        person = open_browser(name, deployment.url, locale=LOCALES[language])
        person.email = f"{name}.presses.{language}@example.org"
        people[name] = PressCounter(person.come_back(deployment), home)
    ada, bo = people["ada"], people["bo"]
    jobs: dict[str, tuple[Callable[[PressCounter], None], PressCounter]] = {
        "position": (takes_a_position, bo),
        "action": (finishes_an_action, bo),
        "message": (partial(writes_a_message, topic=topic.removeprefix(home)), bo),
        "sync": (holds_a_sync, bo),
        "proposal": (proposes, bo),
        "document": (begins_a_document, bo),
        "invitation": (invites, ada),
        "expense": (records_an_expense, bo),
        "objection": (objects, bo),
    }
    found = {}
    for name, (job, counter) in jobs.items():
        job(counter)
        found[name] = counter.presses
    assert found == AFTER
    assert all(found[name] <= BEFORE[name] for name in BEFORE)


def takes_a_position(bo: PressCounter) -> None:
    """On Today, on its line."""
    page = bo.begin("")
    bo.press(page.locator("#asked-1").get_by_role("button", name=_("No objection")))
    expect(page.locator("#today")).to_contain_text(_("No objection"))
    expect(page.locator("#asked-1 .positions")).to_have_count(0)


def finishes_an_action(bo: PressCounter) -> None:
    """On Today, by the keyboard: the row that has the focus shows the field."""
    page = bo.begin("")
    page.locator("#tick-1").focus()
    page.keyboard.press("Tab")  # the action itself
    page.keyboard.press("Tab")
    expect(page.locator("#how-1")).to_be_focused()
    expect(page.locator("#action-1").get_by_role("button")).to_be_in_viewport(ratio=1)
    page.keyboard.type("0.4 ml an hour")
    bo.enter()
    expect(page.locator("#action-1 .action__done")).to_have_count(0)


def writes_a_message(bo: PressCounter, topic: str) -> None:
    """In a topic, where one may type at once."""
    page = bo.begin(topic)
    expect(page.locator("[data-island=chat][data-mounted]")).to_have_count(1)
    page.locator("[data-composer] textarea").fill("The seal holds.")
    page.locator("[data-composer] textarea").focus()
    bo.enter()
    expect(page.locator("article.message:not(.message--unsent)", has_text="The seal holds.")).to_be_visible()


def holds_a_sync(bo: PressCounter) -> None:
    page = bo.begin("sync/")
    bo.press(page.get_by_role("link", name=_("Hold a sync now")))
    bo.press(page.get_by_role("dialog").get_by_role("button", name=_("Open the sync")))
    page.wait_for_url("**/sync/1/")


def proposes(bo: PressCounter) -> None:
    page = bo.begin("")
    bo.press(page.locator("#main a[href*='proposals/new']:visible").first)
    page.locator("[name=tension]").fill("On 3 November the village waited nine days for a part.")
    page.locator("[name=text]").fill("We keep two of each part on the shelf.")
    bo.press(bo.button("Ask for consent"))
    page.wait_for_url("**/proposals/3/")


def begins_a_document(bo: PressCounter) -> None:
    page = bo.begin("documents/")
    bo.press(bo.link("New document"))
    page.locator("[name=title]").fill("Notes of the wear test")
    bo.enter()
    expect(page.locator(".ProseMirror")).to_have_attribute("contenteditable", "true")


def invites(ada: PressCounter) -> None:
    page = ada.begin("circles/general/")
    ada.press(ada.link("Invite someone"))
    page.locator("[name=email]").fill("gil@example.org")
    ada.enter()
    expect(page.get_by_role("heading", level=1)).to_contain_text("gil@example.org")


def records_an_expense(bo: PressCounter) -> None:
    page = bo.begin("circles/general/money/")
    bo.press(page.locator("#record-expense summary"))
    page.locator("#record-expense [name=what]").fill("Twelve seals")
    page.locator("#record-expense [name=amount]").fill("48")
    bo.enter()
    expect(page.locator("[id^='expense-']")).to_contain_text("Twelve seals")


def objects(bo: PressCounter) -> None:
    """From the line on Today to an objection that blocks."""
    page = bo.begin("")
    bo.press(page.locator("#asked-2").get_by_role("button", name=_("Objection…")))
    page.locator("[name=element]").focus()
    page.locator("[name=element]").select_option(index=1)
    bo.presses += 1
    page.locator("[name=harm]").fill("The mast falls on a person.")
    bo.press(page.locator("[name=danger][value=from_proposal]"))
    page.locator("[name=fix_days]").fill("40")
    bo.press(page.locator("[name=certainty][value=certain]"))
    page.locator("[name=evidence]").fill("Measured on 12 November.")
    expect(page.locator("#verdict .test--met")).to_have_count(5)
    bo.press(bo.button("Raise the objection"))
    expect(page.locator("article.objection")).to_be_visible()
