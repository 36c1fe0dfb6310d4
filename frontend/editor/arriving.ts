/**
 * While a document arrives, the browser lays out what is on the screen and leaves the rest for later: the server's text
 * stands for some hundred milliseconds only, and the editor's is typed in sooner (`.is-arriving` in blocks.css).
 */

/** After this time (ms) a text is laid out whole though no editor has come. */
const AT_LATEST = 3_000;
const CLASS = "is-arriving";

/**
 * Begins, at the top of the text: a place further down needs all that stands before it. Asks the browser for no place
 * or size: it would lay out the whole text to answer.
 */
export function arrive(element: HTMLElement): void {
  if (location.hash || isReturning()) return;
  element.classList.add(CLASS);
  // Who reads on keeps their place when the editor's text comes: that of other heights would show other words.
  document.addEventListener("scroll", () => layOutWhole(element), { capture: true, once: true, passive: true });
  setTimeout(() => layOutWhole(element), AT_LATEST);
}

/** Whether one reloaded the page or went back to it: to the place where one left it. */
export function isReturning(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation !== undefined && navigation.type !== "navigate";
}

/** Ends as soon as the browser has nothing else to do. */
export function layOutWhenIdle(element: HTMLElement): void {
  if (!element.classList.contains(CLASS)) return;
  // Safari has no such call.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => layOutWhole(element), { timeout: 1_000 });
  else setTimeout(() => layOutWhole(element), 200);
}

function layOutWhole(element: HTMLElement): void {
  if (!element.classList.contains(CLASS)) return;
  element.classList.remove(CLASS);
  // Here and now, and not when the next letter is typed.
  element.getBoundingClientRect();
}
