import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arrive, layOutWhenIdle } from "../../editor/arriving";

let element: HTMLElement;
const isArriving = (): boolean => element.classList.contains("is-arriving");
const navigateBy = (type: string): void => {
  vi.stubGlobal("performance", { getEntriesByType: () => [{ type }] });
};
beforeEach(() => {
  vi.useFakeTimers();
  navigateBy("navigate");
  element = document.createElement("div");
  element.innerHTML = `${"<p>Word</p>".repeat(60)}`;
  document.body.replaceChildren(element);
});

afterEach(() => {
  vi.useRealTimers();
  location.hash = "";
});

test("what is far down is laid out once the browser is idle", () => {
  arrive(element);
  expect(isArriving()).toBe(true);
  layOutWhenIdle(element);
  vi.advanceTimersByTime(1_000);
  expect(isArriving()).toBe(false);
});

test("a text that no editor comes to is laid out whole all the same", () => {
  arrive(element);
  vi.advanceTimersByTime(3_000);
  expect(isArriving()).toBe(false);
});

test("a link to a place leads there", () => {
  location.hash = "#h-flow";
  arrive(element);
  expect(isArriving()).toBe(false);
});

test.each(["reload", "back_forward"])("who comes back may be given their old place (%s)", (type) => {
  navigateBy(type);
  arrive(element);
  expect(isArriving()).toBe(false);
});

test("nothing is asked for that has the whole text laid out", () => {
  const ask = vi.fn(() => 0);
  const root = document.documentElement;
  for (const one of [element, root]) Object.defineProperty(one, "scrollTop", { configurable: true, get: ask });
  arrive(element);
  expect(isArriving()).toBe(true);
  expect(ask).not.toHaveBeenCalled();
});

test("who reads on keeps their place when the editor comes", () => {
  arrive(element);
  element.dispatchEvent(new Event("scroll"));
  expect(isArriving()).toBe(false);
});
