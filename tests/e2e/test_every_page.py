"""Every page of a living project, in both languages and both schemes, wide and narrow, and by keyboard alone: it holds
still while it loads, fits, can be read by everybody, and shows where the focus is.
"""

import json
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import page_checks
from tests.e2e.conftest import READER, SampleDeployment
from tests.support.browsers import DESKTOP, OpenBrowser, Person
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 740}
PASSWORD = "heliopompe"
FOCUS = """() => [document.activeElement.innerText.trim(), (({ outlineStyle, boxShadow }) =>
  outlineStyle !== "none" || boxShadow !== "none")(getComputedStyle(document.activeElement))]"""
type Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Look:
    """How somebody looks at the pages; `then` each page is narrowed or widened. What one language shows light on a
    desk, the other shows dark on a phone.
    """

    language: str
    window: dict[str, int]
    scheme: Scheme
    then: dict[str, int]


# One worker takes all that is seen in one language, so that each deployment is made once.
TOGETHER = pytest.mark.xdist_group("sample en")
LOOKS = [
    pytest.param(Look("en", DESKTOP, "light", NARROW), marks=TOGETHER, id="English"),
    pytest.param(Look("fr", NARROW, "dark", DESKTOP), marks=pytest.mark.xdist_group("sample fr"), id="French"),
]


def pages_of(deployment: Deployment) -> tuple[list[str], list[str]]:
    """Give the paths of all pages: those for strangers, and the reader's."""
    strangers, own = json.loads(
        deployment.run_python(f"from tests.e2e.page_addresses import tell; tell({READER!r})").splitlines()[-1]
    )
    assert strangers
    assert len(own) > 60
    return strangers, [*own, "/nowhere/"]


def faults_of(person: Person, path: str, look: Look) -> list[str]:
    """Say what is wrong with one page, seen both ways."""
    page = person.page
    page.set_viewport_size(look.window)  # type: ignore[arg-type]
    person.goto(path)
    page_checks.alive(page)
    found = [] if page.locator("html").get_attribute("lang") == look.language else ["speaks another language"]
    found += [
        *page_checks.moved(page),
        *page_checks.too_wide(page),
        *page_checks.hard_to_use(page),
        *page_checks.out_of_reach(page),
    ]
    page.set_viewport_size(look.then)  # type: ignore[arg-type]
    found += page_checks.too_wide(page)
    return [f"{path} {each}" for each in dict.fromkeys(found)]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_fits_and_can_be_read_by_everybody(
    look: Look, sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment(look.language)
    options: dict[str, Any] = {"locale": look.language}
    bo, stranger = open_browser("bo", deployment.url, **options), open_browser("stranger", deployment.url, **options)
    bo.email = READER
    bo.sign_in(PASSWORD)
    bo.expect_error("404")
    faults: list[str] = []
    for person, paths in zip((stranger, bo), pages_of(deployment), strict=True):
        page_checks.prepare(person.page)
        person.page.emulate_media(color_scheme=look.scheme)
        faults += [fault for path in paths for fault in faults_of(person, path, look)]
    assert faults == [], "\n".join(faults)


BAD = """<!doctype html><html lang="en"><title>Bad</title><main class="main"><style>:focus { outline: 0 }</style>
<h1>Bad</h1><a href="/one">one</a> <button class="button--main" tabindex="-1">two</button> <input>
<p style="width: 4em">This sentence stands in a column of one word.</p>
"""
PUSH = """() => new Promise((moved) => requestAnimationFrame(() => requestAnimationFrame(() => {
  document.querySelector("h1").style.height = "300px";
  requestAnimationFrame(() => requestAnimationFrame(moved));
})))"""


def test_what_is_wrong_with_a_page_is_found(open_browser: OpenBrowser) -> None:
    page = open_browser("eve", "").page
    page_checks.prepare(page)
    page.goto(f"data:text/html,{quote(BAD + '<p>It stands here.</p>' * 30)}")
    page.evaluate(PUSH)
    [shift] = page_checks.moved(page)
    assert "It stands here." in shift
    assert [each.split(":")[0] for each in page_checks.out_of_reach(page)] == ["no sign of the focus"] * 2 + [
        "not reached by Tab"
    ]
    assert [each.split()[0] for each in page_checks.hard_to_use(page)] == ["label"]
    assert [each.split(":")[0] for each in page_checks.too_wide(page)] == ["squeezed"]


PAPER = {"width": 658, "height": 972}  # of an A4 sheet, what its margins leave


@TOGETHER
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
    assert page_checks.too_wide(page) == []


# By keyboard alone: on which page, what one has come for.
DEEDS = {
    "": "Give my pulse",
    "decisions/": "Propose",
    "proposals/new/": "Ask for consent",
    "documents/": "New document",
    "chat/general/topics/": "Open the topic",
    "actions/new/": "Make the action",
    "sync/": "Hold a sync now",
    "record/": "Verify",
    "circles/general/": "New proposal",
}


@TOGETHER
def test_the_main_deed_of_a_page_is_reached_by_keyboard(
    sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment("en")
    bo = open_browser("bo", deployment.url)
    bo.email = READER
    bo.sign_in(PASSWORD)
    project = f"/p/{bo.page.url.split('/p/')[1].split('/')[0]}/"
    missed = [path for path, deed in DEEDS.items() if not reaches(bo.goto(f"{project}{path}").page, deed)]
    assert missed == []


def reaches(page: Page, deed: str) -> bool:
    """Skip to the content by the first link, then go on by Tab until what holds the focus is the deed, and shows it."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(100):  # a full day has many lines before its panel
        page.keyboard.press("Tab")
        words, outline = page.evaluate(FOCUS)
        if words.startswith(deed):
            return bool(outline)
    return False
