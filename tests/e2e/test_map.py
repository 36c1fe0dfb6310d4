"""The circle map at a browser: into a circle and out again, by clicks and by keys alone; what is said goes along."""

import re

import pytest
from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import PHONE, Person, SignIn
from tests.support.deployments import Deployment

IS_NEARER = "before => document.querySelector('svg.map').viewBox.baseVal.width < before"
# The names that stand out of their circles.
OUTSIDE = """() => [...document.querySelectorAll(".map__names > g")].flatMap((name) => {
  const texts = [...name.querySelectorAll("text.map__name--inside")];
  if (!texts.length || getComputedStyle(name).display === "none") return [];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const middle = [(boxes[0].left + boxes[0].right) / 2, (boxes[0].top + boxes.at(-1).bottom) / 2];
  const discs = [...document.querySelectorAll(".map__circle")].map((disc) => disc.getBoundingClientRect());
  const holds = (disc, box) => box.left >= disc.left - 1 && box.right <= disc.right + 1;
  const own = discs.filter((disc) => disc.left < middle[0] && disc.right > middle[0] && disc.top < middle[1]
    && disc.bottom > middle[1]).sort((a, b) => a.width - b.width)[0];
  return boxes.every((box) => holds(own, box)) ? [] : [name.textContent];
})"""
TRADES = ("Design", "Prototype", "Certification", "Industrialisation", "Supply chain", "Marketing", "Sales", "Digital")
NARROW = {"width": 360, "height": 780}
IS_WHOLE = "whole => document.querySelector('svg.map').viewBox.baseVal.width === whole"


def make_project(email: str) -> str:
    """Make a project of five circles; return its slug."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    workshop = general.open_circle("Workshop", by=ada, pilot=ada)
    general.open_circle("Power", by=ada, pilot=ada)
    for name in ("Hydro", "Bench"):
        workshop.open_circle(name, by=ada, pilot=ada)
    return general.project.slug


def at_the_map(sign_in: SignIn, deployment: Deployment, **options: object) -> Person:
    ada = sign_in("ada", **options)
    slug = deployment.call(make_project, ada.email)
    ada.goto(f"/p/{slug}/map/")
    expect(ada.page.locator("svg.map [data-key='hydro']")).to_be_attached()
    return ada


def seen(page: Page) -> float:
    """Return how much of the map is in view, once it lies still."""
    expect(page.locator("svg.map")).not_to_have_class(re.compile("map--moving"))
    width: float = page.evaluate("document.querySelector('svg.map').viewBox.baseVal.width")
    return width


def is_in(page: Page, key: str, name: str) -> None:
    """The way, the card, the list and the address say in which circle one is."""
    expect(page.locator(".map__path [aria-current]")).to_have_text(name)
    expect(page.locator("#map-card-name")).to_have_text(name)
    expect(page.locator("[data-circle-row][aria-selected='true']")).to_have_attribute("data-circle-row", key)
    expect(page).to_have_url(re.compile(rf"/map/{key}/$"))


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
@EMBEDDED_ONLY
def test_ada_zooms_in_by_a_click_and_out_by_the_path(
    sign_in: SignIn, deployment: Deployment, viewport: dict[str, int] | None
) -> None:
    ada = at_the_map(sign_in, deployment, **({"viewport": viewport} if viewport else {}))
    page, whole = ada.page, seen(ada.page)
    workshop, hydro = (page.locator(f"svg.map [data-key='{key}']") for key in ("workshop", "hydro"))

    if viewport:  # the rim is too thin for a thumb: by what stands inside, one goes in level by level
        hydro.click()
    else:
        workshop.click(position={"x": 8, "y": (workshop.bounding_box() or {"height": 0})["height"] / 2})
    page.wait_for_function(IS_NEARER, arg=whole)
    is_in(page, "workshop", "Workshop")
    nearer = seen(page)
    hydro.click()
    page.wait_for_function(IS_NEARER, arg=nearer)
    is_in(page, "hydro", "Hydro")

    page.locator(".map__path [data-key='general']").click()
    page.wait_for_function(IS_WHOLE, arg=whole)
    is_in(page, "general", "General")


@EMBEDDED_ONLY
def test_ada_zooms_by_keyboard_and_opens_the_circle_she_is_in(sign_in: SignIn, deployment: Deployment) -> None:
    page = at_the_map(sign_in, deployment, reduced_motion="no-preference").page
    whole = seen(page)
    page.locator("svg.map [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map [data-key='workshop']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map [data-key='power']")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function(IS_NEARER, arg=whole)
    is_in(page, "workshop", "Workshop")

    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map [data-key='hydro']")).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_function(IS_WHOLE, arg=whole)
    is_in(page, "general", "General")

    page.locator("svg.map [data-key='power']").focus()
    page.keyboard.press("Enter")
    is_in(page, "power", "Power")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/circles/power/$"))


def make_trades(email: str) -> str:
    """Make a project with a circle for each trade, and circles inside one; return its slug."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    first, *_others = [general.open_circle(name, by=ada, pilot=ada) for name in TRADES]
    for name in ("Hydraulics", "Electronics and firmware"):
        first.open_circle(name, by=ada, pilot=ada)
    return general.project.slug


@EMBEDDED_ONLY
def test_on_a_phone_no_name_leaves_its_circle(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada", viewport=NARROW)
    page = ada.goto(f"/p/{deployment.call(make_trades, ada.email)}/map/").page
    expect(page.locator(".map__name--inside").first).to_be_attached()
    seen(page)
    assert page.evaluate(OUTSIDE) == []
    expect(page.locator(".map__name", has_text="Hydraulics")).to_have_count(0)
    page.locator("svg.map [data-key='design']").click()
    expect(page.locator(".map__name", has_text="Hydraulics")).to_be_attached()
    seen(page)
    assert page.evaluate(OUTSIDE) == []
