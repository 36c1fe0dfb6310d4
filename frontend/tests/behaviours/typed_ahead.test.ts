/** Letters typed while a new document is on its way are kept, and no shortcut takes them. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeTypedAhead, typedAhead } from "../../behaviours/typed_ahead";

let ending = new AbortController();

beforeEach(() => {
  ending = new AbortController();
  sessionStorage.clear();
  document.body.innerHTML = "<form data-typed-ahead><input></form><form id=other></form>";
  typedAhead(ending.signal);
});

afterEach(() => {
  window.dispatchEvent(new Event("pageshow"));
  ending.abort();
});

const submit = (selector: string) =>
  document.querySelector(selector)?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

function press(key: string, more: KeyboardEventInit = {}): void {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

test("from Enter in the title to the text that can be written in, nothing is lost", () => {
  const shortcut = vi.fn();
  document.body.addEventListener("keydown", shortcut, { signal: ending.signal });
  submit("[data-typed-ahead]");
  for (const key of ["T", "h", "x", "Backspace", "e", "Shift"]) press(key);
  const take = takeTypedAhead(); // on the page of the document
  for (const key of [" ", "é", "Enter", "B"]) press(key);
  press("c", { ctrlKey: true });
  expect(take()).toBe("The é\nB");
  expect(shortcut.mock.calls.map(([event]) => event.key)).toEqual(["Shift", "c"]);
  press("z");
  expect(sessionStorage.length).toBe(0);
});

test("other forms keep nothing", () => {
  submit("#other");
  press("T");
  expect(sessionStorage.length).toBe(0);
});
