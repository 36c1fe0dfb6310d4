"""A newcomer's first minutes: the tour, work with a colleague, the record."""

import re
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.e2e import page_checks
from tests.e2e.conftest import SampleDeployment
from tests.e2e.story.documents import OpenDocument
from tests.e2e.story.syncs import choose_circle
from tests.support.browsers import PHONE, OpenBrowser, Person

STEPS = 6
IN_FRENCH = [pytest.param("fr", marks=pytest.mark.xdist_group("sample fr"))]
IN_ENGLISH = pytest.mark.xdist_group("sample en")
# What a step points at can be seen: it begins in what the step leaves free, and ends there if there is room for it.
COVERED = """() => {
  const [step, shown] = [".tour", ".tour__target"].map((one) => document.querySelector(one)?.getBoundingClientRect());
  if (!shown) return "points at nothing";
  const [above, room] = [document.querySelector(".top").getBoundingClientRect().bottom, step.top];
  const beside = shown.right <= step.left || shown.left >= step.right;
  const fits = shown.height <= room - above;
  return beside || (shown.top < room && (fits ? shown.bottom <= room : shown.top <= room / 2)) ? "" : "covers it";
}"""


class Newcomer:
    """A person of the sample at a browser, with the buttons in their language."""

    def __init__(self, person: Person, language: str) -> None:
        self.person, self.page, self.language = person, person.page, language
        page_checks.prepare(person.page)
        person.goto("/account/login/").page.locator(f"button[value='{person.name}@heliopompe.example']").click()
        person.page.wait_for_url("**/p/*/")
        self.home = person.page.url.removeprefix(person.url)

    def in_language(self) -> AbstractContextManager[None]:
        return override(self.language)

    def label(self, words: str) -> str:
        """Return the label of a button as this reader sees it."""
        with self.in_language():
            return gettext(words)

    def click(self, words: str, within: Any = None) -> None:
        (within or self.page).get_by_role("button", name=self.label(words)).first.click()

    def goto(self, path: str) -> Page:
        return self.person.goto(f"{self.home}{path}").page


def sign_in(
    name: str, language: str, sample_deployment: SampleDeployment, open_browser: OpenBrowser, **options: Any
) -> Newcomer:
    """Sign in with one click on the first page."""
    locale = {"en": "en-GB", "fr": "fr-FR"}[language]
    return Newcomer(open_browser(name, sample_deployment(language).url, locale=locale, **options), language)


