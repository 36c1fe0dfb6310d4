"""What is wrong with a page as it is seen: too wide, or hard to use for those who see, hear or move otherwise (axe)."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  const scrolls = (one) => one && (one.matches("dialog, [popover]") ||
    !["visible", "clip"].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const cut = [...document.querySelectorAll("main *")].filter((one) =>
    one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility({ visibilityProperty: true })
    && !one.closest("svg, .unseen") && !scrolls(one.parentElement));
  return [...(wide > 0 ? [`scrolls sideways by ${wide}px`] : []),
    ...cut.slice(0, 2).map((one) => `cut: ${one.outerHTML.slice(0, 120)}`)];
}"""
LOOK = """async (only) => (await axe.run(document, {
  resultTypes: ["violations"], ...(only ? { runOnly: { type: "rule", values: only } } : {}),
})).violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.target.join(" ")).slice(0, 3),
  why: nodes[0]?.failureSummary.split("\\n").at(-1).trim() }))"""
ALIVE = """() => document.readyState === "complete" && document.fonts.status === "loaded"
  && !document.querySelector("[data-island]:not([data-alive])")"""


def prepare(page: Page) -> None:
    """Let axe be in every page that opens; it comes by the browser's own door, so the page's policy stays as it is."""
    page.context.add_init_script(path=AXE)


def alive(page: Page) -> None:
    """Wait until what the page loads afterwards has come alive."""
    page.wait_for_function(ALIVE)


def too_wide(page: Page) -> list[str]:
    """Say what does not fit the width of the window."""
    found: list[str] = page.evaluate(WIDE)
    return found


def hard_to_use(page: Page, *only: str) -> list[str]:
    """Say what axe finds serious or critical; `only` these of its rules."""
    found: list[dict[str, Any]] = page.evaluate(LOOK, list(only) or None)
    return [f"{one['id']} ({one['impact']}) at {one['at']}: {one['why']}" for one in found if one["impact"] in GRAVE]
