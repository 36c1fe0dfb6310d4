/**
 * Keyboard shortcuts. `g` then a letter follows the link with that `data-goes`; any other key clicks the element with
 * that `data-key` ("c" new, "/" search); 1 to 5 give a position in the round with the focus, or the page's only one;
 * where nobody is asked for a position they click like other keys (the answers to a gate).
 */
import { openDialog } from "./dialogs";

const PAGES: Record<string, string> = {
  t: "today",
  i: "inbox",
  m: "map",
  d: "decisions",
  o: "documents",
  c: "chat",
  s: "sync",
  k: "tracks",
  a: "actions",
  r: "record",
  p: "people",
};
const SECOND_KEY_WITHIN_MS = 1500;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select, [role=textbox]")) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range)$/.test(target.type);
}

/** The element that a key clicks, or null. */
export function shortcutTarget(key: string, focus: Element | null = document.activeElement): HTMLElement | null {
  const groups = /^[1-5]$/.test(key) ? [...document.querySelectorAll(".positions, [data-positions]")] : [];
  if (groups.length) {
    const near = focus?.closest(".line, [data-item], .round, .proposal")?.querySelector(".positions, [data-positions]");
    const group = near ?? (groups.length === 1 ? groups[0] : null);
    return group?.querySelectorAll<HTMLElement>("button, [role=button]")[Number(key) - 1] ?? null;
  }
  return document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
}

export function shortcuts(signal: AbortSignal): void {
  let goPressedAt = 0;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const isSecondKey = performance.now() - goPressedAt < SECOND_KEY_WITHIN_MS && goPressedAt > 0;
      goPressedAt = event.key === "g" && !isSecondKey ? performance.now() : 0;
      if (goPressedAt) return;
      const target = isSecondKey
        ? document.querySelector<HTMLElement>(`[data-goes="${PAGES[event.key] ?? "-"}"]`)
        : shortcutTarget(event.key);
      if (target) {
        event.preventDefault();
        target.click();
      } else if (event.key === "?" && openDialog("keys")) {
        event.preventDefault();
      }
    },
    { signal },
  );
}
