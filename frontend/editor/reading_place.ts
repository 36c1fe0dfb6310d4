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
let hasFoundPlace = false;

/** Whether the reader came back to this page and was brought to where they left it: not to the link in its address. */
export function isBroughtBack(): boolean {
  return hasFoundPlace;
}

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
  // Two people may use one tab.
  const key = `place ${text.dataset.person ?? ""} ${location.pathname}`;
  // Who comes anew need not wait for what the browser has stored.
  const left = isReturning() ? storedPlace(key) : null;
  hasFoundPlace = left !== null;
  if (left) goToPlace(left, text, sheet);
  // Who has scrolled nothing is at the top. To ask the browser would have it style a text that is being left.
  let hasScrolled = left !== null;
  const noteScroll = (): void => {
    hasScrolled = true;
  };
  document.addEventListener("scroll", noteScroll, { capture: true, once: true, passive: true });
  const note = (): void => storePlace(key, hasScrolled ? readingPlace(text, sheet) : null);
  window.addEventListener("pagehide", note);
  // Phones end a page in the background without telling it.
  document.addEventListener("visibilitychange", () => document.hidden && note());
}

/** Null where there is none, also when another release wrote it otherwise, or the browser stores nothing. */
function storedPlace(key: string): ReadingPlace | null {
  try {
    const { id, index, hidden } = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<ReadingPlace>;
    return typeof id === "string" && Number.isInteger(index) && Number.isFinite(hidden)
      ? { id, index: Number(index), hidden: Number(hidden) }
      : null;
  } catch {
    return null;
  }
}

function storePlace(key: string, place: ReadingPlace | null): void {
  try {
    if (place) sessionStorage.setItem(key, JSON.stringify(place));
    else sessionStorage.removeItem(key);
  } catch {
    // The browser stores nothing: a reload begins at the top.
  }
}

/** The blocks without what the editor draws between them, as the keys of clauses: the server's text has none of it. */
function blocksOf(text: Element): Element[] {
  const all = [...(text.querySelector(".ProseMirror") ?? text).children];
  return all.filter((each) => !each.matches(".ProseMirror-widget"));
}

/** Ids of blocks; those made of a heading's words are left out of what is stored. Tables have theirs within. */
function idOf(block: Element): string {
  const id = (block.matches(".tableWrapper") ? block.querySelector("table")?.id : block.id) ?? "";
  return id.startsWith("b-") ? id : "";
}

/** Where the text that one sees begins; a page that scrolls as a whole moves its own box. */
function edgeOf(sheet: Element): number {
  return sheet === document.scrollingElement ? 0 : sheet.getBoundingClientRect().top;
}
