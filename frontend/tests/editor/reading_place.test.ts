/** Where one reads on, in a sheet whose blocks are 100 px high. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isBroughtBack, keepPlaceWhile, keepReadingPlace } from "../../editor/reading_place";

const EDGE = 40;
const KEY = `place  ${location.pathname}`;
let sheet: HTMLElement;
let text: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<div class="sheet"><div id="text"></div></div>`;
  sheet = document.querySelector(".sheet") as HTMLElement;
  text = document.querySelector("#text") as HTMLElement;
  sheet.getBoundingClientRect = () => new DOMRect(0, EDGE, 600, 500);
  write(text, "a", "b", "c", "d", "e");
});
afterEach(() => {
  window.dispatchEvent(new Event("pagehide"));
  sessionStorage.clear();
});

function write(into: HTMLElement, ...ids: string[]): void {
  into.innerHTML = ids.map((id) => `<p id="b-${id}">${id}</p>`).join("");
  place(into);
}

function place(into: HTMLElement): void {
  [...into.children].forEach((block, at) => {
    block.getBoundingClientRect = () => new DOMRect(0, EDGE + at * 100 - sheet.scrollTop, 600, 100);
  });
}

/** The page loaded anew: the same text in another element. */
function loadAnew(...ids: string[]): void {
  const loaded = document.createElement("div");
  text.replaceWith(loaded);
  text = loaded;
  write(text, ...ids);
}

function scrollTo(place: number): void {
  sheet.scrollTop = place;
  sheet.dispatchEvent(new Event("scroll"));
}

function navigateBy(type: string): void {
  vi.stubGlobal("performance", { getEntriesByType: () => [{ type }] });
}

test("who reads a block goes on reading it when others come above it", () => {
  sheet.scrollTop = 230;
  keepPlaceWhile(() => write(text, "new", "a", "b", "c", "d"), text, sheet);
  expect(sheet.scrollTop).toBe(330);
});

test("who is at the top stays there", () => {
  keepPlaceWhile(() => write(text, "new", "a"), text, sheet);
  expect(sheet.scrollTop).toBe(0);
});

test("the editor's blocks are those of the server's text", () => {
  sheet.scrollTop = 120;
  const editor = document.createElement("div");
  editor.className = "ProseMirror";
  write(editor, "new", "a", "b");
  keepPlaceWhile(() => text.replaceChildren(editor), text, sheet);
  expect(sheet.scrollTop).toBe(220);
});

test("what the editor draws between blocks, and around tables, is no block", () => {
  text.innerHTML = `<p></p><p></p><table id="b-t"></table><p></p>`;
  place(text);
  sheet.scrollTop = 230;
  const editor = document.createElement("div");
  editor.className = "ProseMirror";
  editor.innerHTML = `<span class="ProseMirror-widget"></span><p></p><span class="ProseMirror-widget"></span><p></p>
    <div class="tableWrapper"><table id="b-t"></table></div><p></p>`;
  place(editor);
  keepPlaceWhile(() => text.replaceChildren(editor), text, sheet);
  expect(sheet.scrollTop).toBe(430);
});

test("one is brought back once, not at each change of the page", () => {
  navigateBy("reload");
  sessionStorage.setItem(KEY, JSON.stringify({ id: "b-c", index: 2, hidden: 30 }));
  keepReadingPlace(text);
  expect(sheet.scrollTop).toBe(230);
  sheet.scrollTop = 0;
  keepReadingPlace(text);
  expect(sheet.scrollTop).toBe(0);
});

test.each(["null", "{", "[]", '"x"', '{"id": 3, "index": 1, "hidden": 0}'])(
  "what is stored as %s is no place",
  (stored) => {
    navigateBy("reload");
    sessionStorage.setItem(KEY, stored);
    keepReadingPlace(text);
    expect([sheet.scrollTop, isBroughtBack()]).toEqual([0, false]);
  },
);

test.each([
  ["reload", 230],
  ["back_forward", 230],
  ["navigate", 0],
])("after %s one is at %d px", (type, place) => {
  navigateBy("navigate");
  keepReadingPlace(text);
  scrollTo(230);
  window.dispatchEvent(new Event("pagehide"));
  sheet.scrollTop = 0;
  navigateBy(type);
  loadAnew("a", "b", "c", "d", "e");
  keepReadingPlace(text);
  expect(sheet.scrollTop).toBe(place);
});

test("where the block was taken away one is where it stood", () => {
  navigateBy("reload");
  keepReadingPlace(text);
  scrollTo(230);
  window.dispatchEvent(new Event("pagehide"));
  sheet.scrollTop = 0;
  loadAnew("a", "b", "d", "e");
  keepReadingPlace(text);
  expect(sheet.scrollTop).toBe(230);
});
