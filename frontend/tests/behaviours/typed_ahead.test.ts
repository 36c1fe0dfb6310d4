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

test("a blank typed before the editor is there scrolls no page", () => {
  submit("[data-typed-ahead]");
  document.body.innerHTML = "<div data-begun-at='/new'></div>";
  const next = new AbortController();
  typedAhead(next.signal); // the page of the document has loaded
  const scrolls = vi.fn();
  document.addEventListener("keydown", scrolls, { signal: ending.signal });
  for (const key of ["T", "h", "e", " ", "é"]) press(key);
  expect(scrolls).not.toHaveBeenCalled();
  expect(takeTypedAhead()()).toBe("The é");
  next.abort();
});

test("on any other page that follows, nothing is collected", () => {
  submit("[data-typed-ahead]");
  document.body.innerHTML = "<form data-typed-ahead><input></form>";
  typedAhead(ending.signal); // the form again, as the title was refused
  expect(sessionStorage.length).toBe(0);
});

test("other forms keep nothing", () => {
  submit("#other");
  press("T");
  expect(sessionStorage.length).toBe(0);
});
