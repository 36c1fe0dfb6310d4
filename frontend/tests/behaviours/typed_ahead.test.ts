/** A new document takes the place of its form, and what is typed meanwhile is kept. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hasFocusAhead, isTypedAhead, letGo, typedAhead, typedSoFar } from "../../behaviours/typed_ahead";
import { PAGE_SWAPPED } from "../../page_swap";

const FORM = "<form data-typed-ahead='Text' action='/new'><input name='title' value='Wear'></form>";
const DOCUMENT = "<title>Wear</title><body data-now='2'><main><div data-island=\"editor\"></div></main></body>";
let ending = new AbortController();

beforeEach(() => {
  ending = new AbortController();
  document.body.innerHTML = FORM;
  typedAhead(ending.signal);
});

afterEach(() => {
  letGo();
  ending.abort();
  vi.unstubAllGlobals();
});

function answer(with_: () => Promise<unknown>): void {
  vi.stubGlobal("fetch", vi.fn(with_));
}
const submit = () =>
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
const page = (html: string) => async () => ({ url: `${location.origin}/documents/3/`, text: async () => html });

function type(words: string): void {
  const field = document.activeElement as HTMLTextAreaElement;
  field.value += words;
}

test("from Enter in the title to the text that can be written in, the same field has the keys", async () => {
  const swapped = vi.fn();
  document.addEventListener(PAGE_SWAPPED, swapped, { signal: ending.signal });
  answer(page(DOCUMENT));
  submit();
  type("The ");
  await vi.waitFor(() => expect(swapped).toHaveBeenCalledOnce());
  expect(location.pathname).toBe("/documents/3/");
  expect(document.title).toBe("Wear");
  expect(document.querySelector("form")).toBeNull();
  expect(hasFocusAhead()).toBe(true);
  type("seal\n");
  expect(typedSoFar()).toBe("The seal\n");
  letGo();
  expect(isTypedAhead()).toBe(false);
});

test("what was typed waits where the title is refused, or no server answers", async () => {
  answer(page(`<body>${FORM}</body>`));
  submit();
  type("The ");
  await vi.waitFor(() => expect(isTypedAhead()).toBe(false));
  expect(document.activeElement).toBe(document.querySelector("[name=title]"));
  answer(() => Promise.reject(new TypeError("offline")));
  submit();
  type("seal ");
  await vi.waitFor(() => expect(isTypedAhead()).toBe(false));
  answer(page(DOCUMENT));
  submit();
  expect(typedSoFar()).toBe("The seal ");
});
