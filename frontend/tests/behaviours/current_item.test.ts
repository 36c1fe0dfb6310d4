import { afterEach, expect, test } from "vitest";
import { currentItem } from "../../behaviours/current_item";

let ended = new AbortController();
afterEach(() => {
  ended.abort();
  ended = new AbortController();
});

/** A list 100 px high whose current item begins `top` px below the list's own top. */
function agenda(name: string, top: number): HTMLElement {
  document.body.innerHTML = `<nav data-follows><p aria-current="step">${name}</p></nav>`;
  const list = document.querySelector("nav") as HTMLElement;
  list.getBoundingClientRect = () => new DOMRect(0, 0, 200, 100);
  (list.firstElementChild as HTMLElement).getBoundingClientRect = () => new DOMRect(0, top, 200, 20);
  return list;
}

test("a current item below what is seen comes into view", () => {
  const list = agenda("P-24", 400);
  currentItem(ended.signal);
  expect(list.scrollTop).toBeGreaterThan(300);
});

test("one that is seen stays where it is", () => {
  const list = agenda("P-24", 40);
  currentItem(ended.signal);
  expect(list.scrollTop).toBe(0);
});

test("who scrolls on by hand is left alone until another item is current", () => {
  const list = agenda("P-24", 40);
  currentItem(ended.signal);
  const item = list.firstElementChild as HTMLElement;
  item.getBoundingClientRect = () => new DOMRect(0, -300, 200, 20);
  list.scrollTop = 340;
  document.dispatchEvent(new Event("htmx:after:settle"));
  expect(list.scrollTop).toBe(340);
  item.textContent = "P-25";
  document.dispatchEvent(new Event("htmx:after:settle"));
  expect(list.scrollTop).toBeLessThan(40);
});
