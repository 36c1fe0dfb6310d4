/** Tick boxes of Google Docs, Word, Notion, GitHub and web pages, and lists as these programs nest them. */

/** How a box is written before words, and whether it is ticked. */
const WRITTEN = /^\s*(?:\[([ xX\u00a0])\]|([☐☑☒✅🗹]))\s*/u;
const IN_WINGDINGS = /^\s*([oq¨þýxü])\s*$/;
const TICKED = /[xX☑☒✅🗹þýü]/u;

/** Marks a list's item as a task. */
export function mark(item: HTMLElement, isTicked: boolean): void {
  item.dataset.ticked = String(isTicked);
}

/** Whether the bullet of a Word list is a box, and a ticked one; null for any other bullet. */
export function boxInWingdings(bullet: HTMLElement | undefined): boolean | null {
  const font = bullet?.closest<HTMLElement>("[data-pasted-style*='Wingdings']");
  const sign = IN_WINGDINGS.exec(bullet?.textContent?.replace(/\u00a0/g, " ") ?? "")?.[1];
  return font && sign ? TICKED.test(sign) : null;
}

/** Makes lists of tasks of items and paragraphs that begin with a box. */
export function readBoxes(page: Document): void {
  for (const item of page.querySelectorAll("li")) readItem(item);
  for (const paragraph of page.querySelectorAll("p")) if (!paragraph.closest("li, td, th")) readParagraph(paragraph);
  const lists = new Set([...page.querySelectorAll("li[data-ticked]")].map((item) => item.parentElement));
  for (const list of lists) if (list) divide(list);
}

/** Puts a list that stands beside the items of another into the item before it: Google Docs nests so. */
export function nestLists(page: Document): void {
  for (const list of page.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const before = list.previousElementSibling;
    if (before?.matches("li")) before.append(list);
  }
}

function readItem(item: HTMLElement): void {
  const input = item.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (item.getAttribute("role") === "checkbox") {
    const isTicked = item.getAttribute("aria-checked") === "true";
    item.querySelector("img[aria-roledescription=checkbox]")?.remove();
    // Google Docs strikes what is done, and says so by the box as well.
    if (isTicked) for (const part of item.querySelectorAll<HTMLElement>("[data-pasted-style]")) unstrike(part);
    mark(item, isTicked);
  } else if (input && input.closest("li") === item) {
    mark(item, input.hasAttribute("checked"));
    (input.closest("label:not(:has(> :not(input, span:empty)))") ?? input).remove();
  } else takeWritten(item, item);
}

function unstrike(part: HTMLElement): void {
  part.dataset.pastedStyle = part.dataset.pastedStyle?.replace(/line-through/g, "none") ?? "";
}

function readParagraph(paragraph: HTMLElement): void {
  const item = paragraph.ownerDocument.createElement("li");
  if (!takeWritten(paragraph, item)) return;
  const before = paragraph.previousElementSibling;
  const list = before?.matches("[data-boxes]") ? before : paragraph.ownerDocument.createElement("ul");
  if (list !== before) paragraph.before(list);
  list.setAttribute("data-boxes", "");
  item.append(paragraph);
  list.append(item);
}

/** Takes a written box from the beginning of an element's words and marks the item; says whether there was one. */
function takeWritten(element: HTMLElement, item: HTMLElement): boolean {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let first = walker.nextNode() as Text | null;
  while (first && !first.data.trim()) first = walker.nextNode() as Text | null;
  const found = first && WRITTEN.exec(first.data);
  if (!first || !found) return false;
  mark(item, TICKED.test(found[1] ?? found[2] ?? ""));
  const rest = walker.nextNode() as Text | null;
  first.data = first.data.slice(found[0].length);
  if (!first.data && rest) rest.data = rest.data.trimStart();
  return true;
}

/** Divides a list into runs of tasks and of other items. */
function divide(list: Element): void {
  let last: Element | null = null;
  for (const item of [...list.children] as HTMLElement[]) {
    const { ticked } = item.dataset;
    const isTask = ticked !== undefined;
    if (!last || isTask !== last.matches("[data-type=taskList]")) {
      last = isTask ? list.ownerDocument.createElement("ul") : (list.cloneNode(false) as Element);
      if (isTask) last.setAttribute("data-type", "taskList");
      list.before(last);
    }
    if (isTask) item.setAttribute("data-type", "taskItem");
    if (isTask) item.setAttribute("data-checked", ticked);
    delete item.dataset.ticked;
    last.append(item);
  }
  list.remove();
}
