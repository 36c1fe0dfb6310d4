/** Cleans HTML pasted from Word, Docs and mail so that the editor's schema can read it. */

import { Fragment, Slice, type Node as TextNode } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { nestLists, readBoxes } from "./paste_boxes";
import { align, colourInside, wordLooks } from "./paste_looks";
import { wordFootnotes, wordParagraph } from "./paste_word";

const MAX_CELLS = 5_000;
// Of Word's own properties, such as mso-bidi-font-weight, none says how a text looks here.
const BOLD = /(?<![\w-])font-weight:\s*(?:bold|[6-9]00)/i;
const NOT_BOLD = /(?<![\w-])font-weight:\s*(?:normal|[1-4]00)/i;
const ITALIC = /(?<![\w-])font-style:\s*italic/i;
const STRUCK = /(?<![\w-])text-decoration[^;]*line-through/i;
const UNDERLINED = /(?<![\w-])text-decoration[^;]*underline/i;

/** What stands for a picture that is in the HTML itself, or nothing. */
type Keep = (image: HTMLImageElement) => string;

/** Cleans HTML from the clipboard; `keep` takes the pictures that come with it. */
export function cleanPaste(html: string, keep: Keep = () => ""): string {
  const page = parsed(html);
  const isOurs = page.querySelector("[data-pm-slice]") !== null;
  for (const element of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) wordParagraph(element as HTMLElement);
  if (!isOurs) {
    wordFootnotes(page);
    nestLists(page);
    readBoxes(page);
    removeForeign(page, keep);
  }
  for (const element of page.querySelectorAll<HTMLElement>("[data-pasted-style], font[color], [align]")) {
    styleToMarks(element);
  }
  return page.body.innerHTML;
}

/** Whether it is nothing but one picture: what a browser copies beside the picture itself. */
export function isPictureAlone(html: string): boolean {
  const { body } = parsed(html);
  return body.querySelectorAll("img").length === 1 && !body.textContent?.trim();
}

/** Style attributes are renamed before it is read: the content security policy reports each. */
function parsed(html: string): Document {
  const bare = html.replace(/<(\/?)style\b/gi, "<$1template").replace(/(<[^<>]*?\s)style=/gi, "$1data-pasted-style=");
  const page = new DOMParser().parseFromString(trusted(bare), "text/html");
  for (const unwanted of page.querySelectorAll("template, script, xml, meta, link, title")) unwanted.remove();
  return page;
}

/** Removes what leads nowhere here, of a text that is not ours. */
function removeForeign(page: Document, keep: Keep): void {
  // A spreadsheet says how wide its columns are; here they are as wide as their words.
  for (const columns of page.querySelectorAll("colgroup")) columns.remove();
  for (const link of page.querySelectorAll("a[href^='#']")) link.replaceWith(...link.childNodes);
  for (const image of page.querySelectorAll<HTMLImageElement>("img:not([src^='http://'], [src^='https://'])")) {
    const address = isOurFile(image) ? image.getAttribute("src") : keep(image);
    if (address) image.setAttribute("src", address);
    else image.remove();
  }
  for (const picture of page.querySelectorAll<HTMLElement>("p.elsewhere")) asPicture(picture);
  for (const paragraph of page.querySelectorAll("p:has(img)")) {
    // Pictures are blocks here: the paragraph around one would stand before it, empty.
    if (!paragraph.textContent?.trim()) paragraph.replaceWith(...paragraph.querySelectorAll("img"));
  }
  for (const note of page.querySelectorAll("aside")) asCallout(note);
  for (const line of [...page.querySelectorAll("br")].reverse()) if (breaksNothing(line)) line.remove();
  for (const code of page.querySelectorAll("pre")) {
    const last = lastText(code);
    if (last) last.data = last.data.replace(/\n$/, "");
  }
}

const isOurFile = (image: Element): boolean => image.closest("figure[data-file]") !== null;

/** A picture of another host, as our pages name it instead of loading it. */
function asPicture(named: HTMLElement): void {
  const link = named.querySelector("a");
  const image = named.ownerDocument.createElement("img");
  image.alt = link?.textContent ?? "";
  image.setAttribute("src", link?.getAttribute("href") ?? "");
  named.replaceWith(image);
}

