/** Where on the page the editor writes: parts that the template laid out, made where it did not. */
import { make } from "./dom";

export interface Places {
  tools: HTMLElement;
  saved: HTMLElement;
  bar: HTMLElement;
  outline: HTMLElement | null;
  presence: HTMLElement | null;
  /** What scrolls the text. */
  sheet: Element;
}

export function placesOf(element: HTMLElement): Places {
  const scope = element.closest(".editor") ?? document;
  const find = (name: string): HTMLElement | null =>
    scope.querySelector<HTMLElement>(`[data-${name}]`) ?? document.querySelector<HTMLElement>(`[data-${name}]`);
  const sheet = element.closest(".sheet");
  const before = (className: string): HTMLElement => {
    const made = make("div", { class: className });
    if (sheet) sheet.prepend(made);
    else element.before(made);
    return made;
  };
  const saved = find("saved") ?? before("saved");
  saved.classList.add("saved");
  // Only what lasts is read aloud, by a part of its own.
  saved.removeAttribute("role");
  return {
    tools: find("toolbar") ?? before("editor__tools"),
    saved,
    bar: find("bar") ?? before("unsaved"),
    outline: find("outline"),
    presence: find("presence"),
    sheet: sheet ?? document.scrollingElement ?? document.documentElement,
  };
}

/** Puts `text` where the server's text stands, without moving what is being read. */
export function swap(element: HTMLElement, text: HTMLElement, sheet: Element): void {
  const { scrollTop } = sheet;
  element.replaceChildren(text);
  sheet.scrollTop = scrollTop;
}
