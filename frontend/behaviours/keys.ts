/**
 * Keys of the page. `g` then a letter follows the link with that `data-goes`; any other key presses what carries it
 * as `data-key` ("c" new, "/" search); 1 to 5 give a position where the focus is, or in the only round of the page.
 */
import { open } from "./dialogs";

const PLACES: Record<string, string> = {
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

/** The press that a key stands for here, or null. */
export function pressFor(key: string, focus: Element | null = document.activeElement): HTMLElement | null {
  if (/^[1-5]$/.test(key)) {
    const groups = [...document.querySelectorAll(".positions, [data-positions]")];
    const near = focus?.closest(".line, [data-item], .round, .proposal")?.querySelector(".positions, [data-positions]");
    const group = near ?? (groups.length === 1 ? groups[0] : null);
    return group?.querySelectorAll<HTMLElement>("button, [role=button]")[Number(key) - 1] ?? null;
  }
  return document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
}

export function keys(signal: AbortSignal): void {
  let went = 0;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const going = performance.now() - went < SECOND_KEY_WITHIN_MS && went > 0;
      went = event.key === "g" && !going ? performance.now() : 0;
      if (went) return;
      const press = going
        ? document.querySelector<HTMLElement>(`[data-goes="${PLACES[event.key] ?? "-"}"]`)
        : pressFor(event.key);
      if (press) {
        event.preventDefault();
        press.click();
      } else if (event.key === "?" && open("keys")) {
        event.preventDefault();
      }
    },
    { signal },
  );
}