@pytest.mark.parametrize("language", IN_FRENCH)
def test_a_newcomer_gets_from_sign_in_to_the_record(
    language: str, sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    thea = sign_in("thea", language, sample_deployment, open_browser)
    bo = sign_in("bo", language, sample_deployment, open_browser)
    takes_the_tour(thea)
    takes_a_position(thea)
    opens_the_map_and_goes_into_a_circle(thea)
    reads_a_decision(thea)
    writes_with_a_colleague(thea, bo)
    minutes = holds_a_sync(thea)
    finds_it_in_the_record(thea, minutes)


def takes_the_tour(thea: Newcomer) -> None:
    page, card = thea.page, thea.page.locator("#tour")
    for number in range(1, STEPS + 1):
        expect(card).to_contain_text(re.compile(rf"{number}\D+{STEPS}"))
        expect(card).to_be_focused()
        expect(page.locator(".tour__target")).to_have_attribute("aria-describedby", re.compile("tour-words"))
        page_checks.wait_until_loaded(page)
        assert [
            *page_checks.layout_shifts(page),
            *page_checks.axe_violations(page),
            *page_checks.overflow(page),
        ] == [], page.url
        page.wait_for_function(f"() => ({COVERED})() === ''")
        page.keyboard.press("Tab")
        if number < STEPS:
            card.locator("[data-tour-on]").click()
    thea.click("End the tour", card)
    page.wait_for_url(f"**{thea.home}")
    expect(page.locator("#today")).to_be_visible()
    expect(card).to_have_count(0)


def takes_a_position(thea: Newcomer) -> None:
    page = thea.goto("")
    group = page.locator("#today .positions:not(:has([aria-pressed='true']))").first
    name = group.get_attribute("aria-label") or ""
    assert name, "nothing waits for the newcomer"
    row = page.locator("#today .line").filter(has_text=re.findall(r"P-\d+", name)[0]).first
    thea.click("No objection", page.get_by_role("group", name=name))
    expect(page.get_by_role("group", name=name)).to_have_count(0)  # the row folds, and keeps its place
    expect(row).to_contain_text(thea.label("no objection from you"))


def opens_the_map_and_goes_into_a_circle(thea: Newcomer) -> None:
    page = thea.page
    page.locator(".rail [data-goes='map']").first.click()
    page_checks.wait_until_loaded(page)
    expect(page.locator(".atlas__map svg.map")).to_be_visible()
    circle = page.locator("[data-circle-row]").nth(1).get_by_role("link").first
    name = circle.inner_text()
    circle.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.strip())
    thea.click("What is a circle?")
    expect(page.locator("#help-circle")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help-circle")).to_be_hidden()


def reads_a_decision(thea: Newcomer) -> None:
    row = thea.goto("decisions/").locator(".register tbody tr").first
    title = row.get_by_role("link").first.inner_text()
    row.get_by_role("link").first.click()
    expect(thea.page.get_by_role("heading", level=1)).to_contain_text(title.strip())
    with thea.in_language():
        heading = gettext("What we expect")
    expect(thea.page.get_by_role("article").first).to_contain_text(re.compile(f"{heading}|D-\\d+"))


def writes_with_a_colleague(thea: Newcomer, bo: Newcomer) -> None:
    path = f"{thea.home}documents/1/"
    hers, his = OpenDocument(thea.person, path), OpenDocument(bo.person, path)
    words = {
        "en": ("Sand passes the strainer.", "Then we change its mesh."),
        "fr": ("Le sable passe.", "Changeons-le."),
    }
    her_words, his_words = words[thea.language]
    hers.write(her_words)
    his.shows(her_words)
    his.write(his_words)
    hers.shows(his_words)
    for document in (hers, his):
        document.is_saved()


def holds_a_sync(thea: Newcomer) -> str:
    """Hold a sync of one's own circle and close it; return its reference, as S-37."""
    page = thea.goto("sync/")
    page.get_by_role("link", name=thea.label("Hold a sync now")).click()
    choose_circle(page.locator("#hold"), "Prototype")
    page.locator("#hold").get_by_role("button", name=thea.label("Open the sync")).click()
    page.wait_for_url(re.compile(r"/sync/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    closing = page.get_by_role("button", name=thea.label("Close, and write the minutes"))
    onward = page.locator(".sync__point, .sync__foot").get_by_role(
        "button", name=re.compile("|".join(map(thea.label, ("First point", "Next point"))))
    )
    while not closing.count():
        at = page.locator("#main").inner_text()
        onward.first.click()
        expect(page.locator("#main")).not_to_have_text(at, use_inner_text=True)
    closing.first.click()
    page.wait_for_url("**/minutes/")
    found = re.search(r"/sync/(\d+)/", page.url)
    assert found
    return f"S-{found[1]}"


def finds_it_in_the_record(thea: Newcomer, minutes: str) -> None:
    entry = thea.goto("record/").locator(".log__entry").filter(has_text=minutes)
    closed = thea.label("{who} closed {sync}.").format(who="", sync="").strip(" .")
    expect(entry.filter(has_text=closed)).to_have_count(1)
    entry.filter(has_text=closed).get_by_role("link").click()
    expect(thea.page).to_have_url(re.compile(rf"/sync/{minutes.removeprefix('S-')}/"))


@IN_ENGLISH
def test_escape_skips_the_tour_and_preferences_show_it_again(
    sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    ines = sign_in("ines", "en", sample_deployment, open_browser, viewport=PHONE, has_touch=True, is_mobile=True)
    page, card = ines.page, ines.page.locator("#tour")
    expect(card).to_be_focused()
    assert [*page_checks.axe_violations(page), *page_checks.overflow(page)] == []
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("take it again from Preferences")
    expect(ines.goto("map/").locator("#tour")).to_have_count(0)
    page.goto(f"{ines.person.url}/preferences/")
    ines.click("Show the tour again")
    expect(card).to_contain_text("1 of 6")
    for _ in range(STEPS - 1):
        page.wait_for_function(f"() => ({COVERED})() === ''")
        card.locator("[data-tour-on]").tap()
        expect(card).to_be_focused()
    ines.click("End the tour")
    expect(card).to_have_count(0)


@IN_ENGLISH
def test_the_tour_needs_no_script(sample_deployment: SampleDeployment, open_browser: OpenBrowser) -> None:
    fay = sign_in("fay", "en", sample_deployment, open_browser, java_script_enabled=False)
    card = fay.page.locator("#tour")
    for number in range(1, STEPS):
        expect(card).to_contain_text(f"{number} of {STEPS}")
        card.locator("[data-tour-on]").click()
    card.get_by_role("link", name="Back").click()
    expect(card).to_contain_text(f"{STEPS - 1} of {STEPS}")
    card.get_by_role("button", name="Skip the tour").click()
    expect(card).to_have_count(0)
    expect(fay.page.get_by_role("heading", level=1)).to_be_visible()
