import { afterEach, expect, test } from "vitest";
import { scrollKeys } from "../../behaviours/scroll_keys";

let ended = new AbortController();
afterEach(() => {
  ended.abort();
  ended = new AbortController();
});

function press(key: string, at: Element = document.body): void {
  at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

test("keys that scroll reach what scrolls, and others do not", () => {
  document.body.innerHTML = `<div tabindex="-1" data-scrolls></div>`;
  scrollKeys(ended.signal);
  press("a");
  expect(document.activeElement).toBe(document.body);
  press("PageDown");
  expect(document.activeElement).toBe(document.querySelector("[data-scrolls]"));
});

test("they stay where the focus is", () => {
  document.body.innerHTML = `<input /><div tabindex="-1" data-scrolls></div>`;
  scrollKeys(ended.signal);
  const field = document.querySelector("input") as HTMLElement;
  field.focus();
  press("End", field);
  expect(document.activeElement).toBe(field);
});
