/**
 * Keyboard shortcuts. `g` then a letter follows the link with that `data-goes`; any other key clicks the element with
 * that `data-key` ("c" new, "/" search). Digits give a position: among the buttons of an open menu, else of the round
 * with the focus, else the page's only ones; where nobody is asked for one they click like other keys (gates).
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
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const groups = /^\d$/.test(key) ? [...document.querySelectorAll("[data-positions]")].filter(isShown) : [];
  if (groups.length) {
    const open = groups.find((group) => group.closest("[popover]"));
    const near = focus?.closest(".line, [data-item], .round, .proposal")?.querySelector("[data-positions]");
    const group = open ?? near ?? (groups.length === 1 ? groups[0] : null);
    return group?.querySelector<HTMLElement>(selector) ?? null;
  }
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  return found.find((element) => !element.closest("[data-positions]")) ?? null;
}

/** Whether it stands on the page, and not in a menu that is closed. */
function isShown(element: Element): boolean {
  return element.closest("[popover]")?.matches(":popover-open") ?? true;
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
