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

/** Null at the top. `text` is the island: with the server's text in it, or the editor. */
export function readingPlace(text: Element, sheet: Element): ReadingPlace | null {
  if (sheet.scrollTop <= 0) return null;
  const edge = sheet.getBoundingClientRect().top;
  const blocks = blocksOf(text);
  const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > edge);
  const block = blocks[index];
  if (!block) return null;
  return { id: block.id, index, hidden: Math.round(edge - block.getBoundingClientRect().top) };
}

/** Scrolls there. A block that others took away meanwhile is looked for where it stood. */
export function goToPlace({ id, index, hidden }: ReadingPlace, text: Element, sheet: Element): void {
  const blocks = blocksOf(text);
  const block = (id && blocks.find((each) => each.id === id)) || blocks[index] || blocks.at(-1);
  if (!block) return;
  sheet.scrollTop += block.getBoundingClientRect().top - sheet.getBoundingClientRect().top + hidden;
}

/** Has the reader see the same words at the same place while something above them becomes longer or shorter. */
export function keepPlaceWhile(change: () => void, text: Element, sheet: Element | null): void {
  const place = sheet && readingPlace(text, sheet);
  change();
  if (place) goToPlace(place, text, sheet);
}

/** Brings the reader back to where they left this page, if they come back to it, and notes where they leave it. */
export function keepReadingPlace(text: HTMLElement): void {
  const sheet = text.closest(".sheet");
  if (!sheet) return;
  const key = `place ${location.pathname}`;
  // Who comes anew need not wait for what the browser has stored.
  const left = isReturning() ? sessionStorage.getItem(key) : null;
  if (left) goToPlace(JSON.parse(left) as ReadingPlace, text, sheet);
  window.addEventListener("pagehide", () => {
    const place = readingPlace(text, sheet);
    if (place) sessionStorage.setItem(key, JSON.stringify(place));
    else sessionStorage.removeItem(key);
  });
}

function blocksOf(text: Element): Element[] {
  return [...(text.querySelector(".ProseMirror") ?? text).children];
}
