/**
 * Keys that scroll a page reach the part that scrolls (`data-scrolls`, with `tabindex="-1"`) on pages of one screen,
 * where the page itself does not: until something else has the focus.
 */
const KEYS = ["PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp", " "];

export function scrollKeys(signal: AbortSignal): void {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target !== document.body || !KEYS.includes(event.key)) return;
      // The browser scrolls what has the focus after this.
      document.querySelector<HTMLElement>("[data-scrolls]")?.focus({ preventScroll: true });
    },
    { signal },
  );
}
