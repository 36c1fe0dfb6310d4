import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arrive, settleWhenIdle } from "../../editor/arriving";

let element: HTMLElement;
const isArriving = (): boolean => element.classList.contains("is-arriving");
beforeEach(() => {
  vi.useFakeTimers();
  element = document.createElement("div");
  element.innerHTML = `${"<p>Word</p>".repeat(60)}<table></table>`;
  document.body.replaceChildren(element);
});

afterEach(() => {
  vi.useRealTimers();
  location.hash = "";
});

test("what is far down is laid out later, and then as it was", () => {
  const table = element.querySelector("table");
  arrive(element);
  expect(isArriving()).toBe(true);
  expect(table?.style.display).toBe("block");
  settleWhenIdle(element);
  vi.advanceTimersByTime(1_000);
  expect(isArriving()).toBe(false);
  expect(table?.style.display).toBe("");
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
