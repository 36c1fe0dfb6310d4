"""Autonomous circles, in either language: what they decide, what goes up and why, and how they are restructured."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.story import circles, people
from tests.e2e.story.circles import Member
from tests.support.browsers import OpenBrowser
from tests.support.deployments import Deployment

WORKSHOP, HYDRO, BENCH, POWER, SEALS = "Workshop", "Hydro", "Bench", "Power", "Seals"
BUS = "PWR-OUT"
SMALL, LARGE, BY_API, COMPRESSOR = "A second gauge", "A battery of 60 volts", "A bus of 60 volts", "A compressor"
LATHE, SHED = "A lathe for the workshop", "A shed for the bench"


@dataclass
class Story:
    """The people, their circles by name, and the proposals by their text."""

    ada: Member
    bo: Member
    ines: Member
    general: str
    ids: dict[str, str]
    keys: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def start(language: str, deployment: Deployment, open_browser: OpenBrowser) -> Story:
    """Start with three people in a project that has nothing but its general circle and 50,000 €."""
    made = people.join_project("ada", "bo", "ines", language=language, deployment=deployment, open_browser=open_browser)
    ada, bo, ines = made.members
    return Story(ada, bo, ines, general=made.general, ids=made.ids)


@pytest.mark.xdist_group("embedded")
@pytest.mark.parametrize(("language", "mode"), [("fr", "embedded")])
def test_circles_decide_alone_what_is_theirs_and_together_what_is_not(
    language: str, mode: str, request: pytest.FixtureRequest, open_browser: OpenBrowser
) -> None:
    deployment: Deployment = request.getfixturevalue(mode)
    story = start(language, deployment, open_browser)
    circles_are_opened(story)
    budgets_are_allotted(story)
    a_domain_is_delegated(story)
    what_is_in_scope_stays(story)
    what_touches_another_circle_goes_up_for_two_reasons(story)
    limits_change_under_an_open_page(story)
    two_circles_race_for_the_last_thousand(story)
    a_circle_is_split_with_open_proposals_in_it(story)
    what_touches_others_is_proposed_adopted_and_carried_out(story)
    a_circle_is_closed_and_stays_readable(story)
    assert re.search(r"\d+ chains hold", deployment.verify_record())


def circles_are_opened(story: Story) -> None:
    ada = story.ada
    for name, inside in ((WORKSHOP, "general"), (HYDRO, "workshop"), (BENCH, "workshop"), (POWER, "general")):
        story.keys[name] = circles.open_circle(ada, inside, name, 2_000)
    for who, circle, roles in (
        ("bo", WORKSHOP, []),
        ("bo", HYDRO, ["pilot"]),
        ("bo", BENCH, []),
        ("ines", POWER, ["pilot"]),
    ):
        body = {"person": story.ids[who], "roles": roles}
        assert ada.api(f"circles/{story.keys[circle]}/members", body).status == 201
    tree = story.bo.goto("circles/").locator("#main")
    for name in story.keys:
        expect(tree).to_contain_text(name)


def budgets_are_allotted(story: Story) -> None:
    circles.allot(story.ada, "general", WORKSHOP, 4_500)
    circles.allot(story.ada, "workshop", HYDRO, 3_500)
    own = story.bo.goto("circles/workshop/money/").locator("#money-bar .money__own")
    expect(own).to_contain_text(money(story.bo, 1_000))


def a_domain_is_delegated(story: Story) -> None:
    ada, alone = story.ada, "%(circle)s decides %(domain)s alone; what others propose about it needs its word."

    def named(form: Locator) -> None:
        form.locator("[name=domain]").fill(BUS)
        form.locator("[name=name]").fill("48 V bus")
        form.locator("[name=sort]").select_option("interface")

    def handed(form: Locator) -> None:
        option = form.locator("[name=domain] option", has_text=BUS)
        form.locator("[name=domain]").select_option(option.get_attribute("value"))
        form.locator("[name=to]").select_option(label=POWER)

    circles.prepare_change(ada, "general", "grant", named, ada.translate(alone, circle=story.general, domain=BUS))
    circles.carry_out(ada)
    circles.prepare_change(ada, "general", "handover", handed, BUS, POWER)
    circles.carry_out(ada)
    expect(story.ines.goto("circles/power/").locator("#main")).to_contain_text(BUS)


def what_is_in_scope_stays(story: Story) -> None:
    ada, bo = story.ada, story.bo
    route = circles.write_proposal(bo, "hydro", SMALL, cost=900, leaves=BENCH)
    expect(route.locator(".route__verdict")).to_have_text(
        bo.translate("%(circle)s decides, in a round of its own", circle=HYDRO)
    )
    expect(route.locator(".route__why")).to_have_text([bo.translate("within its scope")])
    number = circles.ask_for_consent(bo)
    circles.take_no_objection(ada, number)  # the last who is asked: it is adopted
    expect(circles.open_proposal(bo, number).locator(".head__row .button--main")).to_contain_text("D-1")


def what_touches_another_circle_goes_up_for_two_reasons(story: Story) -> None:
    bo = story.bo
    route = circles.write_proposal(bo, "hydro", LARGE, cost=2_500, touches=BUS, leaves=BENCH)
    goes_to(route, story.general, over(bo, 2_000, 2_500), bo.translate("holds {what}", what=BUS))
    story.numbers[LARGE] = circles.ask_for_consent(bo)
    goes_to(route, story.general, over(bo, 2_000, 2_500), bo.translate("holds {what}", what=BUS))
    expect(route).to_contain_text(bo.translate_count("one circle is affected", "{affected} circles are affected", 2))

    words = {"circle": "hydro", "tension": "It stood still.", "text": BY_API, "cost": 2_500, "domains": [BUS]}
    made = bo.api("proposals", {**words, "open_round": True}).json()
    codes = {reason["code"] for reason in made["route"]["reasons"]}
    assert (made["route"]["decides"], codes) == ("general", {"touches", "over_limit", "several_circles"})
    story.numbers[BY_API] = made["number"]
    refused = bo.api(f"proposals/{made['number']}/decision", {})
    assert refused.status == 409, refused.text()


def limits_change_under_an_open_page(story: Story) -> None:
    ada, bo = story.ada, story.bo
    route = circles.write_proposal(bo, "hydro", COMPRESSOR, cost=1_500, leaves=BENCH)
    expect(route.locator(".route__why")).to_have_text([bo.translate("within its scope")])
    story.numbers[COMPRESSOR] = circles.ask_for_consent(bo)
    bo.page.evaluate("() => { globalThis.stayed = true }")
    changed = "What %(of)s decides alone was changed: so was the route."
    for circle, decides in ((HYDRO, WORKSHOP), (WORKSHOP, story.general)):
        lower = lambda form: form.locator("[name=unit_limit]").fill("1000")  # noqa: E731
        circles.prepare_change(ada, story.keys[circle], "limits", lower, circle, money(ada, 1_000), money(ada, 2_000))
        circles.carry_out(ada)
        expect(route.locator(".route__changed")).to_contain_text(bo.translate(changed, of=circle))
        expect(route.locator(".route__where").last).to_have_text(decides)
    expect(route.locator(".route__why", has_text=over(bo, 1_000, 1_500))).to_have_count(2)
    assert bo.page.evaluate("() => globalThis.stayed === true"), "the page was loaded anew"


def two_circles_race_for_the_last_thousand(story: Story) -> None:
    ada, bo = story.ada, story.bo
    left = "has {limit} left; this is {cost}"
    circles.write_proposal(ada, "workshop", LATHE, cost=1_000, leaves=BENCH)
    lathe = circles.ask_for_consent(ada)
    route = circles.write_proposal(bo, "bench", SHED, cost=1_000)
    goes_to(route, WORKSHOP, bo.translate(left, limit=Decimal(0), cost=Decimal(1_000)))
    shed = circles.ask_for_consent(bo)
    circles.take_no_objection(ada, shed)
    circles.hold_sync(ada, "workshop")
    circles.select_item(ada, SHED)
    ada.person.expect_error("409")  # what she clicks may be refused by then
    circles.open_proposal(bo, lathe)
    circles.click_at_once((ada, ada.button("Adopt it")), (bo, bo.page.locator("#position [value=no_objection]")))
    titles = [row["title"] for row in bo.page.request.get(api(bo, "decisions")).json()["rows"]]
    passed = {LATHE, SHED} & set(titles)
    assert len(passed) == 1, titles
    story.numbers |= {LATHE: lathe, SHED: shed}
    (lost,) = {LATHE, SHED} - passed
    for member in (ada, bo):
        route = circles.open_proposal(member, story.numbers[lost]).locator("#route")
        goes_to(route, story.general, member.translate(left, limit=Decimal(0), cost=Decimal(1_000)))
        expect(route.locator(".route__changed")).to_contain_text(
            member.translate("Money came to %(of)s or left it: the route has changed.", of=WORKSHOP)
        )


def a_circle_is_split_with_open_proposals_in_it(story: Story) -> None:
    ada, bo = story.ada, story.bo
    goes = f"P-{story.numbers[COMPRESSOR]}"

    def cut(form: Locator) -> None:
        form.locator("[name=name]").fill(SEALS)
        form.locator("[name=people]").and_(form.get_by_label("Ada")).check()
        form.locator(f"[name=things][value={goes}]").check()

    circles.prepare_change(
        bo, "hydro", "split", cut,
        bo.translate("Going on in %(circle)s: %(names)s.", names="Ada", circle=SEALS),
        bo.translate_count(
            "%(number)s open proposal goes on in %(circle)s; who is asked already still is.",
            "%(number)s open proposals go on in %(circle)s; who is asked already still is.", 1, circle=SEALS,
        ),
    )  # fmt: skip
    circles.carry_out(bo)
    expect(bo.page.get_by_role("heading", level=1)).to_have_text(SEALS)
    expect(bo.page.locator("#main")).to_contain_text(COMPRESSOR)
    for text, circle in ((COMPRESSOR, SEALS), (LARGE, HYDRO), (BY_API, HYDRO)):
        page = circles.open_proposal(bo, story.numbers[text])
        expect(page.locator(".head__meta")).to_contain_text(circle)
        goes_to(page.locator("#route"), story.general)
        circles.take_no_objection(ada, story.numbers[text])  # who was asked still is
    expect(bo.goto("proposals/").locator("#main")).to_contain_text(re.compile(rf"{goes}\b"))


def what_touches_others_is_proposed_adopted_and_carried_out(story: Story) -> None:
    ada, bo = story.ada, story.bo
    title = bo.translate("Move %(circle)s into %(to)s", circle=HYDRO, to=POWER)
    circles.prepare_change(
        bo, "hydro", "move", lambda form: form.locator("[name=to]").select_option(label=POWER), POWER
    )
    expect(bo.page.locator("#change-preview button[type=submit]")).to_have_count(0)
    bo.page.locator("#change-preview").get_by_role("link", name=bo.translate("Propose it")).click()
    expect(bo.page.locator("#proposal-form .change-preview")).to_contain_text(title)
    bo.page.locator("[name=tension]").fill("Two circles write to the same bus.")
    number = circles.ask_for_consent(bo)
    goes_to(bo.page.locator("#route"), HYDRO, bo.translate("is changed: {what}", what=title))
    expect(bo.page.locator(".facts")).to_contain_text(POWER)
    circles.take_no_objection(ada, number)  # who speaks for both circles around it
    expect(circles.open_proposal(bo, number).locator(".head__row .button--main")).to_contain_text("D-")
    crumbs = bo.goto("circles/hydro/").locator(".crumbs, [class*=crumbs]").first
    expect(crumbs).to_contain_text(POWER)
    expect(bo.goto("record/").locator("#log")).to_contain_text(bo.translate("moved the circle"))


def a_circle_is_closed_and_stays_readable(story: Story) -> None:
    ada, bo = story.ada, story.bo
    topic = bo.api("circles/bench/topics", {"name": "Where the bench stands"}).json()
    bo.api(f"topics/{topic['id']}/messages", {"text": "Behind the lathe."})
    paper = bo.api("documents", {"title": "Log of the bench", "circle": "bench", "markdown": "Six hours."}).json()
    stays = "Everything in it stays readable. Nothing new can begin in it."
    circles.prepare_change(
        ada, "bench", "closing", lambda form: form.locator("[name=why]").fill("It is done."), ada.translate(stays)
    )
    circles.carry_out(ada)
    expect(bo.goto("circles/bench/").locator(".notice")).to_contain_text(
        bo.translate("Closed on %(when)s. Everything in it stays readable.", when="").split(".")[1].strip()
    )
    for path, words in (
        (f"proposals/{story.numbers[SHED]}/", SHED),
        (f"chat/bench/{topic['id']}/", "Behind the lathe."),
        (f"documents/{paper['number']}/", "Six hours."),
        ("circles/bench/money/", BENCH),
    ):
        expect(bo.goto(path).locator("body")).to_contain_text(words)
    begun = bo.api("proposals", {"circle": "bench", "tension": "It leaks.", "text": "Another seal."})
    assert begun.status in {403, 409}, begun.text()


# Sentences ------------------------------------------------------------------------------------------------------------


def money(member: Member, amount: int) -> str:
    return member.translate("{amount}", amount=Decimal(amount))


def over(member: Member, limit: int, cost: int) -> str:
    return member.translate("may commit {limit} at once; this is {cost}", limit=Decimal(limit), cost=Decimal(cost))


def goes_to(route: Locator, circle: str, *reasons: str) -> None:
    """Wait until the route says that this circle decides, in its sync, and why."""
    expect(route.locator(".route__where").last).to_have_text(circle)
    for reason in reasons:
        expect(route).to_contain_text(reason)


def api(member: Member, path: str) -> str:
    return f"{member.person.url}/api/v1/projects/{member.project}/{path}"