/** Notion's boxes. */
function asCallout(note: Element): void {
  const box = note.ownerDocument.createElement("div");
  box.className = "callout";
  box.dataset.tone = /^\s*[⚠❗🚨]/u.test(note.textContent ?? "") ? "warning" : "note";
  box.append(...note.childNodes);
  note.replaceWith(box);
}

const BLOCK = "p, div, ul, ol, table, blockquote, pre, hr, h1, h2, h3, h4, h5, h6, figure, details";

/** Whether a line break stands at the edge of a block or between blocks, as mail programs and Google Docs write it. */
function breaksNothing(line: Element): boolean {
  const beside = (step: "nextSibling" | "previousSibling"): Node | null => {
    let node: Node | null = line[step];
    while (node && node.nodeType !== Node.ELEMENT_NODE && !node.textContent?.trim()) node = node[step];
    return node;
  };
  const [before, after] = [beside("previousSibling"), beside("nextSibling")];
  const isBlock = (node: Node | null): boolean => node instanceof Element && node.matches(BLOCK);
  return after === null || isBlock(after) || isBlock(before);
}

function lastText(element: Element): Text | null {
  let last: Node | null = element;
  while (last && !(last instanceof Text)) last = last.lastChild;
  return last;
}

/** Pasted rows with tabs become a table: what a spreadsheet leaves where the clipboard takes text alone. */
export function pasteRows(view: EditorView, event: ClipboardEvent): boolean {
  const data = event.clipboardData;
  const text = data?.getData("text/plain") ?? "";
  if (!text.includes("\t") || data?.types.includes("text/html") || view.state.selection.$from.parent.type.spec.code) {
    return false;
  }
  const rows = text
    .replace(/\r\n?/g, "\n")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  const width = Math.max(...rows.map((row) => row.length));
  if (rows.length * width > MAX_CELLS || rows.some((row) => row.length < 2)) return false;
  const { table, tableRow, tableCell, paragraph } = view.state.schema.nodes;
  if (!table || !tableRow || !tableCell || !paragraph) return false;
  const cell = (words = ""): TextNode =>
    tableCell.create(null, paragraph.create(null, words ? view.state.schema.text(words) : null));
  const made = rows.map((row) =>
    tableRow.create(
      null,
      Array.from({ length: width }, (_, n) => cell(row[n]?.trim())),
    ),
  );
  // Into a table, cell by cell; elsewhere as a table of its own.
  const slice = new Slice(Fragment.from(table.create(null, made)), 0, 0);
  if (!view.someProp("handlePaste", (handle) => handle !== pasteRows && handle(view, event, slice))) {
    view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
  }
  return true;
}

/** Turns an element's style into marks. */
function styleToMarks(element: HTMLElement): void {
  const style = element.dataset.pastedStyle ?? "";
  element.removeAttribute("data-pasted-style");
  // Google Docs wraps everything in <b style="font-weight:normal">.
  if (element.matches("b, strong") && NOT_BOLD.test(style)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (element.matches("p, h1, h2, h3, h4, h5, h6")) align(element, style);
  if (!element.matches("span, font, a, b, i, em, strong, u, s, mark")) return;
  const { colour, ground } = wordLooks(element, style);
  if (colour) colourInside(element, "span", colour);
  if (ground && !element.closest("mark")) colourInside(element, "mark", ground);
  if (BOLD.test(style)) wrapInside(element, "strong");
  if (ITALIC.test(style)) wrapInside(element, "em");
  if (STRUCK.test(style)) wrapInside(element, "s");
  if (UNDERLINED.test(style) && !element.matches("a, a *")) wrapInside(element, "u");
}

function wrapInside(element: HTMLElement, tag: string): void {
  const mark = element.ownerDocument.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}

interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createHTML: (html: string) => string },
  ) => { createHTML: (html: string) => string };
}

let policy: { createHTML: (html: string) => string } | null = null;

/** Where the page demands trusted types: this HTML only goes into a parser, which runs nothing. */
function trusted(html: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return html;
  policy ??= types.createPolicy("ronde-paste", { createHTML: (text) => text });
  return policy.createHTML(html);
}
