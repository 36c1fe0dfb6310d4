/** Reads the paragraphs of HTML that Word copies: titles, blank lines, and list items with their bullet as text. */

import { newLabel } from "./nodes/footnote";
import { boxInWingdings, mark } from "./paste_boxes";

const LIST = /mso-list:\s*(l\d+) level(\d) (lfo\d+)/i;
const NUMBER = /^\s*(?:\d+|[a-z]|[ivxlc]+)[.)]/i;
const TITLE = /\bMsoTitle/;

/** Makes of a paragraph what it is for Word; others stay as they are. Style attributes must have been renamed. */
export function wordParagraph(paragraph: HTMLElement): void {
  if (TITLE.test(paragraph.className)) {
    const title = paragraph.ownerDocument.createElement("h1");
    title.append(...paragraph.childNodes);
    paragraph.replaceWith(title);
  } else if (isBlank(paragraph)) paragraph.remove();
  else listItem(paragraph);
}

/** Makes footnotes of Word's: its clipboard has them as links to paragraphs at the end, below a line. */
export function wordFootnotes(page: Document): void {
  for (const list of page.querySelectorAll("[data-pasted-style*='mso-element:footnote-list']")) {
    for (const line of list.querySelectorAll(":scope > hr, :scope > br")) line.remove();
    list.replaceWith(...list.childNodes);
  }
  const labels = new Map<string, string>();
  for (const link of page.querySelectorAll<HTMLAnchorElement>("a[href^='#_ftn']:not([href^='#_ftnref'])")) {
    const name = link.getAttribute("href")?.slice(2) ?? "";
    if (!page.getElementById(name)) continue;
    const label = labels.get(name) ?? newLabel();
    labels.set(name, label);
    const reference = page.createElement("sup");
    reference.className = "footnote-ref";
    reference.dataset.label = label;
    link.replaceWith(reference);
  }
  for (const [name, label] of labels) {
    const note = page.getElementById(name);
    for (const back of note?.querySelectorAll("a[href^='#_ftnref']") ?? []) back.remove();
    note?.classList.add("footnote");
    note?.setAttribute("data-label", label);
  }
}

/** Whether it is an empty paragraph, which Word never leaves quite empty. */
const isBlank = (paragraph: HTMLElement): boolean =>
  paragraph.innerHTML.includes("<o:p>") && !paragraph.textContent?.trim() && !paragraph.querySelector("img");

function listItem(paragraph: HTMLElement): void {
  const [, list = "", level = "", order = ""] = LIST.exec(paragraph.dataset.pastedStyle ?? "") ?? [];
  if (!list) return;
  const bullet = [...paragraph.querySelectorAll<HTMLElement>("[data-pasted-style]")].find((each) =>
    /mso-list:\s*ignore/i.test(each.dataset.pastedStyle ?? ""),
  );
  const tag = NUMBER.test(bullet?.textContent ?? "") ? "ol" : "ul";
  const isTicked = boxInWingdings(bullet);
  bullet?.remove();
  const item = paragraph.ownerDocument.createElement("li");
  const place = listAt(paragraph, `${list} ${order}`, Number(level), tag);
  paragraph.removeAttribute("data-pasted-style");
  if (isTicked !== null) mark(item, isTicked);
  item.append(paragraph);
  place.append(item);
}

/** The list at `level` for the next item, made where it is missing. `name` is Word's of the list. */
function listAt(paragraph: HTMLElement, name: string, level: number, tag: string): Element {
  const make = (): HTMLElement => {
    const list = paragraph.ownerDocument.createElement(tag);
    list.dataset.word = name;
    return list;
  };
  const before = paragraph.previousElementSibling;
  const goesOn = before instanceof HTMLElement && before.dataset.word === name;
  let list: Element | null = goesOn && (level > 1 || before.matches(tag)) ? before : null;
  if (!list) {
    list = make();
    paragraph.before(list);
  }
  for (let depth = 1; depth < level && list.lastElementChild; depth += 1) {
    const item: Element = list.lastElementChild;
    list = item.querySelector(":scope > ul, :scope > ol") ?? item.appendChild(make());
  }
  return list;
}
