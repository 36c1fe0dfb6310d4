"""The problem with a page as a browser shows it: overflow, layout shift, focus that is invisible or out of reach, and
what axe finds.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
OVERFLOW = """() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  const scrolls = (one) => one && (one.matches("dialog, [popover]") ||
    !["visible", "clip"].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const cut = [...document.querySelectorAll("main *")].filter((one) =>
    (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
    && one.checkVisibility({ visibilityProperty: true })
    && !one.closest("svg, .unseen") && !scrolls(one.parentElement));
  const written = (one) => [...one.childNodes].map((node) => (node.nodeType === 3 ? node.data : "")).join("").trim();
  const squeezed = [...document.querySelectorAll("main *")].filter((one) => written(one).length > 40
    && one.clientWidth > 1 && one.clientWidth < 72 && one.checkVisibility({ visibilityProperty: true }));
  return [...(wide > 0 ? [`scrolls sideways by ${wide}px`] : []),
    ...squeezed.slice(0, 2).map((one) => `squeezed: ${one.outerHTML.slice(0, 120)}`),
    ...cut.slice(0, 2).map((one) => `cut: ${one.outerHTML.slice(0, 120)}`)];
}"""
# Nothing is loaded anew for it: only an experimental rule reads style sheets as text.
# A table of a text that is wider than a phone is scrolled by the caret where it is being written, and where it is read
# by the arrow keys: the browser lets Tab stop at it by itself.
AXE_VIOLATIONS = """async (contrast) => (await axe.run(document, {
  resultTypes: ["violations"], preload: false, elementRef: true,
  rules: { "color-contrast": { enabled: contrast } },
})).violations.map(({ id, impact, nodes }) => {
  const isText = ({ element }) => element.closest("[contenteditable], .prose");
  const wrong = id === "scrollable-region-focusable" ? nodes.filter((node) => !isText(node)) : nodes;
  return { id, impact, at: wrong.map((node) => node.target.join(" ")).slice(0, 3),
    why: wrong[0]?.failureSummary.split("\\n").at(-1).trim() };
}).filter(({ at }) => at.length > 0)"""
# Each shift of what was drawn already, with what has moved; not those that a click or a change by others has brought.
OBSERVE_SHIFTS = """globalThis.shifts = [];
const renewals = [];
addEventListener("htmx:before:swap", () => { renewals.push(performance.now()); }, true);
const isRenewed = (time) => renewals.some((renewed) => time >= renewed && time < renewed + 1000);
const isItsOwn = (one) => !one.hadRecentInput && !isRenewed(one.startTime);
new PerformanceObserver((list) => shifts.push(...list.getEntries().filter(isItsOwn)))
  .observe({ type: "layout-shift", buffered: true });"""
LARGEST_SHIFT = 0.02
SHIFT = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const moved = shifts.flatMap((one) => one.sources).map(({ node }) => `${node?.outerHTML}`.slice(0, 120));
  return [shifts.reduce((sum, one) => sum + one.value, 0), [...new Set(moved)].slice(0, 3)];
}"""
# What can be clicked or filled in, and neither it nor what it stands in looks otherwise when it has the focus; and main
# buttons without a tab stop. In a text that is being written the caret shows where one is.
FOCUS_FAULTS = """() => {
  const look = (one) => (({ outline, outlineStyle, boxShadow, border, background, stroke, strokeWidth }) => [
    outlineStyle === "none" ? "" : outline, boxShadow, border, background, stroke, strokeWidth])(getComputedStyle(one));
  const looks = (one) => [one, ...one.children, one.parentElement, one.closest("form, label") ?? one].map(look).join();
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = "a[href], button:enabled, input:enabled:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const controls = [...document.querySelectorAll(`:is(.main, .panel, .plain, .sync, .tour) :is(${all})`)];
  const apart = controls.filter((one) => isSeen(one) && !one.closest("[contenteditable]"));
  const blind = apart.slice(0, 120).filter((one) => {
    const before = looks(one);
    one.focus({ preventScroll: true });
    const shows = looks(one) !== before;
    one.blur();
    return !shows;
  });
  const stuck = [...document.querySelectorAll(".button--main")].filter((one) => isSeen(one) && one.tabIndex < 0);
  return [...blind.slice(0, 2).map((one) => `no visible focus: ${one.outerHTML.slice(0, 120)}`),
    ...stuck.map((one) => `not reached by Tab: ${one.outerHTML.slice(0, 120)}`)];
}"""
IS_LOADED = """() => document.readyState === "complete" && document.fonts.status === "loaded"
  && !document.querySelector("[data-island]:not([data-mounted])")"""


def prepare(page: Page) -> None:
    """Load axe and the observer of layout shifts into every page that opens, past its content security policy."""
    page.context.add_init_script(path=AXE)
    page.context.add_init_script(OBSERVE_SHIFTS)


def wait_until_loaded(page: Page) -> None:
    """Wait for fonts and islands as well."""
    page.wait_for_function(IS_LOADED)


def layout_shifts(page: Page) -> list[str]:
    """Say what moved while the page was loading, when the layout shift score is above `LARGEST_SHIFT`."""
    score, what = page.evaluate(SHIFT)
    return [f"moved by {score:.3f} while loading: {what}"] if score > LARGEST_SHIFT else []


def focus_faults(page: Page) -> list[str]:
    """Say what does not show that it has the focus, and which main buttons no Tab comes to."""
    page.keyboard.press("Tab")  # who uses a keyboard is shown the focus
    found: list[str] = page.evaluate(FOCUS_FAULTS)
    return found


def overflow(page: Page) -> list[str]:
    """Say what does not fit the width of the window, and which sentence stands in a column of a word or less."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def axe_violations(page: Page, *, contrast: bool = True) -> list[str]:
    """Say what axe finds serious or critical; without the contrast of words, which takes it as long as all else."""
    found: list[dict[str, Any]] = page.evaluate(AXE_VIOLATIONS, contrast)
    return [f"{one['id']} ({one['impact']}) at {one['at']}: {one['why']}" for one in found if one["impact"] in SERIOUS]
