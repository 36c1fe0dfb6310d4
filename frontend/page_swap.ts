/** Shows another page without leaving this one: what has the focus keeps it, and no key is lost in between. */

/** The page is another one now: behaviours end, and begin again on it. */
export const PAGE_SWAPPED = "ronde:page";

/** Put the page of an answer in place of this one, whose place in the browser's history it takes; `kept` stays. */
export function swapPage(html: string, address: string, kept: Element): void {
  const next = new DOMParser().parseFromString(html, "text/html");
  history.replaceState(history.state, "", address);
  document.title = next.title;
  for (const { name, value } of next.body.attributes) {
    // Clocks go by the page that the browser loaded.
    if (name !== "data-now") document.body.setAttribute(name, value);
  }
  for (const old of [...document.body.childNodes]) if (old !== kept) old.remove();
  // Not moved itself: an element that moves loses the focus.
  kept.before(...next.body.childNodes);
  document.dispatchEvent(new Event(PAGE_SWAPPED));
}
