/**
 * `j` and `k` move the focus through the lines of a page; in the palette the arrows do, up to its field and down again,
 * and what is typed goes into the field from anywhere.
 */
import { isTyping } from "./shortcuts";

const LINES = ".line, .register tbody tr, .topic, .log__entry, .palette__item, [data-item]";
/** What opens a line, before what only marks, stars or chooses it; the first kind that a line has. */
const OPENS = [
  "a.line__name, button.line__name, .line__name a, .register__title a, [data-name] a",
  "a[href]",
  "button",
  "input:not([type=hidden])",
];

/** The part of a line that takes the focus: the line itself if it can, else its first link or control. */
function focusable(line: HTMLElement): HTMLElement | null {
  if (line.matches("a, button, [tabindex]")) return line;
  for (const opens of OPENS) {
    const found = line.querySelector<HTMLElement>(opens);
    if (found) return found;
  }
  return null;
}

/** Move the focus by one line; returns whether there was one. */
export function moveFocus(by: 1 | -1, root: ParentNode = document): boolean {
  const lines = [...root.querySelectorAll<HTMLElement>(LINES)].filter((line) => line.checkVisibility?.() ?? true);
  const at = lines.findIndex((line) => line.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? lines[0] : lines.at(-1)) : lines[at + by];
  const target = next && focusable(next);
  if (!target) return false;
  target.focus({ preventScroll: true });
  next.scrollIntoView?.({ block: "nearest" });
  return true;
}

function moveInPalette(by: 1 | -1, palette: HTMLElement): boolean {
  if (moveFocus(by, palette)) return true;
  if (by > 0) return false;
  fieldOf(palette)?.focus();
  return true;
}

function fieldOf(palette: HTMLElement): HTMLInputElement | null {
  return palette.querySelector<HTMLInputElement>("[role=searchbox]");
}

export function listNavigation(signal: AbortSignal): void {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const palette = (event.target as Element).closest<HTMLElement>(".palette");
      const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
      if (palette && arrow) return void (moveInPalette(arrow, palette) && event.preventDefault());
      if (palette && event.key.length === 1 && event.key !== " ") return void fieldOf(palette)?.focus();
      if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const by = { j: 1, k: -1 }[event.key] as 1 | -1 | undefined;
      if (by && moveFocus(by)) event.preventDefault();
    },
    { signal },
  );
}
