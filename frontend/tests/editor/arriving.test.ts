import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arrive, layOutWhenIdle } from "../../editor/arriving";

let element: HTMLElement;
const isArriving = (): boolean => element.classList.contains("is-arriving");
beforeEach(() => {
  vi.useFakeTimers();
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

test("who reads on keeps their place when the editor comes", () => {
  arrive(element);
  element.dispatchEvent(new Event("scroll"));
  expect(isArriving()).toBe(false);
});
