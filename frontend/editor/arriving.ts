/**
 * While a document arrives, the browser lays out what is on the screen and leaves the rest for later: the server's text
 * stands for some hundred milliseconds only, and the editor's is typed in sooner.
 */

/** After this time (ms) a text is laid out whole though no editor has come. */
const AT_LATEST = 3_000;
const CLASS = "is-arriving";
/** What is a table cannot be left for later; no screen shows so many blocks. */
const FAR_TABLES = ":scope > table:nth-child(n + 40)";

/** Begins, at the top of the text: a link to a place further down needs all that stands before it. */
export function arrive(element: HTMLElement): void {
  if (location.hash) return;
  element.classList.add(CLASS);
  displayFarTables(element, "block");
  setTimeout(() => settle(element), AT_LATEST);
}

/** Ends as soon as the browser has nothing else to do. */
export function settleWhenIdle(element: HTMLElement): void {
  if (!element.classList.contains(CLASS)) return;
  // Safari has no such call.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => settle(element), { timeout: 1_000 });
  else setTimeout(() => settle(element), 200);
}

function settle(element: HTMLElement): void {
  if (!element.classList.contains(CLASS)) return;
  element.classList.remove(CLASS);
  displayFarTables(element, "");
  // Here and now, and not when the next letter is typed.
  element.getBoundingClientRect();
}

function displayFarTables(element: HTMLElement, as: string): void {
  for (const table of element.querySelectorAll<HTMLElement>(FAR_TABLES)) table.style.display = as;
}
