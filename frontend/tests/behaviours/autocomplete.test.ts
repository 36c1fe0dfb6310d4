import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { autocomplete } from "../../behaviours/autocomplete";
import { fetchInto } from "../../htmx";

vi.mock("../../htmx", () => ({ fetchInto: vi.fn() }));

const FOUND = `<li role="option" id="pick-1" data-value="D-12 Panels">D-12</li>
  <li role="option" id="pick-2" data-value="D-7 Motor">D-7</li>`;
let stop: AbortController;
let field: HTMLInputElement;

const list = () => document.querySelector(".pick") as HTMLElement;
const key = (name: string) => {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  return event.defaultPrevented;
};

async function type(words: string): Promise<void> {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(fetchInto).mockReset();
  vi.mocked(fetchInto).mockImplementation(async (place) => {
    place.innerHTML = FOUND;
  });
  stop = new AbortController();
  document.body.innerHTML = `<label for="f">Replaces</label><input id="f" data-picks="/choices/decision/">`;
  field = document.getElementById("f") as HTMLInputElement;
  autocomplete(stop.signal);
  field.focus();
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

test("the matches are listed once one stops typing, under the field's own label", async () => {
  await type("pan");
  expect(vi.mocked(fetchInto).mock.calls.map(([, address]) => address)).toEqual(["/choices/decision/?q=pan"]);
  expect(list().hidden).toBe(false);
  expect(list().getAttribute("aria-label")).toBe("Replaces");
  expect(field.getAttribute("aria-expanded")).toBe("true");
});

test("arrows and Enter choose a match; Enter alone is left to the form", async () => {
  await type("pan");
  expect(key("Enter")).toBe(false);
  key("ArrowDown");
  key("ArrowDown");
  expect(field.getAttribute("aria-activedescendant")).toBe("pick-2");
  expect(key("Enter")).toBe(true);
  expect(field.value).toBe("D-7 Motor");
  expect(list().hidden).toBe(true);
});

test("a click chooses a match, fires the field's events, and fetches nothing more", async () => {
  const listener = vi.fn();
  field.addEventListener("input", listener);
  await type("pan");
  (list().firstElementChild as HTMLElement).click();
  await vi.advanceTimersByTimeAsync(400);
  expect(field.value).toBe("D-12 Panels");
  expect(listener).toHaveBeenCalledTimes(2);
  expect(fetchInto).toHaveBeenCalledOnce();
});

test("an empty field lists what is offered first at ArrowDown or a click, and none when it is emptied", async () => {
  expect(key("ArrowDown")).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.mocked(fetchInto).mock.calls.map(([, address]) => address)).toEqual(["/choices/decision/?q="]);
  expect(list().hidden).toBe(false);
  await type("");
  expect(list().hidden).toBe(true);
  field.click();
  await vi.advanceTimersByTimeAsync(0);
  expect(list().hidden).toBe(false);
});

test("Escape and leaving the field close the list and keep what was typed", async () => {
  await type("pan");
  expect(key("Escape")).toBe(true);
  expect(list().hidden).toBe(true);
  expect(key("Escape")).toBe(false);
  await type("pane");
  field.blur();
  expect(list().hidden).toBe(true);
  expect(field.value).toBe("pane");
});
