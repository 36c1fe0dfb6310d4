/** A name in a list becomes a field by F2, and stays as it was by Escape. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { renameInPlace } from "../../behaviours/rename_in_place";

const LINE = `
  <li id="doc-2"><div data-renames>
    <p data-name><a href="/documents/2/">Pump</a></p>
    <template><form action="/documents/2/title"><input type="hidden"><input name="title" value="Pump"></form></template>
  </div></li>
  <div><a href="#rename" data-renames-line="doc-2">Rename</a></div>`;
let stop: AbortController;
const link = () => document.querySelector<HTMLElement>("[data-name] a");
const field = () => document.querySelector<HTMLInputElement>("form input[name=title]");
const press = (on: HTMLElement | null, key: string) =>
  on?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

beforeEach(() => {
  document.body.innerHTML = LINE;
  stop = new AbortController();
  renameInPlace(stop.signal);
});
afterEach(() => stop.abort());

test("F2 on a line shows its title in a field, chosen whole", () => {
  press(link(), "F2");
  expect(document.activeElement).toBe(field());
  expect([field()?.selectionStart, field()?.selectionEnd]).toEqual([0, 4]);
  expect(document.querySelector<HTMLElement>("[data-name]")?.hidden).toBe(true);
  press(link(), "F2");
  expect(document.querySelectorAll("form")).toHaveLength(1);
});

test("Escape leaves the name as it was, with the focus on it", () => {
  press(link(), "F2");
  press(field(), "Escape");
  expect(field()).toBeNull();
  expect(document.activeElement).toBe(link());
});

test("the menu's link does the same in its line; without the line it is a link", () => {
  const rename = document.querySelector<HTMLElement>("[data-renames-line]");
  rename?.click();
  expect(document.activeElement).toBe(field());
  document.getElementById("doc-2")?.remove();
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  rename?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(false);
});
