/**
 * The place at which one reads a text that scrolls within the page: kept while the editor's text replaces the server's,
 * and found again after a reload, Back and Forward. Browsers bring one back to a place of the page only.
 */
import { isReturning } from "./arriving";

/** The block at the upper edge of what one sees, and how many pixels of it are above that edge. */
export interface ReadingPlace {
  id: string;
  index: number;
  hidden: number;
}

const keptTexts = new WeakSet<HTMLElement>();

/** Null at the top. `text` is the island: with the server's text in it, or the editor. */
export function readingPlace(text: Element, sheet: Element): ReadingPlace | null {
  if (sheet.scrollTop <= 0) return null;
  const edge = edgeOf(sheet);
  const blocks = blocksOf(text);
  const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > edge);
  const block = blocks[index];
  if (!block) return null;
  return { id: idOf(block), index, hidden: Math.round(edge - block.getBoundingClientRect().top) };
}

/** Scrolls there; where that block was removed meanwhile, to what stands at its index now. */
export function goToPlace({ id, index, hidden }: ReadingPlace, text: Element, sheet: Element): void {
  const blocks = blocksOf(text);
  const block = (id && blocks.find((each) => idOf(each) === id)) || blocks[index] || blocks.at(-1);
  if (!block) return;
  sheet.scrollTop += block.getBoundingClientRect().top - edgeOf(sheet) + hidden;
}

/** Has the reader see the same words at the same place while something above them becomes longer or shorter. */
export function keepPlaceWhile(change: () => void, text: Element, sheet: Element | null): void {
  const place = sheet && readingPlace(text, sheet);
  change();
  if (place) goToPlace(place, text, sheet);
}

/**
 * Brings the reader back to where they left this page, if they come back to it, and notes where they leave it. Where the
 * editor does not load it is called again at each change of the page, and then does nothing.
 */
export function keepReadingPlace(text: HTMLElement): void {
  const sheet = text.closest(".sheet");
  if (!sheet || keptTexts.has(text)) return;
  keptTexts.add(text);
  const key = `place ${location.pathname}`;
  // Who comes anew need not wait for what the browser has stored.
  const left = isReturning() ? sessionStorage.getItem(key) : null;
  if (left) goToPlace(JSON.parse(left) as ReadingPlace, text, sheet);
  const note = (): void => {
    const place = readingPlace(text, sheet);
    if (place) sessionStorage.setItem(key, JSON.stringify(place));
    else sessionStorage.removeItem(key);
  };
  window.addEventListener("pagehide", note);
  // Phones end a page in the background without telling it.
  document.addEventListener("visibilitychange", () => document.hidden && note());
}

/** The blocks without what the editor draws between them, as the keys of clauses: the server's text has none of it. */
function blocksOf(text: Element): Element[] {
  const all = [...(text.querySelector(".ProseMirror") ?? text).children];
  return all.filter((each) => !each.matches(".ProseMirror-widget"));
}

/** The editor's tables have theirs within what scrolls them. */
function idOf(block: Element): string {
  return (block.matches(".tableWrapper") ? block.querySelector("table")?.id : block.id) ?? "";
}

/** Where the text that one sees begins; a page that scrolls as a whole moves its own box. */
function edgeOf(sheet: Element): number {
  return sheet === document.scrollingElement ? 0 : sheet.getBoundingClientRect().top;
}
