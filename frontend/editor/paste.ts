/** What is pasted from Word, Docs and mail, made into what the schema knows before the editor reads it. */

const BOLD = /font-weight:\s*(?:bold|[6-9]00)/i;
const NOT_BOLD = /font-weight:\s*(?:normal|[1-4]00)/i;
const ITALIC = /font-style:\s*italic/i;
const STRUCK = /text-decoration[^;]*line-through/i;
const UNDERLINED = /text-decoration[^;]*underline/i;
const WORD_LIST = /mso-list:[^;"]*level(\d)/i;
const WORD_NUMBER = /^\s*(?:\d+|[a-z]|[ivxlc]+)[.)]/i;

/** Cleans HTML from the clipboard. Style attributes are renamed first: the content security policy reports each. */
export function cleanPaste(html: string): string {
  const bare = html.replace(/<(\/?)style\b/gi, "<$1template").replace(/(<[^<>]*?\s)style=/gi, "$1data-worn=");
  const page = new DOMParser().parseFromString(trusted(bare), "text/html");
  for (const noise of page.querySelectorAll("template, script, xml, meta, link, title")) noise.remove();
  const dressed = [...page.querySelectorAll<HTMLElement>("[data-worn]")];
  for (const element of dressed) wordListItem(element);
  for (const element of dressed) undress(element);
  return page.body.innerHTML;
}

/** Turns what an element wears into marks of its own. */
function undress(element: HTMLElement): void {
  const worn = element.dataset.worn ?? "";
  element.removeAttribute("data-worn");
  // Google Docs wraps everything in <b style="font-weight:normal">.
  if (element.matches("b, strong") && NOT_BOLD.test(worn)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (!element.matches("span, font, a, b, i, em, strong, u, s")) return;
  if (BOLD.test(worn)) wrapInside(element, "strong");
  if (ITALIC.test(worn)) wrapInside(element, "em");
  if (STRUCK.test(worn)) wrapInside(element, "s");
  if (UNDERLINED.test(worn) && !element.matches("a, a *")) wrapInside(element, "u");
}

function wrapInside(element: HTMLElement, tag: string): void {
  const mark = element.ownerDocument.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}

/** Word writes list items as paragraphs with the bullet as text. */
function wordListItem(paragraph: HTMLElement): void {
  const level = Number(WORD_LIST.exec(paragraph.dataset.worn ?? "")?.[1] ?? 0);
  if (level === 0 || !paragraph.matches("p, h1, h2, h3, h4, h5, h6")) return;
  const sign = [...paragraph.querySelectorAll<HTMLElement>("[data-worn]")].find((each) =>
    /mso-list:\s*ignore/i.test(each.dataset.worn ?? ""),
  );
  const tag = WORD_NUMBER.test(sign?.textContent ?? "") ? "ol" : "ul";
  sign?.remove();
  const page = paragraph.ownerDocument;
  const item = page.createElement("li");
  const before = paragraph.previousElementSibling;
  const list = listAt(before?.matches("ul[data-word], ol[data-word]") ? before : null, level, tag, paragraph);
  paragraph.removeAttribute("data-worn");
  item.append(paragraph);
  list.append(item);
}

/** The list at `level` that the next item belongs to, made where it is missing. */
function listAt(before: Element | null, level: number, tag: string, paragraph: HTMLElement): Element {
  const make = (): HTMLElement => {
    const list = paragraph.ownerDocument.createElement(tag);
    list.dataset.word = "";
    return list;
  };
  let list = before;
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

interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createHTML: (html: string) => string },
  ) => { createHTML: (html: string) => string };
}

let policy: { createHTML: (html: string) => string } | null = null;

/** A page that demands trusted types wants to hear that this HTML only goes into a parser, which runs nothing. */
function trusted(html: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return html;
  policy ??= types.createPolicy("ronde-paste", { createHTML: (text) => text });
  return policy.createHTML(html);
}
