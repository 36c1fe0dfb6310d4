"""Two afternoons by the three ways of deciding, in either language: in force by two answers from phones, taken to the
sync and decided there, a claim released; and a wrong press undone, a role filled, a limit that the tuner proposes.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import override
from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from circles.money.models import Purse
from daily.syncs.agenda import Part
from daily.syncs.agenda_labels import PARTS
from decisions.decisions.models import Position, Round
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_FRENCH
from tests.e2e.story import circles
from tests.e2e.story.circles import Member
from tests.factories import a_round
from tests.support.browsers import PHONE, SignIn
from tests.support.deployments import Deployment

ENCLOSURE = "The enclosure is blue; the Market circle prints it so."
HINGE, SCREWS, JIG = "The lid has another hinge.", "M4 screws; the Market circle sells them.", "A second jig."
HARM, SETTLED = "The leaflet is printed already.", "The leaflet shows the lid closed."


def make_project(language: str, *emails: str) -> str:
    """Make a project of ada; bo pilots Design, with ines in it, and fay Market. Design has bought a jig for 1,500 €,
    and commits 1,000 € alone by now.
    """
    ada, bo, ines, fay = (User.objects.get(email=email) for email in emails)
    User.objects.filter(email__in=emails).update(language=language)
    project = create_project("Pump", by=ada, language=language, budget=Decimal(50_000))
    design, market = (project.circles.general().open_circle(name, by=ada) for name in ("Design", "Market"))
    Purse(circle=project.circles.general()).allot(design, Decimal(10_000), by=ada)
    design.admit(bo, by=ada, roles=["pilot"])
    design.admit(ines, by=ada)
    market.admit(fay, by=ada, roles=["pilot"])
    take_position(a_round(circle=design, by=bo, cost=Decimal(1_500), text="A jig."), "no_objection", by=ines)
    design.allow(Decimal(1_000), "costly", by=ada)
    return project.slug


def asked_about(slug: str, number: int) -> list[str]:
    [round_] = Round.objects.filter(proposal__project__slug=slug, proposal__number=number)
    return sorted(str(one.user.email) for one in round_.asked.select_related("user"))


def stands_said(slug: str, number: int) -> list[str]:
    found = Position.objects.filter(round__proposal__project__slug=slug, round__proposal__number=number)
    return list(found.filter(taken_back=None).values_list("kind", flat=True))


@dataclass
class Story:
    """The people at their browsers; ines and fay hold phones."""

    deployment: Deployment
    ada: Member
    bo: Member
    ines: Member
    fay: Member


def begin(sign_in: SignIn, deployment: Deployment, language: str) -> Story:
    people = sign_in("ada"), sign_in("bo"), sign_in("ines", viewport=PHONE), sign_in("fay", viewport=PHONE)
    slug = deployment.call(make_project, language, *(one.email for one in people))
    return Story(deployment, *(Member(one, slug, language) for one in people))


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_an_afternoon_of_deciding_at_home(sign_in: SignIn, deployment: Deployment, language: str) -> None:
    story = begin(sign_in, deployment, language)
    two_answers_from_phones_put_it_in_force(story)
    who_is_affected_takes_it_to_the_sync_which_decides(story)
    a_claim_is_released(story)


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_an_afternoon_of_undoing_electing_and_tuning(sign_in: SignIn, deployment: Deployment, language: str) -> None:
    story = begin(sign_in, deployment, language)
    a_wrong_press_leaves_no_trace_of_time(story)
    a_role_is_filled_by_consent(story)
    the_tuner_proposes_a_limit_and_the_next_purchase_is_decided_at_home(story)


def adopted(page: Page, reference: str) -> None:
    """Wait until the page of a proposal leads to its decision."""
    expect(page.locator(".head__row .button--main")).to_contain_text(reference)


def propose(member: Member, text: str, *, changes: bool | None = None) -> int:
    """Put a proposal of Design to a round, and say whether it changes anything for Market, which its text names."""
    page = member.goto("proposals/new/?circle=design")
    page.locator("[name=tension]").fill("Orange looks like the competitor.")
    page.locator("[name=text]").fill(text)
    if changes is not None:
        asks = "Your text names %(names)s. Does it change anything for them?"
        question = page.get_by_role("group", name=member.translate(asks, names="Market"))
        question.get_by_text(member.translate("Yes" if changes else "No"), exact=True).click()
    return circles.ask_for_consent(member)


def two_answers_from_phones_put_it_in_force(story: Story) -> None:
    bo, ines, fay = story.bo, story.ines, story.fay
    number = propose(bo, ENCLOSURE, changes=True)
    asked = story.deployment.call(asked_about, bo.project, number)
    assert asked == sorted([ines.person.email, fay.person.email])
    circles.take_no_objection(ines, number)
    circles.take_no_objection(fay, number)
    adopted(bo.page, "D-2")


def who_is_affected_takes_it_to_the_sync_which_decides(story: Story) -> None:
    ada, fay = story.ada, story.fay
    circles.hold_sync(ada, "general")
    here = ada.page.url.partition(f"/p/{ada.project}/")[2]
    ada.button("First point").click()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text(told_in(ada))
    phone = fay.goto(f"{here}hand/")
    phone.get_by_role("link", name=re.compile(fay.translate("This affects us"))).click()
    phone.locator("[name=what]").fill(HARM)
    fay.button("This affects us").click()
    expect(phone).to_have_url(re.compile(rf"/p/[^?]*{here}hand/$"))
    expect(phone.locator("#main")).to_contain_text(fay.translate("suspended"))
    expect(ada.page.locator("#main")).to_contain_text(ada.translate("suspended"))
    kept = ada.translate("Keep %(reference)s: %(title)s", reference="D-2", title="").strip()
    ada.page.locator(".sync__agenda button", has_text=kept).first.click()
    expect(ada.page.get_by_role("heading", level=1)).to_contain_text(kept)
    fay.goto(f"{here}hand/").locator("[value=no_objection]").first.click()
    ada.button("Adopt it").click()
    expect(ada.page.locator(".sync__agenda .sync__out", has_text="D-3")).to_be_visible()
    close_sync(ada)
    minutes = ada.page.locator("article.minutes")
    for reference in ("D-2", "D-3"):
        expect(minutes).to_contain_text(reference)


def told_in(member: Member) -> str:
    """Return what the point is called at which a sync hears of what was synchronised."""
    with override(member.language):
        return str(PARTS[Part.INFORMATION])


def close_sync(member: Member) -> None:
    """Go to the end of a sync, and close it."""
    closing, following = member.button("Close, and write the minutes"), member.button("Next point")
    while not closing.or_(following).first.is_visible() or following.first.is_visible():
        following.first.click()
        expect(closing.or_(following).first).to_be_visible()
    closing.click()
    member.page.wait_for_url(re.compile(r"/minutes/$"))


def a_claim_is_released(story: Story) -> None:
    bo, ines, fay = story.bo, story.ines, story.fay
    number = propose(bo, HINGE)
    page = fay.goto(f"proposals/{number}/claims/")
    page.locator("[name=what]").fill(HARM)
    fay.button("Say it affects us").click()
    expect(bo.page.locator("#route")).to_contain_text("Market")
    circles.open_proposal(fay, number).get_by_role("link", name=fay.translate("Settled between us")).click()
    page.locator("[name=settled]").fill(SETTLED)
    fay.button("Release the claim").click()
    expect(bo.page.locator("#main")).to_contain_text(SETTLED)
    circles.take_no_objection(ines, number)
    adopted(bo.page, "D-4")


def a_wrong_press_leaves_no_trace_of_time(story: Story) -> None:
    bo, ines = story.bo, story.ines
    number = propose(bo, SCREWS, changes=True)
    today = ines.goto("").locator("#today")
    today.locator("[value=no_objection]").click()
    undo = ines.translate("Undo your position on %(reference)s", reference=f"P-{number}")
    today.get_by_role("button", name=undo).click()
    expect(today.locator("[value=no_objection]")).to_be_visible()
    assert story.deployment.call(stands_said, bo.project, number) == []
    record = bo.goto("record/").locator("#main")
    expect(record).to_contain_text(begin_of(bo, "{who} took back a position on {it}."))
    expect(record).not_to_contain_text(begin_of(bo, "{who} asked for time on {it}."))


def begin_of(member: Member, sentence: str) -> str:
    """Return how the record begins a sentence about Ines."""
    return member.translate(sentence, who="Ines", it="…").partition("…")[0].strip()


def a_role_is_filled_by_consent(story: Story) -> None:
    bo, ines = story.bo, story.ines
    page = bo.goto("circles/design/elections/")
    page.locator("[name=role]").select_option("secretary")
    bo.button("Begin the election").click()
    page.locator("[name=nominee]").first.select_option(label="Ines")
    page.locator("[name=reason]").fill("She writes what was said.")
    bo.button("Nominate").click()
    bo.button("Read all reasons, and open the change round").click()
    page.locator("form[action$='/candidate/'] [name=nominee]").select_option(label="Ines")
    bo.button("Put to consent").click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    circles.take_no_objection(ines, int(page.url.rstrip("/").rpartition("/")[2]))
    adopted(page, "D-2")
    expect(bo.goto("roles/").locator("#roles-design")).to_contain_text("Ines")


def the_tuner_proposes_a_limit_and_the_next_purchase_is_decided_at_home(story: Story) -> None:
    ada, bo, ines = story.ada, story.bo, story.ines
    page = bo.goto("pace/?circle=design&limit=1500")
    propose_it = bo.translate("Propose %(limit)s", limit=Decimal(1_500))
    page.get_by_role("link", name=propose_it, exact=True).first.click()
    page.locator("[name=tension]").fill("We wait for the sync with what we have in hand.")
    number = circles.ask_for_consent(bo)
    for member in (ines, ada):
        circles.take_no_objection(member, number)
    adopted(page, "D-3")
    circles.write_proposal(bo, "design", JIG, cost=1_400)
    expect(bo.page.locator("#route .route__verdict")).to_contain_text("Design")
    number = circles.ask_for_consent(bo)
    circles.take_no_objection(ines, number)
    adopted(bo.page, "D-4")
