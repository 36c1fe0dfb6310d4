/** The parts of the page that the editor fills: those of the template, made where it has none. */
import { make } from "./dom";
import { keepPlaceWhile } from "./reading_place";

export interface PageParts {
  tools: HTMLElement;
  saved: HTMLElement;
  bar: HTMLElement;
  outline: HTMLElement | null;
  presence: HTMLElement | null;
  /** The margin for comments. */
  notes: HTMLElement | null;
  /** The element that scrolls the text. */
  sheet: Element;
}

export function findPageParts(element: HTMLElement): PageParts {
  const scope = element.closest(".editor") ?? document;
  const find = (name: string): HTMLElement | null =>
    scope.querySelector<HTMLElement>(`[data-${name}]`) ?? document.querySelector<HTMLElement>(`[data-${name}]`);
  const sheet = element.closest(".sheet");
  const makeBefore = (className: string): HTMLElement => {
    const made = make("div", { class: className });
    if (sheet) sheet.prepend(made);
    else element.before(made);
    return made;
  };
  const saved = find("saved") ?? makeBefore("saved");
  saved.classList.add("saved");
  // Only states that last are read aloud, by an element of its own.
  saved.removeAttribute("role");
  return {
    tools: find("toolbar") ?? makeBefore("editor__tools"),
    saved,
    bar: find("bar") ?? makeBefore("unsaved"),
    outline: find("outline"),
    presence: find("presence"),
    notes: find("notes"),
    sheet: sheet ?? document.scrollingElement ?? document.documentElement,
  };
}

/**
 * Puts `text` in place of the server's text, with the same words at the same place. At the top nothing moves, and the
 * browser need not lay the text out before its page is drawn.
 */
export function replaceText(element: HTMLElement, text: HTMLElement, sheet: Element): void {
  keepPlaceWhile(() => element.replaceChildren(text), element, sheet);
}
