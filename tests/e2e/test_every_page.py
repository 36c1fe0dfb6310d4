"""Every page of the sample project, and by keyboard alone: it does not shift while it loads, fits, is accessible, and
shows where the focus is. Each is seen in the language that the commit has the sample in, and in one colour scheme and
width and, where it shows things of many states, in one of them, with every commit in another; the contrast of words
with every other commit. RONDE_DEEP=1 sees each in all (tests/support/rotation.py).
"""

from itertools import product
from typing import Literal, NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from foundation.web.languages import LANGUAGES
from tests.e2e import page_checks
from tests.e2e.conftest import READER, SampleDeployment
from tests.e2e.page_addresses import addresses, pages_among
from tests.support.browsers import DESKTOP, OpenBrowser, Person
from tests.support.rotation import ROTATION, in_turn

pytestmark = pytest.mark.every_commit

NARROW = {"width": 360, "height": 740}
PASSWORD = "heliopompe"
FOCUS = """() => [document.activeElement.innerText.trim(), (({ outlineStyle, boxShadow }) =>
  outlineStyle !== "none" || boxShadow !== "none")(getComputedStyle(document.activeElement))]"""
NOWHERE = "/nowhere/"
type Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class Appearance(NamedTuple):
    """How a page is shown."""

    language: str
    scheme: Scheme
    window: dict[str, int]


APPEARANCES = [
    Appearance(language, scheme, window) for language in LANGUAGES for scheme in SCHEMES for window in (DESKTOP, NARROW)
]
# One worker takes all tests in one language, so that each deployment is made once.
IN_ENGLISH = pytest.mark.xdist_group("sample en")


def shown_in(appearance: Appearance, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return which of the addresses are to be seen like this: of each name one, in one of a language's looks."""
    looks = [one for one in APPEARANCES if one.language == appearance.language]
    return {
        name: [path for path, look in in_turn(name, [*product(paths, looks)]) if look == appearance]
        for name, paths in found.items()
    }


def faults_of(person: Person, path: str, language: str) -> list[str]:
    """Say what is wrong with one page."""
    page = person.goto(path).page
    page_checks.wait_until_loaded(page)
    found = [] if page.locator("html").get_attribute("lang") == language else ["speaks another language"]
    found += [
        *page_checks.layout_shifts(page),
        *page_checks.overflow(page),
        *page_checks.axe_violations(page, contrast=in_turn(f"contrast of {path}", [True, False])[0]),
        *page_checks.focus_faults(page),
    ]
    return [f"{path} {each}" for each in found]


def show(person: Person, appearance: Appearance) -> None:
    """Let pages be shown like this from here on."""
    person.page.set_viewport_size(appearance.window)  # type: ignore[arg-type]
    person.page.emulate_media(color_scheme=appearance.scheme)
    person.page.wait_for_function("(width) => innerWidth === width", arg=appearance.window["width"])  # or it shifts


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(code, marks=pytest.mark.xdist_group(f"sample {code}"), id=one.english_name)
        for code, one in LANGUAGES.items()
    ],
)
def test_every_page_fits_loads_steadily_and_is_accessible(
    language: str, sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment(language)
    bo, stranger = (open_browser(name, deployment.url, locale=language) for name in ("bo", "stranger"))
    bo.email = READER
    bo.sign_in(PASSWORD)
    bo.expect_error("404")
    for person in (bo, stranger):
        page_checks.prepare(person.page)
    found = deployment.call(addresses, READER)
    assert len(found) > 60
    faults: list[str] = []
    for appearance in [one for one in APPEARANCES if one.language == language]:
        public, own = deployment.call(pages_among, shown_in(appearance, found), READER)
        nowhere = shown_in(appearance, {"nowhere": [NOWHERE]})["nowhere"]
        for person, paths in ((stranger, public), (bo, [*own, *nowhere])):
            show(person, appearance)
            faults += [f"{appearance} {fault}" for path in paths for fault in faults_of(person, path, language)]
    assert faults == [], "\n".join([f"RONDE_ROTATION={ROTATION}", *faults])


FAULTY_PAGE = """<!doctype html><html lang="en"><title>Bad</title><style>:focus { outline: 0 }</style>
<main class="main"><h1>Bad</h1><a href="/one">one</a> <button class="button--main" tabindex="-1">two</button> <input>
<p style="width: 4em">This sentence stands in a column of one word.</p>
"""
SHIFT_LAYOUT = """() => new Promise((moved) => requestAnimationFrame(() => requestAnimationFrame(() => {
  document.querySelector("h1").style.height = "300px";
  requestAnimationFrame(() => requestAnimationFrame(moved));
})))"""


def test_each_page_check_finds_its_fault(open_browser: OpenBrowser) -> None:
    page = open_browser("eve", "").page
    page_checks.prepare(page)
    page.goto(f"data:text/html,{quote(FAULTY_PAGE + '<p>It stands here.</p>' * 30)}")
    page.evaluate(SHIFT_LAYOUT)
    [shift] = page_checks.layout_shifts(page)
    assert "It stands here." in shift
    assert [each.split(":")[0] for each in page_checks.focus_faults(page)] == ["no visible focus"] * 2 + [
        "not reached by Tab"
    ]
    assert [each.split()[0] for each in page_checks.axe_violations(page)] == ["label"]
    assert [each.split(":")[0] for each in page_checks.overflow(page)] == ["squeezed"]


PAPER = {"width": 658, "height": 972}  # of an A4 sheet, what its margins leave


@IN_ENGLISH
def test_the_register_is_printed_as_a_table(sample_deployment: SampleDeployment, open_browser: OpenBrowser) -> None:
    deployment = sample_deployment("en")
    bo = open_browser("bo", deployment.url)
    bo.email = READER
    bo.sign_in(PASSWORD)
    page = bo.goto(f"/p/{bo.page.url.split('/p/')[1].split('/')[0]}/decisions/").page
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    row = page.locator(".register tbody tr").first
    expect(row).to_have_css("display", "table-row")
    expect(row.get_by_role("cell", name="in force")).to_be_in_viewport(ratio=1)
    assert page_checks.overflow(page) == []


# The main action of each page.
MAIN_ACTIONS = {
    "": "Give my pulse",
    "decisions/": "Propose",
    "proposals/new/": "Ask for consent",
    "documents/": "New document",
    "chat/general/topics/": "Open the topic",
    "actions/new/": "Add action",
    "sync/": "Hold a sync now",
    "record/": "Verify",
    "circles/general/": "New proposal",
    "search/?q=DOC-2": "Test of the helical rotor",
    "webhooks/": "Create webhook",
}


@IN_ENGLISH
def test_the_main_action_of_a_page_is_reached_by_keyboard(
    sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment("en")
    bo = open_browser("bo", deployment.url)
    bo.email = READER
    bo.sign_in(PASSWORD)
    project = f"/p/{bo.page.url.split('/p/')[1].split('/')[0]}/"
    wanted = {f"{project}{path}": action for path, action in MAIN_ACTIONS.items()} | {
        "/tokens/": "Create a token",
        "/developers/": "Create a token",
    }
    missed = [path for path, action in wanted.items() if not reaches(bo.goto(path).page, action)]
    assert missed == []


def reaches(page: Page, action: str) -> bool:
    """Skip to the content by the first link, then go on by Tab until the action has the focus, and shows it; a second
    skip link is taken as well.
    """
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(".skip:focus").count():
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
        words, outline = page.evaluate(FOCUS)
        if words.startswith(action):
            return bool(outline)
    return False
